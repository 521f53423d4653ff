// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mapper/place_problem.h"

namespace rda::mapper {

/// Estimates when each unit works on a row, in cycles after the memories of the state begin to read
/// it, and how many cycles remain from there to a memory of the next state:
///
///     memory ── net ── unit ── net ── unit ── net ── memory
///              arrival ──>            <── remaining
///
/// A unit waits for the latest of its inputs. Earlier tokens wait in FIFOs; once a FIFO is full,
/// its writer waits too, and so do all other readers of the writer. So a timed net with writer w
/// and a reader r, whose switches are k links apart, sets two bounds, with path = (k + 2) · hop
/// latency:
///
///     r begins no earlier than    output of w + path
///     w puts out no earlier than  begin of r − path − lateness
///
/// With the first bound alone, this is the longest path of static timing analysis. If no times meet
/// all bounds, the FIFOs cannot sustain the rates of the streams; the times are then those after
/// some rounds of raising, and so grow with the distance from a solution.
class PlaceTiming {
 public:
  /// The results of an update.
  struct Times {
    IdVector<UnitId, int> input, output;            ///< by unit: cycle of its input, of its output
    IdVector<UnitId, int> input_rest, output_rest;  ///< from there to a memory of the state
    int longest = 0, unhindered = 0;
    bool sustained = true;
  };

  explicit PlaceTiming(const PlaceProblem& problem);

  /// Computes times() from the distances of a placement.
  void update(const IdVector<UnitId, Site>& sites);
  /// Computes times() from given distances: by net and by unit of the net, links between switches.
  void update(const IdVector<NetId, std::vector<int>>& links);

  const Times& times() const { return times_; }
  /// Restores the times() of an earlier update.
  void restore(const Times& times) { times_ = times; }

  /// Cycle at which the unit begins; for a memory, to write.
  int begin(UnitId unit) const { return times_.input[unit]; }
  /// Cycle at which the unit's output leaves; for a memory, the output of its read.
  int arrival(UnitId unit) const { return times_.output[unit]; }
  /// Longest path from the begin of the unit to a memory of the state, in cycles.
  int remaining(UnitId unit) const { return times_.input_rest[unit]; }
  /// Longest path around the recurrence, in cycles.
  int longest() const { return times_.longest; }
  /// longest() with unlimited FIFOs.
  int unhindered() const { return times_.unhindered; }
  /// Whether the FIFOs sustain the streams' rates.
  bool sustained() const { return times_.sustained; }

  /// Longest path through a net, with all other times as at the last update.
  /// @param links  from the writer to each of net.units; the writer's entry is not read
  int through(const PlaceNet& net, std::span<const int> links) const;

 private:
  int way(int links) const { return (links + 2) * problem_.hop_latency; }
  // Cycles by which net.units[i] can begin later than the writer's output without stopping it.
  int slack(const PlaceNet& net, std::size_t i, int links) const {
    return way(links) + net.lateness[i] + (links + 1) * net.skid;
  }
  void solve();
  int longest_now() const;
  bool raise_arrivals(UnitId unit);
  bool pass_on(UnitId unit);
  bool raise_rests(UnitId unit);

  const PlaceProblem& problem_;
  IdVector<UnitId, char> is_state_;              // by unit: a memory whose reads are recurrent
  IdVector<UnitId, std::vector<NetId>> writes_;  // by unit: the timed nets it writes
  std::vector<UnitId> order_;                    // writers before readers, except into memories
  IdVector<NetId, std::vector<int>> links_;
  Times times_;
};

}  // namespace rda::mapper
