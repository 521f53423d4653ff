// SPDX-License-Identifier: Apache-2.0
// Sweeps over values of single layers of a workload that lists them.
#include <fmt/format.h>

#include "cli/support_sweep.h"
#include "json/value.h"

namespace rda::cli {
namespace {

using json::Value;

const Value& at(const Value& value, const std::string& key) {
  return value.get<Value::Object>().at(key);
}

class SweepLayers : public SweepCli {
 protected:
  const std::string listed_ = file("net.json", R"({"input": 16, "steps": 2, "layers": [
      {"type": "lstm", "hidden": 16}, {"type": "linear", "size": 8}]})");

  Outcome plan(const std::string& more, const std::vector<std::string>& workloads) const {
    std::string list;
    for (const std::string& workload : workloads)
      list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", workload);
    const std::string spec = file(
        "spec.json", fmt::format(R"({{"chip": "{}", "workloads": [{}], {}}})", chip_, list, more));
    return rdasim({"sweep", "plan", spec, "-o", path("points.jsonl")});
  }
  void expect_bad(const std::string& more, const std::vector<std::string>& parts,
                  int problems = 1) const {
    expect_refusal(plan(more, {listed_}), 2, parts, problems);
  }
  std::vector<sweep::Point> planned(const std::string& more) const {
    const Outcome outcome = plan(more, {listed_});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    std::vector<sweep::Point> points;
    sweep::PointReader reader(path("points.jsonl"));
    while (std::optional<sweep::Point> point = reader.next()) points.push_back(std::move(*point));
    return points;
  }
  /// The workload of `run --set`, with all its values.
  Value set(const std::string& override) const {
    EXPECT_EQ(rdasim({"run", chip_, listed_, "--set", override, "--set", "/place_effort=1", "-o",
                      path("r.json")})
                  .code,
              0);
    return at(at(json::parse(read(path("r.json")), "r.json"), "inputs"), "workload");
  }
};

TEST_F(SweepLayers, AnAxisOverAValueOfALayerIsThatOfSet) {
  const auto points = planned(
      R"("axes": [{"knob": "/layers/0/hidden", "values": [8, 24]}],
         "derived": [{"knob": "/layers/1/size", "expression": "layers_0_hidden / 2"}],
         "constraints": ["layers.0.hidden + layers.1.size < 20"])");
  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(json::dump_line(points[0].knobs),
            R"({"layers_0_hidden": 8, "layers_1_size": 4, "workload": "net"})");
  EXPECT_EQ(rdasim({"run", chip_, listed_, "--set", "/layers/0/hidden=8", "--set",
                    "/layers/1/size=4", "-o", path("set.json")})
                .code,
            0);
  ASSERT_EQ(rdasim({"run", "--point", path("points.jsonl:1"), "-o", path("point.json")}).code, 0);
  const Value set = json::parse(read(path("set.json")), "set.json"),
              point = json::parse(read(path("point.json")), "point.json");
  for (const char* key : {"hash", "cycles"}) EXPECT_EQ(at(set, key), at(point, key)) << key;
}

TEST_F(SweepLayers, AFormatOfALayerBringsTheOthersOfSet) {
  const auto points =
      planned(R"("axes": [{"knob": "/layers/0/formats/state", "values": ["bf16", "fp32"]}])");
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].workload, set("/layers/0/formats/state=bf16"));
  EXPECT_EQ(points[1].workload, set("/layers/0/formats/state=fp32"));
}

TEST_F(SweepLayers, BestTellsNetworksApartByThemAndKnowsTheirNumbers) {
  planned(R"("axes": [{"knob": "/layers/0/hidden", "name": "h", "values": [8, 16]}],
             "set": {"/place_effort": 1})");
  ASSERT_EQ(sweep_run(path("points.jsonl")).code, 0);
  expect_parts(
      sweep("best", path("points.jsonl"), "store", {"--maximize", "2 * layers.0.hidden"}).out,
      {"h 8: best of 1 design", "h 16: best of 1 design", "16", "32"});
}

TEST_F(SweepLayers, RefusesLayersThatNoneOrNotAllWorkloadsList) {
  const auto of = [&](const std::string& key) {
    return R"("axes": [{"knob": "/layers/)" + key + R"(", "values": [8]}])";
  };
  expect_bad(of("2/hidden"),
             {"#/axes/0/knob: \"/layers/2/hidden\" is no knob: workload net has layers 0 to 1"});
  expect_bad(of("0/hiden"), {"is no knob; did you mean \"/layers/0/hidden\"?"});
  expect_refusal(plan(of("0/hidden"), {listed_, workload_}), 2,
                 {"is no knob: workload small/lstm_16_4 does not list its layers"});
}

TEST_F(SweepLayers, RefusesWrongValuesAndValuesWithinValues) {
  expect_bad(R"("axes": [{"knob": "/layers/0/hidden", "values": [8, 70000]}])",
             {"#/axes/0/values/1: axis layers_0_hidden: 70000 is out of range [0, 65536]"});
  expect_bad(R"("axes": [{"knob": "/layers/0/hidden", "values": [0]}])",
             {"layers_0_hidden 0: workload#/layers/0/hidden: missing or 0"});
  expect_bad(R"("set": {"/layers": 2}, "axes": [{"knob": "/layers/0/hidden", "values": [8]}])",
             {"#/axes/0: /layers/0/hidden lies in /layers, which /set/~1layers changes as well"});
}

TEST_F(SweepLayers, RefusesKnobsThatNoPointReads) {
  const auto size = R"({"knob": "/layers/0/size", "values": [0, 8]})";
  expect_bad(fmt::format(R"("axes": [{}])", size),
             {"#/axes/0: /layers/0/size has no effect: only type linear reads it, and the type is "
              "lstm (leave it out)"});
  expect_bad(R"("axes": [{"knob": "/training/batches", "values": [5, 8]}])",
             {"#/axes/0: /training/batches has no effect: rdasim train alone reads it (leave it "
              "out)"});
  expect_bad(fmt::format(R"("set": {{"/scales/input": -3, "/direction": "reverse"}},
                             "axes": [{},
                                      {{"knob": "/layers/1/hidden", "values": [8, 16]}}])",
                         size),
             {"#/set/~1direction: /direction has no effect: /layers lists the layers",
              "#/set/~1scales~1input: /scales/input has no effect: it scales int8 values",
              "#/axes/0: /layers/0/size", "#/axes/1: /layers/1/hidden"},
             4);
  expect_bad(R"("axes": [{"knob": "/layers/0/hidden", "values": [8]}],
                "derived": [{"knob": "/layers/0/steps", "expression": "layers_0_hidden"}])",
             {"#/derived/0: /layers/0/steps has no effect: only type input reads it"});
  expect_bad(R"("set": {"/layers": [{"type": "gru", "hidden": 8, "peepholes": true}]})",
             {"#/set/~1layers: /layers/0/peepholes has no effect: only type lstm reads it"});
}

TEST_F(SweepLayers, NotesCombinationsThatDoNotReadAKnobWhichOthersRead) {
  const Outcome outcome = plan(R"("axes": [{"knob": "/cell", "values": ["lstm", "gru"]},
                                           {"knob": "/gru_reset", "values": ["after", "before"]}])",
                               {workload_});
  EXPECT_EQ(outcome.code, 0);
  expect_parts(outcome.err,
               {"4 points of 4 combinations",
                "  1: /gru_reset has no effect: only cell gru reads it, and the cell is lstm (a "
                "constraint can keep such points out)"});
}

}  // namespace
}  // namespace rda::cli
