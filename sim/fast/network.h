// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/fast/relay.h"

namespace rda::sim::fast {

/// The segments and relays of every stream.
class Network {
 public:
  /// Relays get the scheduler's numbers from `first_relay` on.
  Network(const Chip& chip, const Mapping& mapping, const SimulateOptions& options,
          int first_relay);

  /// The segment a stream's writer puts tokens into (and into those it is linked to by `also`), and
  /// the one a reader takes them from.
  Segment* from_writer(int stream) { return first_[static_cast<std::size_t>(stream)]; }
  Segment* to_reader(int stream, int unit) { return last_.at({stream, unit}); }
  /// The relay a segment ends at; null if it ends at a unit.
  Relay* relay_at_end(const Segment* segment) const;

  /// When a token under way last went on over a link.
  Cycle last_crossing() const;
  std::vector<Relay>& relays() { return relays_; }

  /// Counts what is under way in the last cycle, then the stream's track-cycles.
  void finish(Cycle last, std::vector<StreamResult>& streams);

  /// Segments of a stream that lead to full or empty ends: what deadlock analysis walks.
  const Relay* relay_before(const Segment* segment) const;

 private:
  struct Builder;

  const Mapping& mapping_;
  std::vector<Segment> segments_;  ///< never grows beyond what is reserved: they are pointed at
  std::vector<int> stream_of_;     ///< of each segment
  std::vector<Relay> relays_;      ///< likewise
  std::vector<Segment*> first_;
  std::map<std::pair<int, int>, Segment*> last_;
};

}  // namespace rda::sim::fast
