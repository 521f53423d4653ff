// SPDX-License-Identifier: Apache-2.0
#include "page/page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "flow/evaluate.h"
#include "json/value.h"
#include "mapping/group.h"
#include "page/gates.h"
#include "page/html.h"
#include "page/source.h"

namespace rda::page {
namespace {

/// LSTM 16 on the chip `tiny`.
class PageTest : public testing::Test {
 protected:
  static std::filesystem::path file(const char* name) {
    return std::filesystem::path(RDA_SOURCE_DIR) / name;
  }

  PageTest() {
    inputs.options.place_effort = 1;
    flow::PlacementCache cache({});
    mapped = flow::make_mapping(inputs, {}, cache);
    TimeProbe probe(mapped.mapping);
    flow::Execution execution;
    execution.probe = &probe;
    flow::Evaluation made = flow::evaluate(inputs, mapped, {.verify_steps = 0}, execution);
    const CostTable table = default_cost_table();
    time = probe.series(inputs.chip, made.result,
                        probe.power().power(inputs.chip, made.result, table), table);
    made.report.cost = cost_of(inputs.chip, made.report.cycles, made.report.actions, table);
    report = std::move(made.report);
  }

  Page made(const StepOptions& options = {}) const {
    StepBeside step(inputs.chip, mapped.mapping, options);
    return make_page(inputs, mapped, report, time, step.take(report));
  }

  flow::Inputs inputs =
      flow::load(file("configs/tiny.json"), file("workloads/small/lstm_16_4.json"));
  flow::Mapped mapped;
  Report report;
  TimeSeries time;
};

TEST_F(PageTest, TrafficOfTheLinksAddsUpToThatOfTheNetwork) {
  const Page page = made();
  Cycle carrying = 0;
  std::int64_t bytes = 0, most = 0;
  for (const LinkTraffic& link : page.floorplan.links) {
    carrying += link.carrying;
    bytes += link.bytes;
    most = std::max(most, link.carrying - link.streams * report.cycles);
  }
  EXPECT_EQ(carrying, report.network.carrying);
  EXPECT_LE(most, 0);
  const double seconds = report.latency_ms / 1e3;
  EXPECT_DOUBLE_EQ(static_cast<double>(bytes) / seconds, report.bandwidth.network_bytes_per_second);
}

TEST_F(PageTest, RoutesAreThoseOfTheMapping) {
  const Page page = made();
  for (const StreamId number : mapped.mapping.streams.ids()) {
    const auto route = mapped.mapping.streams[number].route();
    const StreamPlace& place = page.floorplan.streams[number.index()];
    ASSERT_EQ(place.sites.size(), route.size());
    for (std::size_t node = 0; node < route.size(); ++node) {
      EXPECT_EQ(place.sites[node], route[node].row * 9 + route[node].col);
      EXPECT_EQ(place.parents[node], route[node].parent);
    }
  }
}

TEST_F(PageTest, EveryUnitCountsInTheRowOfItsGate) {
  const Page page = made();
  for (const BreakdownRow& row : report.breakdown) {
    std::int64_t units = 0;
    for (std::size_t i = 0; i < report.units.size(); ++i) {
      const UnitPlace& place = page.floorplan.units[i];
      const std::string gate = place.gate.starts_with("look-up ")
                                   ? mapping::gate_of(mapped.mapping.units[UnitId(i)])
                                   : place.gate;
      units += std::tie(report.units[i].layer, report.units[i].kind, place.direction, gate) ==
               std::tie(row.layer, row.kind, row.direction, row.gate);
    }
    EXPECT_EQ(units, row.units) << row.gate;
  }
}

std::int64_t sum_of(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

TEST_F(PageTest, TimeAddsUpToTheActivitiesOfTheRun) {
  const Page page = made();
  ASSERT_EQ(page.time.kinds.size(), 4u);
  const KindActivity& pcu = page.time.kinds[0];
  EXPECT_EQ(pcu.kind, UnitKind::pcu);
  EXPECT_EQ(pcu.units, report.mapping.pcus_used);
  EXPECT_EQ(sum_of(pcu.active), report.activities.pcu.active);
  EXPECT_EQ(sum_of(pcu.starved), report.activities.pcu.starved);
  EXPECT_EQ(sum_of(page.time.kinds[1].blocked), report.activities.pmu.blocked);
  EXPECT_EQ(sum_of(page.time.kinds[3].active), report.activities.sink.active);
}

TEST_F(PageTest, EnergyOverTimeAndOfUnitsIsThatOfTheReport) {
  const PowerOverTime& power = made().time.power;
  ASSERT_EQ(time.interval, 1);  // so few cycles that each is an interval
  double cycle_watts = 0, switch_watts = 0;
  for (std::size_t i = 0; i < power.pcu_w.size(); ++i) {
    cycle_watts += power.pcu_w[i] + power.pmu_w[i];
    switch_watts += power.switch_w[i];
  }
  const double seconds = 1 / (inputs.chip.clock_mhz * 1e6);
  double units = 0;
  for (const double joules : power.unit_j) units += joules;
  EXPECT_NEAR(units / (cycle_watts * seconds), 1, 1e-5);
  EXPECT_NEAR((units + switch_watts * seconds) / report.cost->dynamic_j, 1, 1e-5);
  EXPECT_NEAR(power.static_w / report.cost->static_watts, 1, 1e-5);
}

TEST_F(PageTest, GatesAreAtWorkInTheActiveCyclesOfTheirUnits) {
  std::int64_t units = 0, of_gates = 0, of_kinds = 0;
  for (const GateActivity& gate : time.gates) {
    units += gate.units;
    of_gates = std::accumulate(gate.active.begin(), gate.active.end(), of_gates);
  }
  for (const KindActivity& kind : time.kinds)
    of_kinds = std::accumulate(kind.active.begin(), kind.active.end(), of_kinds);
  EXPECT_EQ(units, std::ssize(report.units));
  EXPECT_EQ(of_gates, of_kinds);
  EXPECT_GT(of_gates, 0);
  const auto i = std::ranges::find(time.gates, "i", &GateActivity::gate);
  ASSERT_NE(i, time.gates.end());
  Cycle active = 0;
  for (std::size_t unit = 0; unit < report.units.size(); ++unit)
    if (shown_gate_of(mapped.mapping, UnitId(unit)) == "i")
      active += report.units[unit].activity.active;
  EXPECT_EQ(std::accumulate(i->active.begin(), i->active.end(), std::int64_t{0}), active);
}

TEST_F(PageTest, LowestRoofIsThatOfTheReport) {
  const Page page = made();
  ASSERT_EQ(page.roofs.front().part, "map-reduce");
  EXPECT_EQ(page.roofs.front().tflops, report.peak.map_reduce_tflops);
  const auto lowest = std::ranges::min_element(page.roofs, {}, &cost::Roof::tflops);
  EXPECT_EQ(lowest->part, report.peak.roof);
  EXPECT_EQ(lowest->tflops, report.peak.roof_tflops);
}

TEST_F(PageTest, ExplainsTheStepThatIsAskedFor) {
  EXPECT_EQ(made().step->explanation.step, 3);  // of 4, the last
  const Page page = made({.step = 1});
  EXPECT_EQ(page.step->explanation.step, 1);
  Cycle cycles = 0;
  for (const ChainEntry& entry : page.step->explanation.chain) cycles += entry.cycles;
  EXPECT_EQ(cycles, page.step->explanation.cycles);
}

TEST_F(PageTest, ExplainsTheSameStepBesideTheRunAndAfterIt) {
  const Page beside = made({.jobs = 2}), after = made({.jobs = 1});
  EXPECT_EQ(to_html(beside), to_html(after));
}

TEST_F(PageTest, HasTheChainOfTheRunWhereStepsWereNotCounted) {
  EXPECT_FALSE(made().run);
  report.step_cycles = {};
  const Page page = made();
  EXPECT_FALSE(page.step);
  ASSERT_TRUE(page.run);
  EXPECT_EQ(page.run->cycles, report.cycles);
}

TEST_F(PageTest, HoldsNamesAsDataAndNotAsMarkup) {
  Page page = made();
  const std::string evil = "</script><script>alert(1)</script><!-- \"quoted\" \u202e\U0001f600";
  page.report.workload = evil;
  const std::string html = to_html(page);
  EXPECT_EQ(html.find("alert(1)</"), html.npos);
  const std::string head = "<script type=\"application/json\" id=\"data\">";
  const std::size_t begin = html.find(head) + head.size();
  const std::string data = html.substr(begin, html.find("</script>", begin) - begin);
  EXPECT_EQ(data.find('<'), data.npos);
  const json::Value read = json::parse(data, "page");
  const auto& report_read = read.get<json::Value::Object>().at("report");
  EXPECT_EQ(report_read.get<json::Value::Object>().at("workload"), json::Value(evil));
}

TEST(PageSource, IsOneScriptWithoutModules) {
  EXPECT_NE(script().find("\nfunction drawChip("), script().npos);
  EXPECT_EQ(script().find("\nimport "), script().npos);
  EXPECT_EQ(script().find("\nexport "), script().npos);
}

}  // namespace
}  // namespace rda::page
