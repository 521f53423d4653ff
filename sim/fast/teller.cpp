// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/teller.h"

namespace rda::sim::fast {

Teller::Teller(Probe& probe, UnitId unit) : probe_(probe), unit_(unit) {
  for (std::size_t kind = 0; kind < kHeardKinds; ++kind)
    wanted_[kind] = probe.wants(static_cast<Heard>(kind));
  // The firings of a period are counted to repeat what they made.
  wanted_[static_cast<std::size_t>(Heard::fired)] |= probe.wants(Heard::made);
}

void Teller::pass_on(const Told& told) {
  const ProgramOf program{unit_, told.program};
  const Events events{told.row.first, told.row.step, told.row.count};
  switch (told.kind) {
    case Heard::fired:
      return probe_.fired(program, events, static_cast<int>(told.cycles));
    case Heard::popped:
      return probe_.popped(program, told.what, events);
    case Heard::made:
      return probe_.made(program, told.what, events);
    case Heard::put:
      return probe_.put(program, told.what, events);
    case Heard::interval:
      return probe_.interval(unit_, static_cast<Activity>(told.what), told.at, told.cycles);
  }
}

void Teller::remember(bool whether) {
  remembers_ = whether;
  if (!whether) told_ = {};
}

void Teller::forget(Cycle cycle) {
  std::erase_if(told_, [&](const Told& told) { return told.at < cycle; });
}

void Teller::repeat(Cycle from, std::int64_t periods, Cycle length) {
  forget(from);
  std::array<std::int64_t, 2> firings{};  // in a period, of each program
  for (const Told& told : told_)
    if (told.kind == Heard::fired) firings.at(told.program) += told.row.count;
  for (std::int64_t period = 1; period <= periods; ++period) {
    for (Told told : told_) {
      told.at += period * length;
      told.row.first += period * (told.kind == Heard::made ? firings.at(told.program) : length);
      pass_on(told);
    }
  }
}

}  // namespace rda::sim::fast
