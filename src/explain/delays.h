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
  /// Where nothing was seen.
  static constexpr Cycle kNone = std::numeric_limits<Cycle>::max();

  explicit Delays(const History& history);

  /// From one firing's last bank cycle to the next firing.
  Cycle gap(ProgramId id) const { return gaps_[id]; }
  /// From a firing's last bank cycle to its tokens.
  Cycle pipeline(ProgramId id) const { return pipelines_[id]; }
  /// From a token's first link to the first firing of its reader that needs it; kNone if no token
  /// came. Of a stream that its reader never waited for, what others take for as many links.
  Cycle way(StreamId stream, UnitId unit) const { return ways_.at({stream, unit}); }

  /// The token that a firing needs of an input, and when it was put; none if it needs none, or one
  /// that was there at the start.
  struct Token {
    std::int64_t number = 0;
    Cycle put = 0;
  };
  std::optional<Token> needed(ProgramId id, std::size_t input, std::int64_t firing) const;

  /// Tokens of a stream that were put and that its reader had not popped yet before `now`.
  std::int64_t in_flight(StreamId stream, UnitId unit, Cycle now) const;
  /// The most of them at any put.
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
  std::map<std::pair<StreamId, UnitId>, Cycle> ways_;         ///< by stream and reader
  std::map<std::pair<StreamId, UnitId>, std::int64_t> most_;  ///< the same, those asked for
};

}  // namespace rda::explain
