// SPDX-License-Identifier: Apache-2.0
// What `rdasim sweep plan` says and writes. The messages of the parts are tested in
// tests/unit/sweep.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

class SweepPlan : public SweepCli {
 protected:
  /// A spec of the smallest chip and workload with more members.
  std::string spec(const std::string& more) const {
    return file("spec.json", fmt::format(R"({{"chip": "{}", "workloads": ["{}"]{}}})", chip_,
                                         workload_, more.empty() ? "" : ", " + more));
  }
  Outcome plan(const std::string& more) const {
    return rdasim({"sweep", "plan", spec(more), "-o", path("points.jsonl")});
  }
  void expect_bad(const std::string& more, const std::vector<std::string>& parts,
                  int problems = 1) const {
    expect_refusal(plan(more), 2, parts, problems);
    EXPECT_FALSE(fs::exists(path("points.jsonl"))) << more;
  }
};

const std::string kLanes = R"("axes": [{"knob": "/pcu/lanes", "values": [4, 8]}])";

std::string axis(const std::string& members) { return R"("axes": [{)" + members + "}]"; }

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

TEST_F(SweepPlan, WritesALineAPointAndSaysHowMany) {
  const Outcome outcome = plan(kLanes + R"(, "constraints": ["lanes > 4"])");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "1 point of 2 combinations in " + path("points.jsonl") +
                             "\n  1 dropped by \"lanes > 4\"\n");
  EXPECT_EQ(lines(read(path("points.jsonl"))), 1u);
}

TEST_F(SweepPlan, WritesTheSameToStdout) {
  EXPECT_EQ(plan(kLanes).code, 0);
  const Outcome outcome = rdasim({"sweep", "plan", spec(kLanes)});
  EXPECT_EQ(outcome.out, read(path("points.jsonl")));
  EXPECT_EQ(outcome.err, "2 points of 2 combinations\n");
}

TEST_F(SweepPlan, RefusesSpecsWithWhereAndWhatIsWrong) {
  expect_bad(R"("axis": [])", {"spec.json#/axis: unknown key; did you mean \"axes\"?"});
  expect_bad(axis(R"("knob": "/pcu/lane", "values": [4])"),
             {R"(#/axes/0/knob: "/pcu/lane" is no knob; did you mean "/pcu/lanes"?)"});
  expect_bad(
      axis(R"("knob": "/pcu/lanes", "values": [4, 8, 128])"),
      {"#/axes/0/values/2: axis lanes: 128 is out of range [1, 64] (SIMD lanes of a stage)"});
  expect_bad(axis(R"("knob": "/pcu/lanes", "range": {"from": 1, "to": 1e9})"),
             {"#/axes/0/range: axis lanes has 1000000000 values (at most 100000"});
  expect_bad(axis(R"("knob": "/grid/rows", "values": [2])"),
             {"spec.json: at workload", "rows 2: chip#/stream/sources/count: source",
              "rows 2: chip#/stream/sinks/count: sink", "a constraint can keep such points out"},
             2);
  expect_bad(kLanes + R"(, "constraints": ["lanes > 16"])",
             {"#/constraints/0: none of 2 combinations is a point: \"lanes > 16\" drops most, 2"});
  expect_bad(kLanes + R"(, "constraints": ["1 / (lanes - 4) > 0"])",
             {"#/constraints/0: ", "has no finite value", "lanes 4"});
  expect_bad(kLanes + R"(, "derived": [{"name": "a", "expression": "a"}])", {"a needs a"});
  expect_bad(kLanes + R"(, "set": {"/policy": "aut"})", {"did you mean \"auto\"?"});
  expect_bad(R"("set": {"/data": "w.npz"})", {"is no knob"});
  expect_bad(R"("sample": {})", {"#/sample/points: missing"});
  expect_bad(R"("run": {"verify_steps": -2})", {"#/run/verify_steps: -2 is out of range"});
}

TEST_F(SweepPlan, RefusesFilesThatAreNoSpec) {
  const auto refuse = [&](std::string_view text, const std::vector<std::string>& parts,
                          int problems = 1) {
    expect_refusal(rdasim({"sweep", "plan", file("spec.json", text)}), 2, parts, problems);
  };
  refuse("", {"the file is empty"});
  refuse("{\"chip\": ", {"line 1, column"});
  refuse("[]", {"expected an object, got []"});
  refuse("{}", {"#/chip: missing (a chip file; or /chips, a list of chip files)"});
  refuse(R"({"chip": "no.json", "workloads": ["w.json"]})",
         {"#/chip: ", "no.json does not exist", "#/workloads/0: ", "w.json does not exist"}, 2);
  refuse(fmt::format(R"({{"chip": "{}"}})", chip_), {"#/workloads: missing"});
  refuse(fmt::format(R"({{"chip": "{}", "workloads": ["{}", "{}"]}})", chip_, workload_, workload_),
         {"#/workloads/1: has the name", "tables could not tell them apart"});
  expect_refusal(rdasim({"sweep", "plan", path("none.json")}), 2, {"none.json", "cannot be read"});
}

TEST_F(SweepPlan, RefusesOutputsThatCannotBe) {
  const std::string good = spec(kLanes);
  expect_refusal(rdasim({"sweep", "plan", good, "-o", path("none/points.jsonl")}), 74,
                 {"its folder does not exist"});
  expect_refusal(rdasim({"sweep", "plan", good, "-o", "/dev/full"}), 74, {"/dev/full"});
  EXPECT_EQ(rdasim({"sweep", "plan", good}, "/dev/full").code, 74);
  expect_refusal(rdasim({"sweep", "plan", good, "-o", good}), 64, {"is an input"});
  expect_refusal(rdasim({"sweep", "plan", good, "-o", chip_}), 64, {"is an input"});
  expect_refusal(rdasim({"sweep", "plan"}), 64, {"SPEC"});
}

TEST_F(SweepPlan, LeavesTheFileAsItWasIfThePlanFailsHalfWay) {
  ASSERT_EQ(plan(kLanes).code, 0);
  const std::string before = read(path("points.jsonl"));
  EXPECT_EQ(plan(axis(R"("knob": "/grid/rows", "values": [8, 2])")).code, 2);
  EXPECT_EQ(read(path("points.jsonl")), before);
  EXPECT_EQ(rdasim({"sweep", "plan", spec(axis(R"("knob": "/grid/rows", "values": [8, 2])"))}).out,
            "");
}

TEST_F(SweepPlan, LetsTheInputFollowTheHiddenState) {
  ASSERT_EQ(plan(axis(R"("knob": "/hidden", "values": [8, 24])")).code, 0);
  const std::string text = read(path("points.jsonl"));
  EXPECT_NE(text.find(R"("hidden": 8, "input": 8,)"), std::string::npos);
  EXPECT_NE(text.find(R"("hidden": 24, "input": 24,)"), std::string::npos);
}

TEST_F(SweepPlan, LeavesOutWhatTheFileSaysOfNumbersThatTheSweepChanges) {
  ASSERT_EQ(plan(kLanes).code, 0);
  const std::string text = read(path("points.jsonl"));
  EXPECT_NE(text.find(R"("sources": {}, "stream": )"), std::string::npos);
  EXPECT_NE(text.find(R"("description": "")"), std::string::npos);
}

TEST_F(SweepPlan, FilesThatChangeAfterwardsAreNamedByEveryVerbThatUsesThePoints) {
  const std::string chip = file("chip.json", read(chip_));
  const std::string spec = file("own.json", fmt::format(R"({{"chip": "chip.json",
      "workloads": ["{}"], {}}})",
                                                        workload_, kLanes));
  const std::string points = path("points.jsonl");
  ASSERT_EQ(rdasim({"sweep", "plan", spec, "-o", points}).code, 0);
  const Outcome before = sweep_run(points);
  ASSERT_EQ(before.code, 0) << before.err;
  EXPECT_EQ(before.err, "");
  const std::map<std::string, std::string> stored = files();
  file("chip.json", read(chip_) + " ");
  const std::string note = "rdasim: note: " + chip + " has changed since " + points;
  for (const char* verb : {"run", "status", "collect"})
    EXPECT_EQ(sweep(verb, points).err.find(note), 0u) << verb;
  EXPECT_EQ(sweep("best", points, "store", {"--minimize", "cycles"}).err.find(note), 0u);
  fs::remove(chip);
  EXPECT_EQ(sweep("status", points).err, "") << "a file that is not here says nothing";
  for (const auto& [name, text] : stored)
    EXPECT_EQ(text.find("chip.json"), text.npos) << "results depend on no place: " << name;
}

TEST_F(SweepPlan, AFileThatAChipExtendsIsNamedWhenItChanges) {
  const std::string base = file("base.json", read(chip_));
  file("chip.json", R"({"extends": "base.json", "name": "other", "clock_mhz": 900})");
  const std::string spec = file("own.json", fmt::format(R"({{"chip": "chip.json",
      "workloads": ["{}"], {}}})",
                                                        workload_, kLanes));
  const std::string points = path("points.jsonl");
  ASSERT_EQ(rdasim({"sweep", "plan", spec, "-o", points}).code, 0);
  EXPECT_EQ(sweep_run(points).err, "");
  file("base.json", read(chip_) + " ");
  EXPECT_EQ(sweep("status", points).err.find("rdasim: note: " + base + " has changed since "), 0u);
}

TEST_F(SweepPlan, RefusesMorePointsThanItIsTold) {
  const std::string good = spec(kLanes), constrained = R"(, "constraints": ["lanes > 0"])";
  const auto limited = [&](const std::string& spec_file, const char* most) {
    return rdasim({"sweep", "plan", spec_file, "--max-points", most});
  };
  EXPECT_EQ(limited(good, "2").code, 0);
  expect_refusal(limited(good, "1"), 2,
                 {"spec.json#/axes: 2 combinations are more than the 1 that", "--max-points 2"});
  expect_refusal(limited(spec(kLanes + constrained), "1"), 2, {"--max-points 2"});
  expect_refusal(plan(R"("axes": [{"knob": "/seed", "range": {"from": 1, "to": 100000}},
      {"knob": "/place_effort", "range": {"from": 1, "to": 17}}])"),
                 2, {"1700000 combinations are more than the 1000000 that"});
}

TEST_F(SweepPlan, LeavesNothingIfItIsKilled) {
  const int nameless = open(path("").c_str(), O_TMPFILE | O_WRONLY, 0600);
  if (nameless < 0) GTEST_SKIP() << "the file system has no files without names";
  close(nameless);
  const std::string file = spec(R"("axes": [{"knob": "/seed", "range": {"from": 1, "to": 50000}},
      {"knob": "/place_effort", "range": {"from": 1, "to": 17}}])");
  const std::size_t before = static_cast<std::size_t>(
      std::distance(fs::directory_iterator(path("")), fs::directory_iterator()));
  const pid_t child = fork();
  if (child == 0) {
    execl(RDA_BINARY_DIR "/rdasim", "rdasim", "sweep", "plan", file.c_str(), "-o",
          path("points.jsonl").c_str(), nullptr);
    _exit(127);
  }
  usleep(300'000);
  ASSERT_EQ(kill(child, SIGINT), 0);
  EXPECT_EQ(end_of(child), 128 + SIGINT);
  EXPECT_EQ(std::distance(fs::directory_iterator(path("")), fs::directory_iterator()),
            static_cast<std::ptrdiff_t>(before));
}

TEST_F(SweepPlan, PlansTheExamples) {
  const auto planned = [&](const std::string& name) {
    const Outcome outcome = rdasim({"sweep", "plan", repository("configs/sweeps/" + name)});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return lines(outcome.out);
  };
  EXPECT_EQ(planned("chips.json"), 32u);
  EXPECT_EQ(planned("small.json"), 24u);
  EXPECT_EQ(planned("grid_lanes_banks.json"), 1000u);
  EXPECT_EQ(planned("latin_hypercube.json"), 50u);
  EXPECT_EQ(planned("zip.json"), 18u);
}

TEST(Sweep, NamesItsVerbs) {
  expect_refusal(rdasim({"sweep"}), 64, {"a verb is missing"});
  expect_refusal(rdasim({"sweep", "plam"}), 64,
                 {"sweep plam: unknown verb; did you mean \"plan\"? (verbs: plan, run"});
  EXPECT_NE(rdasim({"sweep", "--help"}).out.find("rdasim sweep plan SPEC"), std::string::npos);
}

}  // namespace
}  // namespace rda::cli
