// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "sim/fast/relay.h"

namespace rda::sim::fast {

/// The segments and relays of every stream.
class Network {
 public:
  /// `broken`: a rule that a test breaks.
  Network(const Chip& chip, const Mapping& mapping, BrokenRule broken);

  /// The segment into which a stream's writer puts its tokens; it puts them into the segments
  /// chained by `also` as well.
  Segment* from_writer(StreamId stream) { return first_[stream]; }
  /// The segment from which a reader takes its tokens.
  Segment* to_reader(StreamId stream, UnitId unit) { return last_.at({stream, unit}); }
  /// The relay at which a segment ends; null if it ends at a unit.
  static const Relay* relay_at_end(const Segment* segment) { return segment->to_relay; }
  /// The relay at which a segment starts; null if it starts at a unit.
  static const Relay* relay_before(const Segment* segment) { return segment->from_relay; }

  /// The last cycle in which a token that has not been popped crossed a link; −1 if none did.
  Cycle last_crossing() const;
  /// Calls visit(segment, stream) for each segment.
  void for_each_segment(auto&& visit) {
    for (std::size_t i = 0; i < segments_.size(); ++i) visit(segments_[i], stream_of_[i]);
  }
  /// Calls visit(tree) for each stream that has relays.
  void for_each_relay_tree(auto&& visit) {
    for (RelayTree& tree : trees_)
      if (!tree.empty()) visit(tree);
  }

  /// Fills in the tokens and track-cycles of each stream. `last` is the last cycle of the run.
  void finish(Cycle last, std::vector<StreamResult>& streams);

 private:
  struct Builder;

  const Mapping& mapping_;
  BrokenRule broken_;
  std::deque<Segment> segments_;
  std::vector<StreamId> stream_of_;  ///< of each segment
  std::deque<RelayTree> trees_;      ///< by stream
  IdVector<StreamId, Segment*> first_;
  std::map<std::pair<StreamId, UnitId>, Segment*> last_;
};

}  // namespace rda::sim::fast
