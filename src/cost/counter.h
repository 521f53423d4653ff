// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/cost.h"

namespace rda::cost {

/// Counts what a run did: all of it, or the part of one unit or stream. The parts add up to all,
/// but for the numbers of used switches, which only all of it has.
class Counter {
 public:
  /// Refers to all three. Requires the result of a run of this mapping.
  Counter(const Chip& chip, const Mapping& mapping, const RunResult& result);

  ActionCounts of(UnitId unit) const;
  ActionCounts of(StreamId stream) const;
  ActionCounts all() const;

 private:
  void add(UnitId unit, ActionCounts& counts) const;
  void add(StreamId stream, ActionCounts& counts) const;
  void add_dot(const Program& program, const DotProduct& dot, const UnitResult& did,
               ActionCounts& counts) const;
  void add_look_ups(const Port& port, ActionCounts& counts) const;
  double operations_in(const Program& program, const Operations& work) const;
  int looked_up(const Port& port) const;
  double tokens(const Port& port) const;
  std::int64_t switches(TokenKind kind) const;
  Format weights_format() const;

  const Chip& chip_;
  const Mapping& mapping_;
  const RunResult& result_;
  /// Of all bursts, and of all tokens of address generators. A unit has the share of the bursts
  /// that it has of the tokens.
  double burst_bytes_ = 0, token_bytes_ = 0;
};

}  // namespace rda::cost
