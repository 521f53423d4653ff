// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/support.h"

namespace rda::cli {
namespace {

using Json = nlohmann::json;

/// `rdasim run --from`, and what a report says of its run.
class Repeat : public Cli {
 protected:
  /// Runs with these words, and from the report once more: the bytes are the same.
  void expect_repeats(std::vector<std::string> words) const {
    words.insert(words.end(), {"-o", path("once.json")});
    const Outcome once = run(words);
    ASSERT_EQ(once.code, 0) << once.err;
    const Outcome again = from({"-o", path("again.json")});
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(again.err, "");
    EXPECT_EQ(read(path("again.json")), read(path("once.json")));
  }
  Outcome from(std::vector<std::string> words) const {
    words.insert(words.begin(), {"run", "--from", path("once.json"), "--no-cache"});
    return rdasim(words);
  }
  Json report(std::vector<std::string> words = {}) const {
    words.insert(words.end(), {"-o", "-"});
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return Json::parse(outcome.out);
  }
  /// The report once.json with a member of /inputs changed, or another one erased.
  void change(const std::string& pointer, const Json& value) const {
    Json all = Json::parse(read(path("once.json")));
    all[Json::json_pointer(pointer)] = value;
    file("once.json", all.dump());
  }
};

TEST_F(Repeat, GivesTheSameBytesWhateverWasAskedFor) {
  expect_repeats({});
  expect_repeats({"--set", "/network/hop_latency=2", "--set", "/steps=7", "--seed", "5"});
  expect_repeats({"--mapping", "auto", "--search-budget", "2"});
  expect_repeats({"--ideal-network", "--verify-steps", "all", "--max-cycles", "100000"});
  expect_repeats({"--set", "/name=\"it's a name\""});
}

TEST_F(Repeat, GivesTheSameBytesOfAMappingFile) {
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", path("m.json")}).code, 0);
  expect_repeats({"--mapping-file", path("m.json")});
  file("m.json", read(path("m.json")) + "\n");
  expect_refusal(from({}), 2, {"once.json#/inputs/mapping_file", "m.json has other bytes"});
}

TEST_F(Repeat, GivesTheSameBytesOfBothEnginesWithAndWithoutFastForward) {
  expect_repeats({});
  for (std::vector<std::string> words :
       {std::vector<std::string>{"--engine", "reference"}, {"--no-fast-forward", "--host-stats"}}) {
    words.insert(words.end(), {"-o", "-"});
    EXPECT_EQ(from(words).out, read(path("once.json")));
  }
}

TEST_F(Repeat, CommandOfAReportGivesTheSameBytes) {
  const Outcome once = run({"--set", "/steps=5", "--set", "/name=\"it's\"", "--ideal-network",
                            "--engine", "reference", "--mapping", "paper", "-o", "-"});
  ASSERT_EQ(once.code, 0) << once.err;
  const std::string command = Json::parse(once.out)["command"];
  EXPECT_EQ(command, "rdasim run " + chip_ + " " + workload_ +
                         " --set /steps=5 --set '/name=\"it'\\''s\"' --ideal-network");
  const std::string shell =
      std::string(RDA_BINARY_DIR) + "/" + command + " -o " + path("again.json");
  ASSERT_EQ(std::system(shell.c_str()), 0);
  EXPECT_EQ(read(path("again.json")), once.out);
}

TEST_F(Repeat, WordsThatSayWhatHoldsAnywayChangeNoByte) {
  EXPECT_EQ(report({"--mapping", "paper", "--seed", "1", "--verify-steps", "2"}), report());
}

TEST_F(Repeat, ReportHoldsEveryKnobWithItsValue) {
  const Json inputs = report({"--set", "/pcu/stages=7", "--seed", "4"})["inputs"];
  EXPECT_EQ(inputs["chip"]["pcu"]["stages"], 7);
  EXPECT_EQ(inputs["chip"]["pmu"]["banks"], 4);
  EXPECT_EQ(inputs["workload"]["hidden"], 16);
  EXPECT_EQ(inputs["mapping"]["seed"], 4);
  EXPECT_EQ(inputs["run"]["verify_steps"], 2);
}

TEST_F(Repeat, NamesChangeNoHash) {
  const Json one = report(), other = report({"--set", "/name=other"});
  EXPECT_EQ(other["workload"], "other");
  EXPECT_EQ(other["hash"], one["hash"]);
  EXPECT_NE(report({"--set", "/steps=3"})["hash"], one["hash"]);
}

TEST_F(Repeat, OtherInputsBesideAReportAreRefused) {
  expect_repeats({});
  expect_refusal(from({"--set", "/steps=2"}), 64, {"--from", "--set"});
  expect_refusal(from({"--verify-steps", "0"}), 64, {"--from", "--verify-steps"});
  expect_refusal(rdasim({"run", chip_, workload_, "--from", path("once.json")}), 64, {"--from"});
  expect_refusal(from({"-o", path("once.json")}), 64, {"--output", "is an input"});
}

TEST_F(Repeat, WithoutAReportChipAndWorkloadAreNeeded) {
  expect_refusal(rdasim({"run"}), 64, {"CHIP is required"});
  expect_refusal(rdasim({"run", chip_}), 64, {"WORKLOAD is required"});
}

TEST_F(Repeat, WhatIsNoReportWithInputsIsRefused) {
  file("once.json", "{}");
  expect_refusal(from({}), 2, {"once.json", "is no report"});
  file("once.json", "{\"cycles\": 7, \"schema_version\": 1}");
  expect_refusal(from({}), 2, {"once.json#/schema_version", "not 2"});
  expect_repeats({});
  change("/inputs/chip/pcu/lanes", 0);
  expect_refusal(from({}), 2, {"once.json#/inputs/chip/pcu/lanes", "out of range"});
}

TEST_F(Repeat, ReportThatLacksAnInputIsRefused) {
  expect_repeats({});
  Json all = Json::parse(read(path("once.json")));
  all["inputs"]["chip"]["pcu"].erase("lanes");
  file("once.json", all.dump());
  expect_refusal(from({}), 2, {"once.json#/inputs/chip/pcu/lanes: missing"});
}

TEST_F(Repeat, EveryInputThatCannotBeIsNamedByItsPlace) {
  expect_repeats({});
  change("/inputs/chip/grid/strip", "X");
  change("/inputs/chip/grid/rows", 1);
  change("/inputs/workload/formats/weights", "int8");
  expect_refusal(
      from({}), 2,
      {"once.json#/inputs/chip/grid/strip: ", "once.json#/inputs/chip/stream/sources/count: ",
       "once.json#/inputs/chip/stream/sinks/count: ", "once.json#/inputs/workload/formats"},
      4);
}

TEST_F(Repeat, ReportOfAWorkloadThatIsNoneIsRefusedByItsPlace) {
  expect_repeats({});
  change("/inputs/workload/hidden", 0);
  expect_refusal(from({}), 2, {"once.json#/inputs/workload/hidden: missing or 0"});
}

TEST_F(Repeat, NoOutputReplacesWhatTheRunWasMadeOf) {
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", path("m.json")}).code, 0);
  expect_repeats({"--mapping-file", path("m.json")});
  expect_refusal(from({"-o", path("m.json")}), 64, {"--output", "m.json is an input"});
  expect_repeats({"--mapping", "auto", "--search-budget", "1"});
  expect_refusal(from({"--search-log", path("once.json")}), 64, {"--search-log", "is an input"});
}

TEST_F(Repeat, LogOfASearchNeedsASearch) {
  expect_repeats({});
  expect_refusal(from({"--search-log", path("log.json")}), 64, {"--search-log", "only a search"});
}

TEST_F(Repeat, CommandLeavesOutWhatHoldsAnyway) {
  EXPECT_EQ(report({"--set", "/seed=1", "--seed", "1"})["command"],
            "rdasim run " + chip_ + " " + workload_ + " --set /seed=1");
  EXPECT_EQ(report({"--ideal-network=false"})["command"], report()["command"]);
}

TEST_F(Repeat, OfAnotherProgramSaysSoAndRuns) {
  expect_repeats({});
  change("/simulator_commit", "0123456789ab");
  const Outcome outcome = from({"-o", "-"});
  EXPECT_EQ(outcome.code, 0);
  expect_parts(outcome.err, {"note", "0123456789ab", "once.json"});
}

}  // namespace
}  // namespace rda::cli
