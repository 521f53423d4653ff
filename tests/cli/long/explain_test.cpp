// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include "cli/support.h"

namespace rda::cli {
namespace {

class ExplainCommand : public Cli {
 protected:
  Outcome explain(const std::vector<std::string>& words = {}) const {
    std::vector<std::string> all{"explain", chip_, workload_, "--no-what-if"};
    all.insert(all.end(), words.begin(), words.end());
    return rdasim(all);
  }
};

/// The integers that follow a key in a JSON text, in order.
std::vector<std::int64_t> numbers_of(const std::string& json, const std::string& key) {
  std::vector<std::int64_t> numbers;
  const std::string quoted = "\"" + key + "\": ";
  for (std::size_t at = json.find(quoted); at != std::string::npos; at = json.find(quoted, at + 1))
    numbers.push_back(std::stoll(json.substr(at + quoted.size())));
  return numbers;
}

TEST_F(ExplainCommand, TextFitsEightyColumnsAndNamesUnits) {
  const Outcome outcome = explain();
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  for (const char* part : {"step 3 of 4 takes", "dot product", "links", "together", "layer0."})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in:\n" << outcome.out;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(ExplainCommand, StepsOfARunAreThoseOfItsReportAndAddUpToItsCycles) {
  std::int64_t sum = 0;
  std::string lengths;
  for (const char* step : {"0", "1", "2", "3"}) {
    const Outcome outcome = explain({"--step", step, "-o", "-"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    std::vector<std::int64_t> cycles = numbers_of(outcome.out, "cycles");
    const std::size_t whole = outcome.out.find("\n  \"cycles\": ");
    ASSERT_NE(whole, std::string::npos) << outcome.out;
    const std::int64_t length = std::stoll(outcome.out.substr(whole + 13));
    std::int64_t all = 0;  // the step, its chain and its summary
    for (const std::int64_t n : cycles) all += n;
    EXPECT_EQ(all, 3 * length);
    sum += length;
    lengths += (lengths.empty() ? "" : ", ") + std::to_string(length);
  }
  const std::string report = run({"-o", "-", "--verify-steps", "0"}).out;
  expect_parts(report, {"\n  \"cycles\": " + std::to_string(sum) + ",",
                        "\"first\": [" + lengths + "]", "\"last\": [" + lengths + "]"});
}

TEST_F(ExplainCommand, WritesTheFileThatOutputNames) {
  const Outcome outcome = explain({"-o", path("explain.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(read(path("explain.json")), explain({"-o", "-"}).out);
}

TEST_F(ExplainCommand, FileHasTheTableOfWhatLiftingEachLimitSaves) {
  const Outcome outcome = rdasim({"explain", chip_, workload_, "-o", "-"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out, {"\"what_if\": {", "\"set\": [\"/pcu/registers=", "\"note\": \"",
                             "\"least_cycles\""});
  EXPECT_NE(explain({"-o", "-"}).out.find("\"what_if\": null"), std::string::npos);
}

TEST_F(ExplainCommand, MappingFileIsExplainedLikeTheMappingItCameFrom) {
  const std::string mapping = path("mapping.json");
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", mapping}).code, 0);
  EXPECT_EQ(explain({"--mapping-file", mapping}).out, explain().out);
}

TEST_F(ExplainCommand, StepBehindTheLastIsRefused) {
  expect_refusal(explain({"--step", "4"}), 64, {"--step 4: the workload has steps 0 to 3"});
  expect_refusal(explain({"--step", "last"}), 64, {"--step", "last"});
}

TEST_F(ExplainCommand, ManyStepsAreNotSimulatedToTheEnd) {
  const Outcome outcome = explain({"--set", "/steps=1000000000"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("step 7 of 1000000000"), std::string::npos) << outcome.out;
}

}  // namespace
}  // namespace rda::cli
