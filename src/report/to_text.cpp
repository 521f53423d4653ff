// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "rda/report.h"
#include "report/breakdown.h"
#include "report/limits.h"
#include "report/off_chip.h"
#include "report/sections.h"
#include "report/training.h"

namespace rda {
namespace {

constexpr std::size_t kTopUnits = 3;
constexpr std::size_t kUnitNameWidth = 44;
constexpr std::size_t kTitleName = 76;  // of a name in the title, which is a line or two
constexpr std::size_t kTopGroups = 8;
constexpr Cycle kLeastWorth = 100;  // a limit is told if it is worth at least 1 / 100 of the cycles
constexpr std::size_t kGroupNameWidth = 46;

std::string percent(double part, double whole) {
  return whole > 0 ? fmt::format("{:5.1f} %", 100 * part / whole) : "    -";
}

std::string percent(Cycle part, Cycle whole) {
  return percent(static_cast<double>(part), static_cast<double>(whole));
}

std::string bytes_per_second(double value) {
  static constexpr std::array kUnits{"B/s", "kB/s", "MB/s", "GB/s", "TB/s", "PB/s"};
  std::size_t unit = 0;
  for (; value >= 1000 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  return fmt::format("{:.3g} {}", value, kUnits[unit]);
}

/// Writes the sections of a report one after the other.
class TextReport {
 public:
  explicit TextReport(const Report& report) : report_(report) {}

  std::string text() {
    summary();
    mapping();
    limits();
    activities();
    if (!report_.breakdown.empty()) text_ += '\n' + report::breakdown_text(report_);
    bandwidth();
    if (report_.network_cost) network_cost(*report_.network_cost);
    if (report_.cost) text_ += '\n' + to_text(*report_.cost);
    units("busiest units", "active", &ActivitySums::active);
    units("most starved units", "starved", &ActivitySums::starved);
    return std::move(text_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += cut(fmt::format(format, std::forward<Args>(args)...), kScreenColumns) + '\n';
  }

  void summary() {
    const Report& r = report_;
    const auto named = [](const std::string& name) { return cut(one_line(name), kTitleName); };
    text_ +=
        wrapped(fmt::format("{} on {}\n", named(r.workload), named(r.chip)), kScreenColumns, 2);
    line("");
    line("cycles        {}  ({:.1f} a step; {} steps, batch {})", r.cycles, r.cycles_per_step,
         r.steps, r.batch);
    steps(r.step_cycles);
    if (r.repetitions) repetitions(*r.repetitions);
    line("time          {:.6g} ms at {:.6g} MHz", r.latency_ms, r.clock_mhz);
    line("effective     {:.4g} TFLOPS", r.tflops_effective);
    text_ += to_text(r.peak);
    line("utilization   PCU {:.1f} %, PMU {:.1f} %, network {:.1f} % of the whole chip",
         100 * r.utilization.pcu, 100 * r.utilization.pmu, 100 * r.utilization.network);
    verification();
  }

  void steps(const StepReport& taken) {
    if (taken.lengths.empty() || report_.steps == 1) return;
    const StepLength& most = *std::ranges::max_element(taken.lengths, {}, &StepLength::steps);
    line("a step took   {} cycles first, {} last, {} in {} of {} steps", taken.first.front(),
         taken.last.back(), most.cycles, most.steps, report_.steps);
  }

  void repetitions(const RepetitionReport& taken) {
    line("repetitions   {}: {} cycles the first, {:.6g} each in steady state", taken.count,
         taken.first_cycles, taken.steady_cycles);
    line("              {:.6g} sequences a second in steady state", taken.sequences_per_second);
  }

  void verification() {
    const Verification& v = report_.verification;
    if (v.steps == 0) return line("verified      nothing (--verify-steps 0)");
    line("verified      {} steps, {}", v.steps,
         v.bit_exact ? "bit-exact with the chip's arithmetic" : "not bit-exact");
    line("              max |error| {:.3g} against fp64", v.max_abs_error);
    for (const Saturation& s : v.saturations)
      line("  warning     {} as {}: {} of {} values clipped by {}", cut(one_line(s.tensor), 20),
           word(s.use), s.saturated, s.values, word(s.format));
  }

  /// Each limit that is worth something, and its knobs below it.
  void limits() {
    std::string title = "limits";
    for (const ChipLimit& limit : report_.limits) {
      if (limit.worth_cycles * kLeastWorth < report_.cycles) continue;
      text_ += wrapped(fmt::format("{:<14}{}\n", title, one_line(limit.what)), kScreenColumns, 14);
      line("                worth at most {} cycles ({})", limit.worth_cycles,
           trimmed(percent(limit.worth_cycles, report_.cycles)));
      for (const std::string& knob : limit.knobs) line("                {}", knob);
      title.clear();
    }
    const std::string idle = report::idle_text(report_.idle_knobs);
    if (!idle.empty())
      text_ += wrapped(fmt::format("{:<14}{}\n", "idle knobs", idle), kScreenColumns, 14);
  }

  bool several_sections() const { return report_.sections && report_.sections->list.size() > 1; }

  void mapping() {
    const MappingSummary& m = report_.mapping;
    if (report_.training) text_ += report::training_text(*report_.training);
    if (report_.sections) text_ += report::sections_text(*report_.sections);
    if (several_sections())
      return line("mapping       {}; seed {}; {} PCUs and {} PMUs on the chip", m.policy,
                  report_.seed, m.pcus_on_chip, m.pmus_on_chip);
    line("mapping       {}: hu {}{}, ru {}, rv {}; seed {}", m.policy, m.hu,
         m.hv > 1 ? fmt::format(", hv {}", m.hv) : "", m.ru, m.rv, report_.seed);
    line("              {} of {} PCUs, {} of {} PMUs, {}, {}, {}", m.pcus_used, m.pcus_on_chip,
         m.pmus_used, m.pmus_on_chip, counted(m.sources_used, "source"),
         counted(m.sinks_used, "sink"), counted(m.streams, "stream"));
  }

  void activities() {
    line("");
    line("cycles of used units     active  conflict   blocked      idle   starved");
    activity("PCU", report_.mapping.pcus_used, report_.activities.pcu);
    activity("PMU", report_.mapping.pmus_used, report_.activities.pmu);
    activity("source", report_.mapping.sources_used, report_.activities.source);
    activity("sink", report_.mapping.sinks_used, report_.activities.sink);
    if (report_.memory && report_.memory->ags_used > 0)
      activity("AG", report_.memory->ags_used, report_.memory->activity);
    const NetworkCycles& n = report_.network;
    const Cycle all = n.carrying + n.held + n.empty;
    line("network's tracks         carrying {}, held {}, empty {}", percent(n.carrying, all),
         percent(n.held, all), percent(n.empty, all));
    const Utilization& u = report_.utilization;
    line("  carrying       vector {:.1f} %, scalar {:.1f} %, control {:.1f} %, in routes {:.1f} %",
         100 * u.network_vector, 100 * u.network_scalar, 100 * u.network_control,
         100 * u.network_routed);
  }

  void activity(std::string_view kind, std::int64_t used, const ActivitySums& sums) {
    const Cycle all = sums.total();
    line("  {:<8}{:>6} unit{}   {:>8}  {:>8}  {:>8}  {:>8}  {:>8}", kind, used,
         used == 1 ? " " : "s", percent(sums.active, all), percent(sums.conflict, all),
         percent(sums.blocked, all), percent(sums.idle, all), percent(sums.starved, all));
  }

  void bandwidth() {
    const Bandwidth& b = report_.bandwidth;
    line("");
    line("bandwidth       achieved    possible");
    const auto row = [&](std::string_view name, double achieved, double possible) {
      line("  {:<10}{:>12}{:>12}   {}", name, bytes_per_second(achieved),
           bytes_per_second(possible), percent(achieved, possible));
    };
    row("on chip", b.on_chip_bytes_per_second, b.on_chip_possible_bytes_per_second);
    row("network", b.network_bytes_per_second, b.network_possible_bytes_per_second);
    if (!report_.memory)
      return line("  {:<10}{:>12}", "off chip", bytes_per_second(b.off_chip_bytes_per_second));
    row("off chip", b.off_chip_bytes_per_second, report_.memory->possible_bytes_per_second);
    text_ += report::memory_text(*report_.memory, several_sections());
  }

  void network_cost(const NetworkCost& cost) {
    line("");
    if (cost.ideal_cycles)
      line("network       costs {} cycles ({}): {} on an ideal network", cost.cost_cycles,
           trimmed(percent(cost.cost_cycles, report_.cycles)), *cost.ideal_cycles);
    else
      line("network       an ideal one deadlocks: the FIFOs alone hold too few tokens");
    if (cost.group_steps < report_.steps)
      line("the first {} of {} steps ({} cycles), with these streams alone on it:",
           cost.group_steps, report_.steps, cost.group_routed_cycles);
    else
      line("with these streams alone on it:");
    for (std::size_t i = 0; i < std::min(kTopGroups, cost.groups.size()); ++i)
      group(cost.groups[i], cost.group_routed_cycles);
  }

  void group(const StreamGroupCost& group, Cycle all) {
    line("  {:<{}}{:>5} streams  {}", cut(one_line(group.streams), kGroupNameWidth),
         kGroupNameWidth, group.count,
         group.cycles
             ? fmt::format("{:>6} {}", group.saved_cycles, percent(group.saved_cycles, all))
             : std::string("deadlock"));
  }

  /// The units with most cycles of an activity; ties in the mapping's order.
  void units(std::string_view title, std::string_view what, Cycle ActivitySums::*cycles) {
    std::vector<const UnitReport*> order;
    for (const UnitReport& unit : report_.units) order.push_back(&unit);
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](const UnitReport* unit) { return unit->activity.*cycles; });
    line("");
    line("{}", title);
    for (std::size_t i = 0; i < std::min(kTopUnits, order.size()); ++i) {
      const UnitReport& unit = *order[i];
      line("  {:<{}}  {:<14}  {} {}", cut(unit.name, kUnitNameWidth), kUnitNameWidth,
           fmt::format("{}_{}_{}", unit.kind, unit.row, unit.col),
           percent(unit.activity.*cycles, report_.cycles), what);
    }
  }

  const Report& report_;
  std::string text_;
};

}  // namespace

std::string to_text(const Report& report) { return TextReport(report).text(); }

}  // namespace rda
