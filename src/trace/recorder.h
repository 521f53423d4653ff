// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "rda/mapping.h"
#include "rda/probe.h"
#include "trace/spool.h"

namespace rda::trace {

/// The cycles that are recorded: from `from` on, before `end`.
struct Window {
  Cycle from = 0, end = kMostCycles + 1;
};

/// Consecutive cycles of one unit and one activity, as many as there are.
struct Slice {
  Activity activity = Activity::idle;
  Cycle from = 0, cycles = 0;
  std::int64_t firings = 0;  ///< in these cycles, of all programs of the unit
};

/// Notes what units did in each cycle of a window, whatever the engine and the length of the run:
/// in memory that depends on the number of units only.
class Recorder final : public Probe {
 public:
  /// @param chosen  by unit: whether it is recorded
  /// @param most    slices; if there are more, they are only counted, and none is kept
  /// @param folder  for a temporary file @throws OutputError
  Recorder(const Mapping& mapping, std::vector<bool> chosen, Window window, std::int64_t most,
           const std::filesystem::path& folder);

  bool hears(UnitId unit) const override { return chosen_[unit.index()]; }
  bool wants(Heard kind) const override { return kind == Heard::interval || kind == Heard::fired; }
  void fired(ProgramOf program, Events cycles, int bank_cycles) override;
  void interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) override;
  void ended(Cycle cycles) override;

  /// Slices of all chosen units that are not idle.
  std::int64_t slices() const { return slices_; }
  bool is_complete() const { return slices_ <= most_; }
  /// Cycles of the whole run.
  Cycle cycles() const { return cycles_; }
  Window window() const { return window_; }

  /// Goes through the slices of a unit that are not idle, in the order of time. Requires
  /// is_complete() and the end of the run.
  class Reader {
   public:
    Reader(const Recorder& recorder, UnitId unit);
    bool next(Slice& slice);

   private:
    std::int64_t firings_before(std::size_t program, Cycle end);

    Spool::Reader slices_;
    std::vector<Spool::Reader> fired_;  ///< by program
    std::vector<Events> next_;          ///< by program: firings that are not counted yet
  };

 private:
  static constexpr std::size_t kPrograms = 2;  ///< most of a unit
  static std::size_t column_of(UnitId unit) { return unit.index() * (1 + kPrograms); }
  static std::size_t column_of(ProgramOf program) {
    return column_of(program.unit) + 1 + program.number;
  }
  void close(UnitId unit);
  void close(ProgramOf program);
  void append(std::size_t column, const Spool::Row& row);

  const Mapping& mapping_;
  const std::vector<bool> chosen_;
  const Window window_;
  const std::int64_t most_;
  std::int64_t slices_ = 0;
  Cycle cycles_ = 0;
  std::vector<Slice> open_;           ///< by unit: the slice that may still grow
  std::vector<Events> open_firings_;  ///< by column: likewise
  Spool spool_;
};

}  // namespace rda::trace
