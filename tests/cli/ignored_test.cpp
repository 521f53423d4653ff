// SPDX-License-Identifier: Apache-2.0
// What is given and would have no effect is refused, or said.
#include <regex>

#include "cli/support.h"

namespace rda::cli {
namespace {

class Ignored : public Cli {
 protected:
  /// A text with the first match of a pattern replaced.
  static std::string changed(const std::string& text, const std::string& pattern,
                             const std::string& with) {
    const std::string result = std::regex_replace(text, std::regex(pattern), with,
                                                  std::regex_constants::format_first_only);
    EXPECT_NE(result, text) << pattern;
    return result;
  }
  /// A report of the smallest run.
  std::string report() const {
    EXPECT_EQ(run({"-o", path("report.json")}).code, 0);
    return read(path("report.json"));
  }
};

TEST_F(Ignored, TwoValuesOfOneKnobAreRefused) {
  expect_refusal(
      run({"--set", "/pmu/banks=4", "--set", "/pmu/banks=2"}), 64,
      {"--set /pmu/banks=4 and --set /pmu/banks=2 want different values (give one of them)"});
  EXPECT_EQ(run({"--set", "/pmu/banks=4", "--set", "/pmu/banks=4"}).code, 0);
}

TEST_F(Ignored, NameThatChipAndWorkloadHaveIsSaidToSetBoth) {
  const Outcome outcome = run({"--set", "/name=both"});
  EXPECT_EQ(outcome.out.find("both on both\n"), 0u) << outcome.out;
  expect_parts(outcome.err, {"note: --set /name is set in both the chip and the workload"});
  EXPECT_EQ(run({"--set", "/pmu/banks=4"}).err, "");
}

TEST_F(Ignored, UnrollingAboveTheWorkloadsRowsIsSaidToBeCut) {
  const Outcome outcome = run({"--set", "/hu=400"});
  expect_parts(outcome.err, {"note: /hu 400 is more than the "});
  EXPECT_EQ(run({"--set", "/hu=1"}).err, "");
}

TEST_F(Ignored, FiguresOfAChangedReportAreSaidToDiffer) {
  const std::string good = report();
  const auto again = [&](const std::string& text) {
    return rdasim({"run", "--from", file("changed.json", text), "-o", path("again.json")});
  };
  EXPECT_EQ(again(good).err, "");
  const Outcome cycles = again(changed(good, "\n  \"cycles\": \\d+", "\n  \"cycles\": 5"));
  EXPECT_EQ(cycles.code, 0);
  expect_parts(cycles.err, {"changed.json: /cycles is 5, and ", "(the report was changed)"});
  EXPECT_EQ(read(path("again.json")), good);
  expect_parts(again(changed(good, "\"banks\": \\d+", "\"banks\": 7")).err, {"/hash is "});
  expect_parts(again(changed(good, "\"firings\": \\d+", "\"firings\": 99999")).err,
               {"/firings is 99999"});
}

TEST_F(Ignored, FiguresOfAnotherProgramAreComparedByCycles) {
  std::string text =
      changed(report(), "\"simulator_commit\": \"[^\"]*\"", "\"simulator_commit\": \"another\"");
  const auto notes = [&] { return rdasim({"run", "--from", file("old.json", text)}).err; };
  EXPECT_EQ(notes().find("in the repeated run"), std::string::npos);
  text = changed(text, "\"firings\": \\d+", "\"firings\": 99999");
  EXPECT_EQ(notes().find("in the repeated run"), std::string::npos);
  text = changed(text, "\n  \"cycles\": \\d+", "\n  \"cycles\": 5");
  expect_parts(notes(), {"/cycles is 5", "(another rdasim made the report)"});
}

TEST_F(Ignored, LabelsOfAMappingAreTheRunsOrRefused) {
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", path("m.json")}).code, 0);
  const std::string mapping = read(path("m.json"));
  const auto with = [&](const std::string& pattern, const std::string& text) {
    return run({"--mapping-file", file("changed.json", changed(mapping, pattern, text))});
  };
  const Outcome named = with("\"workload\": \"[^\"]*\"", "\"workload\": \"other\"");
  EXPECT_EQ(named.code, 0) << named.err;
  EXPECT_EQ(named.out.substr(0, named.out.find('\n')), run().out.substr(0, run().out.find('\n')));
  expect_refusal(with("\"hu\": \\d+", "\"hu\": 77"), 2, {"#/hu: 77 (a layer of"});
  expect_refusal(with("\"rv\": \\d+", "\"rv\": 3"), 2, {"#/rv: 3 (a vector has "});
}

TEST_F(Ignored, BudgetWithoutASearchIsRefused) {
  const std::string files = R"("chip": ")" + chip_ + R"(", "workload": ")" + workload_ + '"';
  const auto golden = [&](const std::string& more) {
    return rdasim({"validate", file("g.json", R"({"cases": {"a": {)" + files + more + "}}}")});
  };
  EXPECT_NE(golden(R"(, "search_budget": 4)").out.find("#/cases/a/search_budget: has no effect"),
            std::string::npos);
  EXPECT_EQ(golden(R"(, "search_budget": 4, "policy": "auto")").out, "");
  EXPECT_EQ(golden(R"(, "search_budget": 4, "set": {"/policy": "auto"})").out, "");
  const auto spec = [&](const std::string& more) {
    return rdasim({"sweep", "plan",
                   file("s.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ +
                                      R"("], "run": {"search_budget": 8})" + more + "}"),
                   "-o", path("p.jsonl")});
  };
  const std::string idle = "#/run/search_budget: has no effect: only a search has it";
  expect_refusal(spec(""), 2, {idle});
  expect_refusal(spec(R"(, "set": {"/policy": "paper", "/grid/rows": 0})"), 2,
                 {idle, "#/set/~1grid~1rows: set /grid/rows: 0 is out of range"}, 2);
  EXPECT_EQ(spec(R"(, "set": {"/policy": "auto"})").code, 0);
  EXPECT_EQ(spec(R"(, "axes": [{"knob": "/policy", "values": ["paper", "auto"]}])").code, 0);
}

TEST_F(Ignored, LongNameOfAWorkloadLeavesTheChipsName) {
  for (const std::size_t letters : {70u, 97u}) {
    const std::string name(letters, 'n');
    const std::string out =
        run_workload(file("w.json", changed(read(workload_), "\"name\": \"[^\"]*\"",
                                            "\"name\": \"" + name + '"')))
            .out;
    EXPECT_EQ(out.find(std::string(70, 'n')), 0u) << out;
    expect_parts(out.substr(0, out.find("\n\n")), {" on", " tiny"});
  }
}

}  // namespace
}  // namespace rda::cli
