// SPDX-License-Identifier: Apache-2.0
// Exact cycles of every shipped workload on the two published chips, or why it does not map. A
// changed number is a changed model: say why in cycles.json when you change one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/support.h"

namespace rda::golden {
namespace {

using Json = nlohmann::json;

/// One run: `cycles`, or the `refusal` of a workload that does not map.
struct Case {
  std::string chip, workload, why, refusal;
  std::int64_t steps = 0, cycles = 0;
};

std::ostream& operator<<(std::ostream& out, const Case& run) {
  return out << run.workload << " on " << run.chip;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  const Json file = Json::parse(cli::read(cli::repository("tests/golden/cycles.json")));
  for (const Json& run : file.at("runs"))
    all.push_back({run.at("chip"), run.at("workload"), run.at("why"), run.value("refusal", ""),
                   run.at("steps"), run.value("cycles", std::int64_t{0})});
  return all;
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, RunTakesTheCyclesOnRecord) {
  const Case& run = GetParam();
  const cli::Outcome outcome =
      cli::rdasim({"run", cli::repository("configs/" + run.chip + ".json"),
                   cli::repository("workloads/" + run.workload + ".json"), "--set",
                   "/steps=" + std::to_string(run.steps), "--verify-steps", "0", "-o", "-"});
  if (!run.refusal.empty()) return cli::expect_refusal(outcome, 3, {run.refusal});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out).at("cycles"), run.cycles) << "on record because " << run.why;
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.chip + "_" + info.param.workload;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Every, Golden, testing::ValuesIn(cases()), test_name);

TEST(GoldenFile, HasEveryShippedWorkloadOnBothChips) {
  std::set<std::string> recorded;
  for (const Case& run : cases()) {
    EXPECT_FALSE(run.why.empty()) << run;
    EXPECT_LE(run.steps, 3) << run;
    EXPECT_NE(run.cycles > 0, !run.refusal.empty()) << run;
    EXPECT_TRUE(recorded.insert(run.chip + " " + run.workload).second) << run << " twice";
  }
  const std::filesystem::path folder = cli::repository("workloads");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const std::filesystem::path name =
        std::filesystem::relative(entry.path(), folder).replace_extension();
    for (const char* chip : {"plasticine_rnn ", "plasticine_isca17 "})
      EXPECT_TRUE(recorded.contains(chip + name.string())) << chip << name;
  }
}

}  // namespace
}  // namespace rda::golden
