// SPDX-License-Identifier: Apache-2.0
// What the golden files here have to hold. ctest runs each of them with `rdasim check`
// (golden/small, golden/iot, golden/deepbench).
#include "regress/golden.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "cli/support.h"

namespace rda::golden {
namespace {

namespace fs = std::filesystem;

/// The golden file of a folder of workloads.
std::string golden_file(const std::string& folder) {
  return cli::repository("tests/golden/" + folder + ".json");
}

regress::Golden golden_of(const std::string& folder) {
  return regress::read_golden(cli::read(golden_file(folder)), folder);
}

/// The folders that have workloads.
std::set<std::string> folders() {
  std::set<std::string> names;
  const fs::path all = cli::repository("workloads");
  for (const auto& entry : fs::recursive_directory_iterator(all))
    if (entry.path().extension() == ".json")
      names.insert(fs::relative(entry.path().parent_path(), all).string());
  return names;
}

TEST(GoldenFile, HasEveryShippedWorkloadOnBothChips) {
  for (const std::string& folder : folders()) {
    std::set<std::string> recorded;
    for (const auto& [name, c] : golden_of(folder).cases)
      recorded.insert(c.chip + " " + c.workload);
    for (const auto& entry : fs::directory_iterator(cli::repository("workloads/" + folder))) {
      if (entry.path().extension() != ".json") continue;
      const std::string workload =
          "../../workloads/" + folder + "/" + entry.path().filename().string();
      for (const char* chip : {"plasticine_rnn", "plasticine_isca17"})
        EXPECT_TRUE(recorded.contains(fmt::format("../../configs/{}.json {}", chip, workload)))
            << workload << " on " << chip;
    }
  }
}

TEST(GoldenFile, RecordsFewStepsOfEachCaseAndWhyItIsWhatItIs) {
  for (const std::string& folder : folders())
    for (const auto& [name, c] : golden_of(folder).cases) {
      EXPECT_GE(c.steps, 1) << name;
      EXPECT_LE(c.steps, 3) << name;
      EXPECT_FALSE(c.inputs.empty()) << name;
      const bool why = c.refusal ? !c.refusal->why.empty() : !c.metrics.at("cycles").why.empty();
      EXPECT_TRUE(c.recorded() && why) << name;
    }
}

TEST(GoldenFile, IsWrittenAsUpdateWritesIt) {
  for (const std::string& folder : folders())
    EXPECT_EQ(cli::read(golden_file(folder)), to_text(golden_of(folder))) << folder;
}

}  // namespace
}  // namespace rda::golden
