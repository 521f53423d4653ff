// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "explain/history.h"

namespace rda::explain {

/// The shortest delays that a trace shows, whatever the model says.
class Delays {
 public:
  /// The delay was not seen.
  static constexpr Cycle kNone = std::numeric_limits<Cycle>::max();

  explicit Delays(const History& history);

  /// Cycles from one firing's last bank cycle to the next firing.
  Cycle gap(ProgramId id) const { return gaps_[id]; }
  /// Cycles from a firing's last bank cycle to the puts of its tokens.
  Cycle pipeline(ProgramId id) const { return pipelines_[id]; }
  /// Cycles from the put of a token to the first firing of its reader that needs it; kNone if no
  /// token came. If the reader never waited for this stream: the shortest time of a link times the
  /// number of links.
  Cycle way(StreamId stream, UnitId unit) const { return ways_.at({stream, unit}); }

  /// A token of an input, and the cycle of its put.
  struct Token {
    std::int64_t number = 0;
    Cycle put = 0;
  };
  /// The token that a firing needs from an input; none if it needs none or an initial token.
  std::optional<Token> needed(ProgramId id, std::size_t input, std::int64_t firing) const;

  /// Tokens of a stream that were put before `now`, and that its reader had not popped before
  /// `now`.
  std::int64_t in_flight(StreamId stream, UnitId unit, Cycle now) const;
  /// The largest in_flight() at any put.
  std::int64_t most_in_flight(StreamId stream, UnitId unit);

  /// Bank cycles of a firing after the first.
  static Cycle extra_banks(const TracedProgram& traced, std::int64_t firing);

 private:
  static Cycle shortest_gap(const TracedProgram& traced);
  static Cycle shortest_pipeline(const TracedProgram& traced);
  template <class Take>
  void for_each_use(StreamId stream, UnitId unit, Take take) const;
  bool waited(ProgramId id, std::int64_t firing) const;
  Cycle guess(StreamId stream, UnitId unit) const;
  bool came_last(StreamId stream, UnitId unit, Cycle put, std::int64_t firing) const;
  void find_ways();

  const History& history_;
  double link_ = std::numeric_limits<double>::infinity();  ///< shortest time of a link
  IdVector<ProgramId, Cycle> gaps_, pipelines_;
  std::map<std::pair<StreamId, UnitId>, Cycle> ways_;  ///< by stream and reader
  std::map<std::pair<StreamId, UnitId>, std::int64_t>
      most_;  ///< by stream and reader; computed on demand
};

}  // namespace rda::explain
