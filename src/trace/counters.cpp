// SPDX-License-Identifier: Apache-2.0
#include "trace/counters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/ceil_div.h"

namespace rda::trace {
namespace {

constexpr std::array kShown{Activity::active, Activity::conflict, Activity::blocked,
                            Activity::starved};

/// The cycles that were recorded, in equal intervals.
struct Intervals {
  Cycle from = 0, end = 0, length = 1;

  Intervals(const Recorder& recorder, Cycle interval)
      : from(recorder.window().from),
        end(std::max(from, std::min(recorder.window().end, recorder.cycles()))),
        length(interval) {}
  std::size_t count() const { return static_cast<std::size_t>(ceil_div(end - from, length)); }
  Cycle begin(std::size_t n) const { return from + static_cast<Cycle>(n) * length; }
  Cycle until(std::size_t n) const { return std::min(end, begin(n + 1)); }
};

/// Unit-cycles by activity and interval.
using UnitCycles = std::array<std::vector<Cycle>, names(Activity{}).size()>;

void add(const Slice& slice, const Intervals& intervals, UnitCycles& counts) {
  std::vector<Cycle>& of = counts[static_cast<std::size_t>(slice.activity)];
  for (Cycle from = slice.from, end = slice.from + slice.cycles; from < end;) {
    const auto n = static_cast<std::size_t>((from - intervals.from) / intervals.length);
    const Cycle until = std::min(end, intervals.until(n));
    of[n] += until - from;
    from = until;
  }
}

UnitCycles counted(const Mapping& mapping, const Recorder& recorder, UnitKind kind,
                   const Intervals& intervals) {
  UnitCycles counts;
  for (std::vector<Cycle>& of : counts) of.resize(intervals.count());
  for (const UnitId unit : mapping.units.ids()) {
    if (mapping.units[unit].kind != kind || !recorder.hears(unit)) continue;
    Recorder::Reader reader(recorder, unit);
    for (Slice slice; reader.next(slice);) add(slice, intervals, counts);
  }
  return counts;
}

/// The values of an interval, "\"active\":12.5,...".
std::string values_of(const UnitCycles& counts, std::size_t n, Cycle cycles) {
  std::string values;
  for (const Activity activity : kShown) {
    const Cycle count = counts[static_cast<std::size_t>(activity)][n];
    values += fmt::format("{}\"{}\":{:.6g}", values.empty() ? "" : ",", word(activity),
                          static_cast<double>(count) / static_cast<double>(cycles));
  }
  return values;
}

}  // namespace

std::int64_t count_counters(const Recorder& recorder, Cycle interval) {
  const auto count = static_cast<std::int64_t>(Intervals(recorder, interval).count());
  return std::ssize(kUnitKinds) * (count + 1);
}

void write_counters(const Mapping& mapping, const Recorder& recorder, const Clock& clock,
                    Cycle interval, const WriteEvent& event) {
  const Intervals intervals(recorder, interval);
  for (const UnitKind kind : shown_kinds(mapping)) {
    const UnitCycles counts = counted(mapping, recorder, kind, intervals);
    std::string before;
    const auto write = [&](Cycle cycle, const std::string& values) {
      if (values != before)
        event(
            fmt::format("{{\"ph\":\"C\",\"name\":\"units\",\"pid\":{},\"ts\":{},\"args\":{{{}}}}}",
                        process_of(kind), clock.at(cycle), values));
      before = values;
    };
    for (std::size_t n = 0; n < intervals.count(); ++n)
      write(intervals.begin(n), values_of(counts, n, intervals.until(n) - intervals.begin(n)));
    if (intervals.count() > 0)
      write(intervals.end, "\"active\":0,\"conflict\":0,\"blocked\":0,\"starved\":0");
  }
}

}  // namespace rda::trace
