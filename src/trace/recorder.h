// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/mapping.h"
#include "rda/probe.h"
#include "trace/sequence.h"
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

/// What is recorded of a run.
struct Recording {
  std::vector<bool> chosen;  ///< by unit
  Window window = {};
  std::int64_t most = 0;  ///< slices; if there are more, they are only counted, and none is kept
  bool tokens = false;    ///< also which firing made a token, and when readers took it
};

/// Notes what units did in each cycle of a window, whatever the engine and the length of the run:
/// in memory that depends on the number of units only.
class Recorder final : public Probe {
 public:
  /// @param place  of a temporary file @throws OutputError
  Recorder(const Mapping& mapping, Recording recording, SpoolPlace place);

  bool hears(UnitId unit) const override { return recording_.chosen[unit.index()]; }
  bool wants(Heard kind) const override;
  void popped(ProgramOf program, std::size_t input, Events cycles) override;
  void made(ProgramOf program, std::size_t output, Events firings) override;
  void fired(ProgramOf program, Events cycles, int bank_cycles) override;
  void interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) override;
  void ended(Cycle cycles) override;

  /// Slices of all chosen units that are not idle.
  std::int64_t slices() const { return slices_; }
  bool is_complete() const { return slices_ <= recording_.most; }
  /// Cycles of the whole run.
  Cycle cycles() const { return cycles_; }
  Window window() const { return recording_.window; }

  /// The cycle of each firing in the window.
  Sequence firings_of(ProgramOf program) const;
  /// The firing that made each token of an output, but for initial tokens. Requires that tokens are
  /// recorded.
  Sequence makers_of(ProgramOf program, std::size_t output) const;
  /// The cycle in which each token of an input was taken, in the window. Likewise.
  Sequence pops_of(ProgramOf program, std::size_t input) const;
  /// Tokens of an input that were taken in the window. Likewise.
  std::int64_t taken(ProgramOf program, std::size_t input) const;

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
  std::size_t column_of_input(ProgramOf program, std::size_t input) const;
  std::size_t column_of_output(ProgramOf program, std::size_t output) const;
  /// Gives each port a column of its own. @return how many
  std::size_t number_ports();
  void close(UnitId unit);
  void note_in_window(std::size_t column, Events cycles);
  void note(std::size_t column, const Events& events);
  void append(std::size_t column, const Spool::Row& row);

  /// How many events of a column came before the window, and in it.
  struct Counts {
    std::int64_t before = 0, here = 0;
  };

  const Mapping& mapping_;
  const Recording recording_;
  std::int64_t slices_ = 0;
  Cycle cycles_ = 0;
  std::vector<Slice> open_;  ///< by unit: the slice that may still grow
  /// By unit: first column of the ports of each program.
  IdVector<UnitId, std::array<std::size_t, kPrograms>> ports_;
  std::vector<Events> open_events_;  ///< by column: events that may still grow
  std::vector<Counts> counts_;       ///< by column
  Spool spool_;
};

}  // namespace rda::trace
