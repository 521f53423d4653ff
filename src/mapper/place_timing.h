// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "mapper/place_problem.h"

namespace rda::mapper {

/// Estimates when each unit works on a row, in cycles after the memories of the state begin to read
/// it, and how many cycles remain from there to a memory of the next state:
///
///     memory ── net ── unit ── net ── unit ── net ── memory
///              arrival ──>            <── remaining
///
/// In a run of one step the paths go from sources to sinks instead (PlaceProblem::is_end).
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
  static constexpr int kNoTime = -(1 << 24);  ///< of a unit that no bound reaches

  struct UnitTimes {
    int input = kNoTime, output = kNoTime;            ///< cycle of its input, of its output
    int input_rest = kNoTime, output_rest = kNoTime;  ///< from there to a memory of the state
  };
  /// The results of an update.
  struct Times {
    IdVector<UnitId, UnitTimes> units;
    int longest = 0, unhindered = 0;
    bool sustained = true;
  };
  /// The longest back() and on() of a net's readers, see through().
  struct Ways {
    int back = kNoTime, on = kNoTime;
  };

  explicit PlaceTiming(const PlaceProblem& problem);

  /// Computes times() from the distances of a placement.
  void update(const IdVector<UnitId, Site>& sites);
  /// Computes times() from given distances: by net and by unit of the net, links between switches.
  void update(const IdVector<NetId, std::vector<int>>& links);
  /// Takes the distances of one timed net from a placement, for update().
  void set_links(NetId net, const IdVector<UnitId, Site>& sites);
  /// Computes times() from the distances that it has.
  void update() { update_up_to(std::numeric_limits<int>::max()); }
  /// The same, but stops as soon as longest() is sure to be at least `most`.
  /// @return whether it is below; if not, times() are unfinished
  bool update_up_to(int most);

  const Times& times() const { return times_; }
  /// Restores the times() of an earlier update, and gives the others for them.
  void restore(Times& times) { std::swap(times_, times); }

  /// Cycle at which the unit begins; for a memory, to write.
  int begin(UnitId unit) const { return times_.units[unit].input; }
  /// Cycle at which the unit's output leaves; for a memory, the output of its read.
  int arrival(UnitId unit) const { return times_.units[unit].output; }
  /// Longest path from the begin of the unit to a memory of the state, in cycles.
  int remaining(UnitId unit) const { return times_.units[unit].input_rest; }
  /// Longest path around the recurrence, in cycles.
  int longest() const { return times_.longest; }
  /// longest() with unlimited FIFOs.
  int unhindered() const { return times_.unhindered; }
  /// Whether the FIFOs sustain the streams' rates.
  bool sustained() const { return times_.sustained; }

  /// The longest path through a net, with all other times as at the last update, is that of
  /// through() with the longest back() and on() of its readers. Of a reader `links` away from the
  /// net's writer, with `lateness` and `skid` as in PlaceNet:
  /// the time by which its full FIFO has stopped the writer;
  int back(UnitId reader, int lateness, int skid, int links) const {
    return times_.units[reader].input - slack(lateness, skid, links);
  }
  /// the cycles from the writer's output to a memory of the state.
  int on(UnitId reader, int links) const { return way(links) + times_.units[reader].input_rest; }
  int through(UnitId writer, int back, int on) const {
    const UnitTimes& from = times_.units[writer];
    return std::max(std::max(from.output, back) + on, back + from.output_rest);
  }
  /// The longest back() and on() of a timed net at the distances of the last update.
  Ways ways(NetId net) const {
    Ways longest;
    for (const Arc& arc : arcs_of(net)) {
      const UnitTimes& reader = times_.units[arc.reader];
      longest.back = std::max(longest.back, reader.input - arc.slack);
      longest.on = std::max(longest.on, arc.path + reader.input_rest);
    }
    return longest;
  }

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
  // Cycles by which a reader can begin later than the writer's output without stopping it.
  int slack(int lateness, int skid, int links) const {
    return way(links) + lateness + (links + 1) * skid;
  }
  void set_links(std::size_t arc, int links);
  std::span<const Arc> arcs_from(UnitId unit) const {
    return std::span(arcs_).subspan(first_arc_[unit.index()],
                                    first_arc_[unit.index() + 1] - first_arc_[unit.index()]);
  }
  std::span<const Arc> arcs_of(NetId net) const {
    return std::span(arcs_).subspan(first_of_net_[net], problem_.nets[net].units.size() - 1);
  }
  void mark_writers(UnitId reader, Marks& marks) const;
  bool settle_arrivals();
  void settle_rests();
  int longest_now() const;
  bool raise_arrivals(UnitId unit, Marks& marks);
  bool pass_on(UnitId unit, Marks* marks);
  bool raise_rests(UnitId unit, Marks& marks);

  const PlaceProblem& problem_;
  std::vector<UnitId> ends_;                   // PlaceProblem::is_end
  std::vector<Arc> arcs_;                      // by writer; small, for they are all gone through
  std::vector<ArcNet> arc_nets_;               // as arcs_
  std::vector<std::size_t> first_arc_;         // by unit, and the number of arcs
  IdVector<NetId, std::size_t> first_of_net_;  // of its arcs, by timed net
  IdVector<UnitId, std::vector<UnitId>> writers_;  // by unit: the writers of arcs that can delay it
  // Units that can delay others: writers before readers, except into memories.
  std::vector<UnitId> order_;
  Times times_;
};

/// Whether the times of a problem meet all bounds if units are as close as can be. They do not if
/// the model of its FIFOs is too strict: of a memory that holds a whole sequence, say.
bool can_be_sustained(const PlaceProblem& problem);

}  // namespace rda::mapper
