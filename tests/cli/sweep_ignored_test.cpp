// SPDX-License-Identifier: Apache-2.0
// What stands in a points file, a store or the words of a verb is counted once, checked, or
// refused.
#include <fstream>
#include <regex>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

class SweepIgnored : public SweepCli {
 protected:
  /// Two points that have run, in `points.jsonl` and `store`.
  SweepIgnored() : points_(write(points(2))) { EXPECT_EQ(sweep_run(points_).code, 0); }

  /// Replaces a part of the first result's text.
  void change_result(const std::string& part, const std::string& with) const {
    const std::string result = path("store/" + files().begin()->first);
    std::string text = read(result);
    const std::size_t at = text.find(part);
    ASSERT_NE(at, std::string::npos);
    std::ofstream(result) << text.replace(at, part.size(), with);
  }

  const std::string points_;
};

TEST_F(SweepIgnored, RepeatedLinesOfAPointsFileCountOnce) {
  const std::string twice = file("twice.jsonl", read(points_) + read(points_));
  const std::string note = "note: 2 lines of " + twice + " repeat the point of an earlier line";
  for (const char* verb : {"status", "run"}) {
    const Outcome outcome = sweep(verb, twice);
    EXPECT_EQ(outcome.out, "2 points: 2 ok\n") << verb;
    expect_parts(outcome.err, {note});
  }
  const Outcome best = sweep("best", twice, "store", {"--minimize", "cycles"});
  expect_parts(best.out, {"2 points: 2 ok\n", "best of 2 designs"});
  expect_parts(best.err, {note});
  EXPECT_EQ(sweep_run(twice, "fresh").out, "2 points: 2 ok\n");
  EXPECT_EQ(sweep("status", points_).err, "");
}

TEST_F(SweepIgnored, ChangedResultIsNamedAndComputedAgain) {
  const auto before = files();
  change_result("\"cycles\": ", "\"cycles\": 1");
  for (const Outcome& outcome :
       {sweep("status", points_), rdasim({"compare", path("store"), path("store")})})
    expect_refusal(outcome, 2, {"#/sha256: does not fit the other members: the file was changed"});
  EXPECT_EQ(sweep_run(points_).code, 0);
  EXPECT_EQ(files(), before);
}

TEST_F(SweepIgnored, RunThatReachesItsLimitIsNoDeadlock) {
  const std::string file = write({point({{"/max_cycles", "20"}})}, "limited.jsonl");
  EXPECT_EQ(sweep_run(file).out, "1 point: 1 cycle_limit\n");
  const std::string status = std::regex_replace(sweep("status", file).out, std::regex("\n +"), " ");
  expect_parts(status, {"cycle_limit e.g. ", "did not end within 20 cycles"});
}

TEST_F(SweepIgnored, ListsOfNamesMayHaveSpacesAndNoEmptyName) {
  const auto best = [&](const std::string& by) {
    return sweep("best", points_, "store", {"--minimize", "cycles", "--by", by});
  };
  EXPECT_EQ(best("/seed, /place_effort").code, 0);
  expect_refusal(best("/seed,,"), 64, {"--by: /seed,, has an empty name"});
  expect_refusal(best(","), 64, {"--by: , has an empty name"});
  expect_refusal(best("/seed,/seed"), 64, {"--by: /seed is given twice"});
  expect_refusal(sweep("plot", points_, "store",
                       {"--x", "cycles", "--y", "/seed", "--label", "/seed,", "-o", path("f.svg")}),
                 64, {"--label: /seed, has an empty name"});
  expect_refusal(sweep("collect", points_, "store", {"--csv", "-", "--columns", "key,,status"}), 64,
                 {"--columns: key,,status has an empty name"});
}

TEST_F(SweepIgnored, EndingOfAPictureMayBeInCapitals) {
  const Outcome outcome =
      sweep("plot", points_, "store", {"--x", "cycles", "--y", "/seed", "-o", path("f.SVG")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(read(path("f.SVG")).find("<svg"), 0u);
}

TEST_F(SweepIgnored, DryRunOfASubmissionChecksWhatTasksAndSbatchWouldRefuse) {
  const auto submit = [&](const std::string& word) {
    return sweep("submit", points_, "other", {"--dry-run", "--seconds-per-point", "1", word});
  };
  expect_refusal(submit("--run-arg=--foo"), 64, {"--run-arg: --foo: unknown option"});
  expect_refusal(submit("--run-arg=--timeout=long"), 64, {"--run-arg: --timeout: long is not"});
  expect_refusal(submit("--run-arg=--help"), 64, {"--run-arg: --help: runs no point"});
  expect_refusal(submit("--time=soon"), 64, {"--time: soon is no time limit of sbatch"});
  expect_refusal(submit("--mem=much"), 64, {"--mem: much is no size of memory"});
  EXPECT_EQ(submit("--run-arg=--timeout=600").code, 0);
}

TEST_F(SweepIgnored, GoalThatIsATextIsRefusedAsOne) {
  const std::string base = R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ + R"("]})";
  const std::string planned = path("planned.jsonl");
  ASSERT_EQ(rdasim({"sweep", "plan", file("s.json", base), "-o", planned}).code, 0);
  ASSERT_EQ(sweep_run(planned).code, 0);
  expect_refusal(sweep("best", planned, "store", {"--maximize", "workload"}), 2,
                 {"workload is a text, not a number"});
}

TEST_F(SweepIgnored, NamesOfGroupsAreWholeInCsv) {
  const std::string name = std::string(90, 'n') + ".end";
  file("a.json", R"({"name": ")" + name + R"(", "cell": "rnn", "hidden": 4, "steps": 2})");
  file("b.json", R"({"cell": "rnn", "hidden": 4, "steps": 3})");
  const std::string planned = path("planned.jsonl");
  ASSERT_EQ(
      rdasim({"sweep", "plan",
              file("s.json", R"({"chip": ")" + chip_ + R"(", "workloads": ["a.json", "b.json"]})"),
              "-o", planned})
          .code,
      0);
  ASSERT_EQ(sweep_run(planned).code, 0);
  for (const char* format : {"csv", "json", "md"})
    expect_parts(sweep("best", planned, "store", {"--minimize", "cycles", "--format", format}).out,
                 {name});
}

TEST_F(SweepIgnored, TextsAndFilesAreNoKnobsAndSayWhy) {
  const auto plan = [&](const std::string& pointer) {
    return rdasim({"sweep", "plan",
                   file("s.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ +
                                      R"("], "set": {")" + pointer + R"(": "a"}})")});
  };
  expect_refusal(plan("/data"), 2, {"\"/data\" is no knob: it names a file"});
  expect_refusal(plan("/name"), 2, {"\"/name\" is no knob: it is a text for people"});
}

}  // namespace
}  // namespace rda::cli
