// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/teller.h"

#include <array>

namespace rda::sim::fast {

void Teller::pass_on(const Told& told) {
  const ProgramOf program{unit_, told.program};
  const Events events{told.row.first, told.row.step, told.row.count};
  switch (told.kind) {
    case Kind::fired:
      return probe_.fired(program, events, static_cast<int>(told.cycles));
    case Kind::popped:
      return probe_.popped(program, told.what, events);
    case Kind::made:
      return probe_.made(program, told.what, events);
    case Kind::put:
      return probe_.put(program, told.what, events);
    case Kind::interval:
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
    if (told.kind == Kind::fired) firings.at(told.program) += told.row.count;
  for (std::int64_t period = 1; period <= periods; ++period) {
    for (Told told : told_) {
      told.at += period * length;
      told.row.first += period * (told.kind == Kind::made ? firings.at(told.program) : length);
      pass_on(told);
    }
  }
}

}  // namespace rda::sim::fast
