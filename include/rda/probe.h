// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "rda/ids.h"
#include "rda/result.h"

namespace rda {

/// Evenly spaced numbers, cycles or firings: the first `count` of first, first + step,
/// first + 2 step, …
struct Events {
  std::int64_t first = 0, step = 0, count = 0;
  std::int64_t at(std::int64_t n) const { return first + n * step; }
  std::int64_t last() const { return at(count - 1); }
};

/// One of the programs of a unit.
struct ProgramOf {
  UnitId unit;
  std::size_t number = 0;  ///< as Unit::programs
};

/// Kinds of what a probe hears, as its functions.
enum class Heard { fired, popped, made, put, interval };
inline constexpr std::size_t kHeardKinds = 5;

/// Hears what happens in a simulation, in runs of evenly spaced events. What skipped periods hold
/// is told, too. Overload what you want to hear.
///
/// Of one program, calls of one kind (at one port) come in the order of time; others come in any
/// order, so that two engines may order them differently. They also may split the events into other
/// runs. If the simulation throws, the events before that may have been told or not.
class Probe {
 public:
  Probe() = default;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  virtual ~Probe() = default;

  /// Whether it wants to hear of this unit. Asked once, before the simulation.
  virtual bool hears(UnitId) const { return true; }
  /// Whether it has a use for this kind. Asked once, before the simulation. An engine may tell it
  /// nevertheless; if it does not, the simulation takes less time.
  virtual bool wants(Heard) const { return true; }

  /// The program fired in these cycles. Each firing took `bank_cycles`; 1 outside PMUs.
  virtual void fired(ProgramOf, Events /*cycles*/, int /*bank_cycles*/) {}
  /// It popped tokens of an input.
  virtual void popped(ProgramOf, std::size_t /*input*/, Events /*cycles*/) {}
  /// Its firings with these numbers made the next tokens of an output, one each.
  virtual void made(ProgramOf, std::size_t /*output*/, Events /*firings*/) {}
  /// It put tokens of an output on their first link.
  virtual void put(ProgramOf, std::size_t /*output*/, Events /*cycles*/) {}
  /// What the unit did in `cycles` cycles from `from` on.
  virtual void interval(UnitId, Activity, Cycle /*from*/, Cycle /*cycles*/) {}
  /// The simulation has ended after so many cycles. Nothing follows.
  virtual void ended(Cycle /*cycles*/) {}
};

}  // namespace rda
