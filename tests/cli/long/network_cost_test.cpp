// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "cli/support.h"

namespace rda::cli {
namespace {

using NetworkCost = Cli;

/// The number behind a key of a JSON report.
std::int64_t number(const std::string& json, const std::string& key) {
  const std::size_t at = json.find('"' + key + "\": ");
  EXPECT_NE(at, std::string::npos) << key;
  return at == std::string::npos ? -1 : std::atoll(json.c_str() + at + key.size() + 4);
}

TEST_F(NetworkCost, IsInTheReportOnlyIfAskedFor) {
  const Outcome plain = run({"-o", "-"}), asked = run({"-o", "-", "--ideal-network"});
  ASSERT_EQ(asked.code, 0) << asked.err;
  EXPECT_EQ(plain.out.find("network_cost"), std::string::npos);
  EXPECT_EQ(asked.err, "") << "progress is for terminals";
  const std::size_t at = asked.out.find("  \"network_cost\": {"),
                    end = asked.out.find("\n  },", at);
  ASSERT_NE(end, std::string::npos);
  EXPECT_EQ(results_in(asked.out.substr(0, at) + asked.out.substr(end + 6)), results_in(plain.out))
      << "nothing else changes";
}

TEST_F(NetworkCost, IsTheDifferenceOfTheTwoRuns) {
  const std::string json = run({"-o", "-", "--ideal-network"}).out;
  EXPECT_GT(number(json, "ideal_cycles"), 0);
  EXPECT_EQ(number(json, "cost_cycles"), number(json, "cycles") - number(json, "ideal_cycles"));
}

TEST_F(NetworkCost, IsTheSameToBothEngines) {
  const Outcome fast = run({"-o", "-", "--ideal-network"});
  EXPECT_EQ(fast.out, run({"-o", "-", "--ideal-network", "--engine", "reference"}).out);
}

TEST_F(NetworkCost, TextSaysWhatTheNetworkAndEachGroupCosts) {
  const Outcome outcome = run({"--ideal-network"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  for (const char* part : {"\nnetwork       costs ", " on an ideal network\n",
                           "with these streams alone on it:\n", " -> dot "})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in\n" << outcome.out;
}

TEST_F(NetworkCost, OfALongRunSaysOnWhichStepsGroupsWereMeasured) {
  const Outcome outcome = run({"--ideal-network", "--set", "/steps=40"});
  EXPECT_NE(outcome.out.find("the first 32 of 40 steps ("), std::string::npos) << outcome.out;
}

TEST_F(NetworkCost, IsNotNegativeForTheSmallWorkloads) {
  for (const auto& entry : std::filesystem::directory_iterator(repository("workloads/small"))) {
    const Outcome outcome = rdasim(
        {"run", chip_, entry.path().string(), "--ideal-network", "-o", "-", "--verify-steps", "0"});
    ASSERT_EQ(outcome.code, 0) << entry << outcome.err;
    EXPECT_GE(number(outcome.out, "cost_cycles"), 0) << entry;
  }
}

TEST_F(NetworkCost, MatchesTheSchema) {
  ASSERT_EQ(run({"-o", path("report.json"), "--ideal-network"}).code, 0);
  file("schema.json", rdasim({"schema", "report"}).out);
  const std::string script = "import json, jsonschema; load = lambda n: json.load(open('" +
                             path("") +
                             "' + n)); jsonschema.validate(load('report.json'), "
                             "load('schema.json'), jsonschema.Draft7Validator)";
  EXPECT_EQ(std::system(("/usr/bin/python3 -c \"" + script + "\"").c_str()), 0);
}

}  // namespace
}  // namespace rda::cli
