// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
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

  /// The longest path through a net, with all other times as at the last update, is that of
  /// through() with the longest back() and on() of its readers. Of the net's reader units[i],
  /// `links` away from its writer:
  /// the time by which its full FIFO has stopped the writer;
  int back(const PlaceNet& net, std::size_t i, int links) const {
    return times_.input[net.units[i]] - slack(net, i, links);
  }
  /// the cycles from the writer's output to a memory of the state.
  int on(const PlaceNet& net, std::size_t i, int links) const {
    return way(links) + times_.input_rest[net.units[i]];
  }
  int through(UnitId writer, int back, int on) const {
    return std::max(std::max(times_.output[writer], back) + on, back + times_.output_rest[writer]);
  }

  static constexpr int kNoTime = -(1 << 24);  ///< of a unit that no bound reaches

 private:
  // What a timed net says of its writer and one of its readers, see above. `path` and `slack` (path
  // + lateness) are of the last update.
  struct Arc {
    UnitId reader;
    int path = 0, slack = 0;
  };
  // Where an arc comes from.
  struct ArcNet {
    UnitId writer;
    NetId net;
    std::size_t end;  // number of the reader in the net's units
  };
  using Marks = IdVector<UnitId, char>;

  int way(int links) const { return (links + 2) * problem_.hop_latency; }
  // Cycles by which net.units[i] can begin later than the writer's output without stopping it.
  int slack(const PlaceNet& net, std::size_t i, int links) const {
    return way(links) + net.lateness[i] + (links + 1) * net.skid;
  }
  void set_links(std::size_t arc, int links);
  std::span<const Arc> arcs_from(UnitId unit) const {
    return std::span(arcs_).subspan(first_arc_[unit.index()],
                                    first_arc_[unit.index() + 1] - first_arc_[unit.index()]);
  }
  void mark_writers(UnitId reader, Marks& marks) const;
  void solve();
  bool settle_arrivals();
  void settle_rests();
  int longest_now() const;
  bool raise_arrivals(UnitId unit, Marks& marks);
  bool pass_on(UnitId unit, Marks* marks);
  bool raise_rests(UnitId unit, Marks& marks);

  const PlaceProblem& problem_;
  std::vector<UnitId> states_;          // memories whose reads are recurrent
  std::vector<Arc> arcs_;               // by writer; small, for they are all gone through
  std::vector<ArcNet> arc_nets_;        // as arcs_
  std::vector<std::size_t> first_arc_;  // by unit, and the number of arcs
  IdVector<UnitId, std::vector<UnitId>> writers_;  // by unit: the writers of arcs to it
  std::vector<UnitId> order_;  // of units with arcs: writers before readers, except into memories
  Times times_;
};

}  // namespace rda::mapper
