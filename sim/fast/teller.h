// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/probe.h"
#include "sim/fast/timeline.h"

namespace rda::sim::fast {

/// Tells a probe about one unit. Remembers what it told since the oldest snapshot of the unit's
/// island, to tell it again for the periods that are skipped.
class Teller {
 public:
  Teller(Probe& probe, UnitId unit);

  /// Whether from now on it remembers what it tells, because periods may be skipped.
  void remember(bool whether);

  void fired(std::size_t program, const Row& cycles, int bank_cycles) {
    tell({Heard::fired, program, 0, cycles.first, cycles, bank_cycles});
  }
  void popped(std::size_t program, std::size_t input, const Row& cycles) {
    tell({Heard::popped, program, input, cycles.first, cycles, 0});
  }
  /// `cycle`: of the first of these firings.
  void made(std::size_t program, std::size_t output, const Row& firings, Cycle cycle) {
    tell({Heard::made, program, output, cycle, firings, 0});
  }
  void put(std::size_t program, std::size_t output, const Row& cycles) {
    tell({Heard::put, program, output, cycles.first, cycles, 0});
  }
  void interval(Activity activity, Cycle from, Cycle cycles) {
    tell({Heard::interval, 0, static_cast<std::size_t>(activity), from, {from, 0, 1}, cycles});
  }

  /// What was told of the cycles before `cycle` will not be told again.
  void forget(Cycle cycle);
  /// Tells what happened from cycle `from` on again, for each of `periods` periods of `length`
  /// cycles that follow. No events straddle `from`.
  void repeat(Cycle from, std::int64_t periods, Cycle length);

 private:
  struct Told {
    Heard kind;
    std::size_t program;
    std::size_t what;  ///< number of the port; an activity
    Cycle at;          ///< when the first of the events happened
    Row row;           ///< cycles; made: firings
    Cycle cycles;      ///< fired: bank cycles; interval: its length
  };
  void tell(const Told& told) {
    if (!wanted_[static_cast<std::size_t>(told.kind)]) return;
    pass_on(told);
    if (remembers_) told_.push_back(told);
  }
  void pass_on(const Told& told);

  Probe& probe_;
  UnitId unit_;
  std::array<bool, kHeardKinds> wanted_{};  ///< by kind
  bool remembers_ = false;
  std::vector<Told> told_;
};

}  // namespace rda::sim::fast
