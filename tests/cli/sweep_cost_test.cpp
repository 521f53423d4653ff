// SPDX-License-Identifier: Apache-2.0
// Figures of cost in sweeps: made when results are read.
#include <fmt/format.h>

#include <algorithm>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

class SweepCost : public SweepCli {
 protected:
  /// Two chips: with twice the memory, the same cycles and more area.
  std::string swept() {
    const std::string points =
        write({point({{"/pmu/capacity_kb", "64"}}), point({{"/pmu/capacity_kb", "128"}})});
    EXPECT_EQ(sweep_run(points).code, 0);
    return points;
  }
};

TEST_F(SweepCost, ACheaperChipOfEqualSpeedIsBetter) {
  const std::string points = swept();
  const Outcome outcome = sweep("best", points, "store",
                                {"--minimize", "cycles", "--minimize", "cost.mm2", "--minimize",
                                 "cost.total_j", "--format", "csv"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("cycles,cost.mm2,cost.total_j"), std::string::npos) << outcome.out;
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 2) << outcome.out;
}

TEST_F(SweepCost, AnotherTableNeedsNoNewRun) {
  const std::string points = swept();
  const auto watts = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--minimize", "cost.watts", "--format", "csv"});
    return sweep("best", points, "store", more).out;
  };
  const std::string usual = watts({});
  EXPECT_NE(usual.find("cost.watts"), std::string::npos);
  EXPECT_NE(watts({"--costs", repository("configs/costs/horowitz_45nm.json")}), usual);
  EXPECT_NE(watts({"--no-power-gating"}), usual);
  EXPECT_NE(watts({"--node", "16", "--volts", "0.8"}), usual);
}

TEST_F(SweepCost, TheFiguresAreThoseOfTheRunItself) {
  const std::string points = swept();
  const std::string table =
      sweep("collect", points, "store",
            {"--csv", "-", "--columns", "cost.mm2,cost.watts,cost.total_j,cost.pj_per_mac"})
          .out;
  const Outcome run = rdasim({"run", "--point", points + ":1", "-o", "-"});
  ASSERT_EQ(run.code, 0) << run.err;
  const json::Value report = json::parse(run.out, "report");
  const auto& cost = report.get<json::Value::Object>().at("cost").get<json::Value::Object>();
  std::string row;
  for (const char* figure : {"mm2", "watts", "total_j", "pj_per_mac"})
    row += (row.empty() ? "" : ",") + fmt::format("{}", cost.at(figure).get<double>());
  EXPECT_NE(table.find('\n' + row + '\n'), std::string::npos) << table << row;
}

TEST_F(SweepCost, AnInputIsNotOverwritten) {
  const std::string points = swept();
  const std::string table =
      file("table.json", read(repository("configs/costs/plasticine_28nm.json")));
  expect_refusal(sweep("best", points, "store",
                       {"--minimize", "cycles", "--costs", table, "--format", "json", "-o", table}),
                 64, {"--output", "is an input"});
  const std::string csv = file("table.csv", read(table));
  expect_refusal(sweep("collect", points, "store", {"--costs", csv, "--csv", csv}), 64,
                 {"--csv", "is an input"});
  expect_refusal(rdasim({"run", chip_, workload_, "--costs", table, "-o", table}), 64,
                 {"--output", "is an input"});
  EXPECT_EQ(read(table), read(repository("configs/costs/plasticine_28nm.json")));
}

TEST_F(SweepCost, ASpecMayBoundTheArea) {
  const std::string spec =
      file("spec.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ + R"("],
      "axes": [{"knob": "/pmu/capacity_kb", "values": [64, 4096]}],
      "derived": [{"name": "area", "expression": "cost.mm2"}], "constraints": ["area < 60"]})");
  const Outcome outcome = rdasim({"sweep", "plan", spec, "-o", path("points.jsonl")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("1 point of 2 combinations"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace rda::cli
