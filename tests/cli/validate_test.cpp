// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/support.h"
#include "json/value.h"

namespace rda::cli {
namespace {

using Object = json::Value::Object;

class Validate : public Cli {
 protected:
  /// Expects exactly these lines about a file, each given by its beginning behind the folder.
  void expect_lines(const std::vector<std::string>& words, const std::vector<std::string>& lines) {
    std::vector<std::string> all{"validate"};
    all.insert(all.end(), words.begin(), words.end());
    const Outcome outcome = rdasim(all);
    EXPECT_EQ(outcome.code, lines.empty() ? 0 : 2) << outcome.err;
    std::vector<std::string> got;
    for (std::size_t at = 0, end; (end = outcome.out.find('\n', at)) != std::string::npos;
         at = end + 1)
      got.push_back(outcome.out.substr(at, end - at));
    ASSERT_EQ(got.size(), lines.size()) << outcome.out;
    for (std::size_t i = 0; i < lines.size(); ++i)
      EXPECT_TRUE(got[i].starts_with(path(lines[i]))) << got[i];
  }
};

TEST_F(Validate, ShowsEveryProblemOfAFile) {
  const std::string bad = file("c.json", R"({"pcu": {"lane": 1, "stages": 0}, "grid": {"rows": "8"},
                                             "color": 1})");
  expect_lines({"chip", bad},
               {"c.json#/color: unknown key", "c.json#/grid/rows: expected an integer",
                "c.json#/pcu/lane: unknown key; did you mean \"lanes\"?",
                "c.json#/pcu/stages: 0 is out of range"});
}

TEST_F(Validate, ShowsEveryBrokenRuleOfAFile) {
  expect_lines(
      {file("c.json", R"({"grid": {"strip": "CX", "rows": 1},
                                   "stream": {"sources": {"count": 9}, "sinks": {"count": 9}}})")},
      {"c.json#/grid/strip: ", "c.json#/stream/sources/count: ", "c.json#/stream/sinks/count: "});
  expect_lines({file("w.json", R"({"hidden": 8, "batch": 2, "lengths": [1],
                                   "formats": {"weights": "int8"}, "data": "a\u0000"})")},
               {"w.json#/lengths: ", "w.json#/data: ", "w.json#/formats: int8"});
}

TEST_F(Validate, ShowsWhyAFileOfNoKindIsNoJson) {
  expect_lines({file("a.json", "{\"pcu\" 1}")}, {"a.json: line 1, column 8"});
  expect_lines({file("e.json", "")}, {"e.json: line 1, column 1: the file is empty"});
  expect_lines({file("t.txt", "text")}, {"t.txt is a file of no known kind"});
}

TEST_F(Validate, TakesAFileForWhatItExtends) {
  file("base.json", read(chip_));
  file("next.json", R"({"extends": "base.json", "name": "x"})");
  expect_lines({file("c.json", R"({"extends": "next.json"})")}, {});
}

TEST_F(Validate, SaysOfAFileThatExtendsItselfWhatARunSays) {
  const std::string self = file("self.json", R"({"extends": "self.json"})");
  const Outcome validated = rdasim({"validate", self}), run = run_chip(self);
  EXPECT_EQ(validated.code, 2);
  EXPECT_EQ("rdasim: " + validated.out, run.err);
  expect_parts(run.err, {"self.json#/extends: ", "leads back here"});
}

TEST_F(Validate, KnowsEveryKindByItsContent) {
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", path("m.json")}).code, 0);
  ASSERT_EQ(rdasim({"run", chip_, workload_, "-o", path("r.json")}).code, 0);
  const std::string spec = repository("configs/sweeps/small.json");
  ASSERT_EQ(rdasim({"sweep", "plan", spec, "-o", path("p.jsonl")}).code, 0);
  const std::string golden = repository("tests/golden/small.json");
  expect_lines({chip_, workload_, spec, golden, path("m.json"), path("r.json"), path("p.jsonl")},
               {});
  expect_lines({"sweep", spec}, {});
  expect_lines({"points", path("p.jsonl")}, {});
  expect_lines({"mapping", path("m.json")}, {});
  expect_lines({"golden", golden}, {});
  expect_lines({"report", path("r.json")}, {});
}

TEST_F(Validate, OfAnotherKindSaysWhatTheFileIs) {
  file("w.json", R"({"hidden": 8})");
  expect_lines({"chip", path("w.json")}, {"w.json is a workload, not a chip: "});
  file("x.json", R"({"a": 1})");
  expect_lines({path("x.json")}, {"x.json is a file of no known kind (one of: chip, workload,"});
  expect_lines({path("none.json")}, {"none.json: cannot be read"});
}

TEST_F(Validate, ShowsABadLineOfPointsAndGoesOn) {
  ASSERT_EQ(
      rdasim({"sweep", "plan", repository("configs/sweeps/small.json"), "-o", path("p.jsonl")})
          .code,
      0);
  const std::string points = read(path("p.jsonl"));
  const std::string line = points.substr(0, points.find('\n') + 1);
  file("p.jsonl", line + "{}\n" + line + "[1]\n");
  expect_lines({"points", path("p.jsonl")}, {"p.jsonl:2#", "p.jsonl:4: "});
}

TEST_F(Validate, ShowsEveryProblemOfGoldenCases) {
  expect_lines({file("g.json", R"({"schema": 1, "cases": {"a": {"chip": "c.json"},
                                   "b": {"steps": 2, "set": {"/steps": 3}}}})")},
               {"g.json#/cases/a/workload: missing", "g.json#/cases/b/chip: missing",
                "g.json#/cases/b/workload: missing", "g.json#/cases/b/set/~1steps: given twice"});
}

TEST_F(Validate, ReadsWhatGoldenCasesNameAndSet) {
  const std::string files = R"("chip": ")" + chip_ + R"(", "workload": ")" + workload_ + '"';
  const std::string golden = file("g.json", R"({"cases": {
      "a": {)" + files + R"(, "policy": "atuo", "set": {"/pcu/lanse": 4},
            "metrics": {"cyclez": {}, "cost.mm2": {}}},
      "b": {)" + files + R"(, "set": {"/pcu/lanes": 0, "/hidden": -1}},
      "c": {"chip": "none.json", "workload": "none.json"}}})");
  expect_lines({golden},
               {"g.json#/cases/a/policy: atuo is no policy (one of: paper, auto)",
                "g.json#/cases/a/set/~1pcu~1lanse: no knob has this pointer; did you mean",
                "g.json#/cases/a/metrics/cost.mm2: a check estimates no area and energy",
                "g.json#/cases/a/metrics/cyclez: reports have no such figure",
                "g.json#/cases/b: " + chip_ + "#/pcu/lanes: 0 is out of range",
                "g.json#/cases/b: " + workload_ + "#/hidden: -1 is out of range",
                "g.json#/cases/c: " + path("none.json") + ": cannot be read"});
  expect_refusal(rdasim({"check", golden}), 2,
                 {"/cases/a/policy: ", "/cases/a/set/~1pcu~1lanse: ", "/cases/a/metrics/cost.mm2: ",
                  "/cases/a/metrics/cyclez: "},
                 4);
}

/// A JSON text with something changed in its value.
template <class Change>
std::string changed(const std::string& text, const Change& change) {
  json::Value value = json::parse(text, "text");
  change(*value.get_if<json::Value::Object>());
  return json::dump(value);
}

TEST_F(Validate, KnowsTheVersionsOfReportsAndWhatTheyHaveToSay) {
  ASSERT_EQ(rdasim({"run", chip_, workload_, "-o", path("r.json")}).code, 0);
  const std::string report = read(path("r.json"));
  expect_lines({file("v.json", changed(report, [](auto& r) { r["schema_version"] = 99; }))},
               {"v.json#/schema_version: 99 is not one of the versions 1 to 2"});
  expect_lines({file("i.json", changed(report,
                                       [](auto& r) {
                                         auto& inputs = *r["inputs"].template get_if<Object>();
                                         inputs.erase("chip");
                                         inputs.erase("run");
                                       }))},
               {"i.json#/inputs/chip: missing", "i.json#/inputs/run: missing"});
}

TEST_F(Validate, RefusesTwoUnitsOfOneName) {
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", path("m.json")}).code, 0);
  const std::string twice = changed(read(path("m.json")), [](auto& mapping) {
    auto& units = *mapping["units"].template get_if<json::Value::Array>();
    (*units[1].template get_if<Object>())["name"] = units[0].template get<Object>().at("name");
  });
  expect_lines({file("m.json", twice)}, {"m.json: source.x: two units have this name"});
}

TEST_F(Validate, ChecksTheSpecificationOfASweep) {
  const std::string head = R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ + "\"], ";
  expect_lines({file("s.json", head + R"("axes": [{"knob": "/lanes", "values": [4]}]})")},
               {"s.json#/axes/0/knob: \"/lanes\" is no knob; did you mean \"/pcu/lanes\"?"});
  expect_lines({file("s.json", head + R"("axes": [{"knob": 1, "value": [4]}], "sampl": 1})")},
               {"s.json#/axes/0/knob: ", "s.json#/axes/0/value: ", "s.json#/sampl: "});
}

TEST_F(Validate, ShowsEveryProblemOfASweep) {
  expect_lines(
      {file("s.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ + R"("],
        "axes": [{"knob": "/pcu/lanse", "values": [4]}, {"knob": "/pmu/banks", "values": [0, "x"]}],
        "derived": [{"name": "d", "knob": "/pmu/bnaks", "expression": "1+"}],
        "constraints": ["q <"], "set": {"/foo": 1, "/grid/rows": 0}})")},
      {"s.json#/set/~1foo: \"/foo\" is no knob", "s.json#/set/~1grid~1rows: ",
       "s.json#/axes/0/knob: ", "s.json#/axes/1/values/0: ", "s.json#/axes/1/values/1: ",
       "s.json#/derived/0/knob: ", "s.json#/derived/0/expression: ", "s.json#/constraints/0: "});
}

TEST_F(Validate, AWorkloadHasItsDataFile) {
  expect_lines({file("w.json", R"({"hidden": 8, "data": "none.npz"})")},
               {"none.npz: No such file"});
}

TEST_F(Validate, NamesTheValueThatNamesAFileWhichIsNotThere) {
  expect_lines({file("c.json", R"({"extends": "gone.json"})")}, {"c.json#/extends: "});
  expect_lines({file("s.json", R"({"chip": "gone.json", "workloads": ["gone.json", ")" + workload_ +
                                   R"("], "axes": []})")},
               {"s.json#/chip: ", "s.json#/workloads/0: "});
  expect_lines({file("t.json", R"({"chips": [")" + chip_ + R"(", "gone.json"], "workloads": [")" +
                                   workload_ + R"("], "axes": []})")},
               {"t.json#/chips/1: "});
}

TEST_F(Validate, SaysSoWhenItStopsAtAHundredProblems) {
  std::string text = R"({"hidden": 8)";
  for (int i = 0; i < 120; ++i) text += ", \"zz" + std::to_string(i) + "\": 1";
  const Outcome outcome = rdasim({"validate", file("w.json", text + "}")});
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 101);
  expect_parts(outcome.out, {"w.json: further problems are not shown"});
}

}  // namespace
}  // namespace rda::cli
