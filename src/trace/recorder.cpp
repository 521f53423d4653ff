// SPDX-License-Identifier: Apache-2.0
#include "trace/recorder.h"

#include <algorithm>
#include <utility>

#include "base/ceil_div.h"
#include "rda/check.h"

namespace rda::trace {
namespace {

/// How many of the events happen before `cycle`.
std::int64_t count_before(const Events& events, Cycle cycle) {
  if (events.count == 0 || events.first >= cycle) return 0;
  if (events.step <= 0) return events.count;
  return std::min(events.count, ceil_div(cycle - events.first, events.step));
}

/// The events without the first `count`.
Events without(const Events& events, std::int64_t count) {
  return {events.at(count), events.step, events.count - count};
}

/// Adds events at the end if all stay evenly spaced.
bool extend(Events& events, const Events& more) {
  if (events.count == 0) {
    events = more;
    return true;
  }
  const std::int64_t step = events.count > 1 ? events.step : more.first - events.first;
  if (more.first != events.first + events.count * step) return false;
  if (more.count > 1 && more.step != step) return false;
  events.step = step;
  events.count += more.count;
  return true;
}

}  // namespace

Recorder::Recorder(const Mapping& mapping, std::vector<bool> chosen, Window window,
                   std::int64_t most, const std::filesystem::path& folder)
    : mapping_(mapping),
      chosen_(std::move(chosen)),
      window_(window),
      most_(most),
      open_(mapping.units.size()),
      open_firings_(mapping.units.size() * (1 + kPrograms)),
      spool_(folder, open_firings_.size()) {
  RDA_CHECK(chosen_.size() == mapping.units.size());
}

void Recorder::fired(ProgramOf program, Events cycles, int /*bank_cycles*/) {
  cycles.count = count_before(cycles, window_.end);
  cycles = without(cycles, count_before(cycles, window_.from));
  if (cycles.count == 0) return;
  Events& open = open_firings_[column_of(program)];
  if (extend(open, cycles)) return;
  close(program);
  open = cycles;
}

void Recorder::interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) {
  const Cycle begin = std::max(from, window_.from), end = std::min(from + cycles, window_.end);
  if (begin >= end) return;
  Slice& open = open_[unit.index()];
  RDA_CHECK(open.cycles == 0 || open.from + open.cycles == begin);
  if (open.activity != activity) {
    close(unit);
    open = {activity, begin, 0, 0};
  } else if (open.cycles == 0) {
    open.from = begin;
  }
  open.cycles += end - begin;
}

void Recorder::ended(Cycle cycles) {
  cycles_ = cycles;
  for (const UnitId unit : mapping_.units.ids()) {
    close(unit);
    for (std::size_t p = 0; p < mapping_.units[unit].programs.size(); ++p) close({unit, p});
  }
}

void Recorder::close(UnitId unit) {
  const Slice& open = open_[unit.index()];
  if (open.cycles == 0 || open.activity == Activity::idle) return;
  if (++slices_ == most_ + 1) spool_.clear();
  append(column_of(unit), {static_cast<std::int64_t>(open.activity), open.from, open.cycles});
}

void Recorder::close(ProgramOf program) {
  const Events& open = open_firings_[column_of(program)];
  if (open.count > 0) append(column_of(program), {open.first, open.step, open.count});
}

void Recorder::append(std::size_t column, const Spool::Row& row) {
  if (is_complete()) spool_.append(column, row);
}

Recorder::Reader::Reader(const Recorder& recorder, UnitId unit)
    : slices_(recorder.spool_, column_of(unit)) {
  RDA_CHECK(recorder.is_complete());
  for (std::size_t p = 0; p < recorder.mapping_.units[unit].programs.size(); ++p) {
    fired_.emplace_back(recorder.spool_, column_of(ProgramOf{unit, p}));
    next_.emplace_back();
  }
}

bool Recorder::Reader::next(Slice& slice) {
  Spool::Row row;
  if (!slices_.next(row)) return false;
  slice = {static_cast<Activity>(row[0]), row[1], row[2], 0};
  for (std::size_t p = 0; p < fired_.size(); ++p)
    slice.firings += firings_before(p, slice.from + slice.cycles);
  return true;
}

/// A unit is active in each cycle in which it fires, so those of no other slice come before.
std::int64_t Recorder::Reader::firings_before(std::size_t program, Cycle end) {
  std::int64_t firings = 0;
  Events& events = next_[program];
  while (true) {
    const std::int64_t here = count_before(events, end);
    firings += here;
    events = without(events, here);
    if (events.count > 0) return firings;
    Spool::Row row;
    if (!fired_[program].next(row)) return firings;
    events = {row[0], row[1], row[2]};
  }
}

}  // namespace rda::trace
