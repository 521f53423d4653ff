// SPDX-License-Identifier: Apache-2.0
#include "beside/side.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "beside/calls.h"

namespace rda::beside {
namespace {

constexpr double kNsPerUs = 1000;

/// Totals of a timeline, in ns, as those of one call in us.
struct PerCall {
  double calls = 1;
  double us(std::int64_t ns) const { return static_cast<double>(ns) / kNsPerUs / calls; }
  double count(std::int64_t n) const { return static_cast<double>(n) / calls; }
};

std::optional<double> per_step(double us, const gpu::Measured& network) {
  if (!network.steps) return std::nullopt;
  return us / static_cast<double>(*network.steps);
}

std::vector<KernelClass> classes_of(const gpu::Times& times, const gpu::Measured& network,
                                    PerCall per_call) {
  std::map<std::string, std::set<std::string>> kernels;
  for (const gpu::Share& kernel : times.by_name) kernels[kernel.kernel_class].insert(kernel.name);
  std::vector<KernelClass> classes;
  for (const gpu::Share& share : times.by_class) {
    KernelClass row;
    row.name = share.name;
    row.kernels = static_cast<std::int64_t>(kernels[share.name].size());
    row.launches = per_call.count(share.launches);
    row.us = per_call.us(share.sum_ns);
    if (times.sum_ns > 0)
      row.share = static_cast<double>(share.sum_ns) / static_cast<double>(times.sum_ns);
    row.us_per_step = per_step(row.us, network);
    classes.push_back(std::move(row));
  }
  return classes;
}

std::optional<Idle> idle_of(const gpu::Times& times, PerCall per_call) {
  if (!times.gaps || !times.busy_ns || !times.span_ns || *times.span_ns == 0) return std::nullopt;
  const std::int64_t idle_ns = *times.span_ns - *times.busy_ns;
  Idle idle;
  idle.busy_us = per_call.us(*times.busy_ns);
  idle.us = per_call.us(idle_ns);
  idle.share = static_cast<double>(idle_ns) / static_cast<double>(*times.span_ns);
  if (times.gaps->count > 0) {
    idle.gap_median_us = static_cast<double>(times.gaps->median_ns) / kNsPerUs;
    idle.gap_p90_us = static_cast<double>(times.gaps->p90_ns) / kNsPerUs;
  }
  return idle;
}

std::vector<std::string> notes_of(const gpu::Timeline& timeline, const gpu::Times& times) {
  std::vector<std::string> notes;
  if (times.gaps)
    notes.emplace_back(
        "traced; a profiler lets the host run 1.3 to 1.7 times slower, so gaps are "
        "longer than without it");
  if (!timeline.start_resolution_ns)
    notes.emplace_back("no start times: kernels that overlap are counted in full");
  else if (!times.busy_ns)
    notes.emplace_back(
        "start times are too coarse for gaps; kernels that overlap are counted in "
        "full");
  else if (*times.busy_ns < times.sum_ns)
    notes.push_back(fmt::format(
        "kernels overlap: they add up to {:.1f} % of the time in which one "
        "runs",
        100.0 * static_cast<double>(times.sum_ns) / static_cast<double>(*times.busy_ns)));
  notes.insert(notes.end(), timeline.notes.begin(), timeline.notes.end());
  return notes;
}

}  // namespace

Side side_of(gpu::Timeline measured, const std::string& name) {
  const Calls calls = without_time_between_calls(std::move(measured));
  const gpu::Timeline& timeline = calls.timeline;
  const gpu::Times times = gpu::times_of(timeline);
  const PerCall per_call{static_cast<double>(timeline.measured.calls.value_or(1))};
  Side side;
  side.gpu = name;
  side.kind = timeline.kind == gpu::TimelineKind::trace ? SideKind::trace : SideKind::summary;
  side.device = timeline.device;
  side.software = timeline.software;
  side.network = timeline.measured;
  side.us = per_call.us(times.busy_ns.value_or(times.sum_ns));
  if (times.span_ns && times.gaps) side.us_with_gaps = per_call.us(*times.span_ns);
  side.us_per_step = per_step(side.us, timeline.measured);
  side.classes = classes_of(times, timeline.measured, per_call);
  side.idle = idle_of(times, per_call);
  side.notes = notes_of(timeline, times);
  if (!calls.note.empty()) side.notes.push_back(calls.note);
  return side;
}

}  // namespace rda::beside
