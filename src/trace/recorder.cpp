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

Recorder::Recorder(const Mapping& mapping, Recording recording, SpoolPlace place)
    : mapping_(mapping),
      recording_(std::move(recording)),
      open_(mapping.units.size()),
      ports_(mapping.units.size()),
      open_events_(mapping.units.size() * (1 + kPrograms) + number_ports()),
      counts_(open_events_.size()),
      spool_(std::move(place), open_events_.size()) {
  RDA_CHECK(recording_.chosen.size() == mapping.units.size());
}

std::size_t Recorder::number_ports() {
  if (!recording_.tokens) return 0;
  const std::size_t first = mapping_.units.size() * (1 + kPrograms);
  std::size_t next = first;
  for (const UnitId unit : mapping_.units.ids())
    for (std::size_t p = 0; p < mapping_.units[unit].programs.size(); ++p) {
      const Program& program = mapping_.units[unit].programs[p];
      ports_[unit].at(p) = next;
      next += program.inputs.size() + program.outputs.size();
    }
  return next - first;
}

std::size_t Recorder::column_of_input(ProgramOf program, std::size_t input) const {
  return ports_[program.unit].at(program.number) + input;
}

std::size_t Recorder::column_of_output(ProgramOf program, std::size_t output) const {
  const Program& of = mapping_.units[program.unit].programs[program.number];
  return column_of_input(program, of.inputs.size()) + output;
}

bool Recorder::wants(Heard kind) const {
  if (kind == Heard::popped || kind == Heard::made) return recording_.tokens;
  return kind == Heard::interval || kind == Heard::fired;
}

void Recorder::fired(ProgramOf program, Events cycles, int /*bank_cycles*/) {
  note_in_window(column_of(program), cycles);
}

void Recorder::popped(ProgramOf program, std::size_t input, Events cycles) {
  if (recording_.tokens) note_in_window(column_of_input(program, input), cycles);
}

void Recorder::made(ProgramOf program, std::size_t output, Events firings) {
  if (recording_.tokens && firings.count > 0) note(column_of_output(program, output), firings);
}

void Recorder::note_in_window(std::size_t column, Events cycles) {
  const std::int64_t before = count_before(cycles, recording_.window.from);
  counts_[column].before += before;
  cycles.count = count_before(cycles, recording_.window.end);
  cycles = without(cycles, std::min(before, cycles.count));
  counts_[column].here += cycles.count;
  if (cycles.count > 0) note(column, cycles);
}

void Recorder::note(std::size_t column, const Events& events) {
  Events& open = open_events_[column];
  if (extend(open, events)) return;
  append(column, {open.first, open.step, open.count});
  open = events;
}

void Recorder::interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) {
  const Cycle begin = std::max(from, recording_.window.from);
  const Cycle end = std::min(from + cycles, recording_.window.end);
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
  for (const UnitId unit : mapping_.units.ids()) close(unit);
  for (std::size_t column = 0; column < open_events_.size(); ++column)
    if (const Events& open = open_events_[column]; open.count > 0)
      append(column, {open.first, open.step, open.count});
}

void Recorder::close(UnitId unit) {
  const Slice& open = open_[unit.index()];
  if (open.cycles == 0 || open.activity == Activity::idle) return;
  if (++slices_ == recording_.most + 1) spool_.clear();
  append(column_of(unit), {static_cast<std::int64_t>(open.activity), open.from, open.cycles});
}

void Recorder::append(std::size_t column, const Spool::Row& row) {
  if (is_complete()) spool_.append(column, row);
}

Sequence Recorder::firings_of(ProgramOf program) const {
  const std::size_t column = column_of(program);
  return {spool_, column, counts_[column].before};
}

Sequence Recorder::makers_of(ProgramOf program, std::size_t output) const {
  return {spool_, column_of_output(program, output), 0};
}

Sequence Recorder::pops_of(ProgramOf program, std::size_t input) const {
  const std::size_t column = column_of_input(program, input);
  return {spool_, column, counts_[column].before};
}

std::int64_t Recorder::taken(ProgramOf program, std::size_t input) const {
  return counts_[column_of_input(program, input)].here;
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
