// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mapper/place_problem.h"

namespace rda::mapper {

/// When the units work on a row, in cycles after the memories of the state begin to read it, and
/// how far it is from there to the next state:
///
///     memory ── net ── unit ── net ── unit ── net ── memory
///              arrival ──>            <── remaining
///
/// A unit waits for the latest of its inputs. What comes earlier lies in FIFOs, and once these are
/// full their writer waits as well, and with it every other reader of the writer. So times go two
/// ways along a timed net with writer w, and reader r at k links:
///
///     r begins no earlier than    w's output + k · hop latency
///     w puts out no earlier than  r's begin − k · hop latency − room
///
/// Without the second rule this would be the longest path of static timing analysis. Where the
/// rules have no solution the FIFOs cannot sustain the streams' rates; times then are those after
/// some rounds: the farther from a solution, the later.
class PlaceTiming {
 public:
  /// What an update measures.
  struct Times {
    IdVector<UnitId, int> input, output;            ///< begin of a row, and its end
    IdVector<UnitId, int> input_rest, output_rest;  ///< from there to a memory of the state
    int longest = 0, unhindered = 0;
    bool sustained = true;
  };

  explicit PlaceTiming(const PlaceProblem& problem);

  /// With the distances that a placement has.
  void update(const IdVector<UnitId, Site>& sites);
  /// With given distances: for each net, in the order of `units`, links between switches.
  void update(const IdVector<NetId, std::vector<int>>& links);

  const Times& times() const { return times_; }
  /// Puts times() of an earlier update back.
  void restore(const Times& times) { times_ = times; }

  /// When the unit begins; of a memory, to write.
  int begin(UnitId unit) const { return times_.input[unit]; }
  /// When the unit's output leaves; of a memory, what it reads.
  int arrival(UnitId unit) const { return times_.output[unit]; }
  /// Longest way from the unit's begin on to a memory of the state.
  int remaining(UnitId unit) const { return times_.input_rest[unit]; }
  /// Longest way of all.
  int longest() const { return times_.longest; }
  /// The same as if FIFOs were endless.
  int unhindered() const { return times_.unhindered; }
  /// Whether the FIFOs sustain the streams' rates.
  bool sustained() const { return times_.sustained; }

  /// Longest way through a net, all else being as it was at the update.
  /// @param links  from the writer to each of net.units; the writer's own is not read
  int through(const PlaceNet& net, std::span<const int> links) const;

 private:
  int way(int links) const { return (links + 2) * problem_.hop_latency; }
  // What a reader being late leaves of its net's time; `i` is its place among net.units.
  int slack(const PlaceNet& net, std::size_t i, int links) const {
    return way(links) + net.room[i] + (links + 1) * net.skid;
  }
  void solve();
  int longest_now() const;
  bool raise_arrivals(UnitId unit);
  bool pass_on(UnitId unit);
  bool raise_rests(UnitId unit);

  const PlaceProblem& problem_;
  IdVector<UnitId, char> is_state_;              // a memory whose reads are recurrent
  IdVector<UnitId, std::vector<NetId>> writes_;  // timed nets
  std::vector<UnitId> order_;                    // writers before readers, but for memories
  IdVector<NetId, std::vector<int>> links_;
  Times times_;
};

}  // namespace rda::mapper
