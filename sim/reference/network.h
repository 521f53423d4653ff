// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/deadlock.h"
#include "sim/reference/link.h"
#include "sim/reference/tile.h"

namespace rda::sim::reference {

/// The links of one stream.
struct StreamLinks {
  /// A link to a reader, and the route's node it comes from (-1: there is no route).
  struct Exit {
    int node = -1;
    UnitId unit;
    Link* link = nullptr;
  };
  std::vector<Link*> into_node;  ///< by node of the route; the writer's link is that into node 0
  std::vector<Exit> exits;       ///< as Stream::to
  std::unique_ptr<Broadcast> to_all;  ///< on the ideal network: all exits

  /// Where the writer puts its tokens.
  LinkOut& first() const {
    if (to_all) return *to_all;
    return into_node.empty() ? *exits.front().link : *into_node.front();
  }
};

/// All links of the chip that the mapping uses.
class Network {
 public:
  explicit Network(const Context& context);

  const StreamLinks& links(StreamId stream) const { return streams_[stream]; }
  bool is_counting_down() const;
  /// The waits of a program that cannot continue.
  std::vector<Wait> waits(UnitId unit, const Blockage& blockage) const;

 private:
  struct Builder;
  Link* add_exit(StreamId stream, UnitId to, int latency);
  Link* add(const std::string& name, Link::Shape shape);
  /// Readers beyond the node (-1: beyond the writer) to which all buffers are full.
  std::vector<UnitId> full_readers(StreamId stream, int node) const;
  std::vector<Wait> waits_for_token(UnitId unit, StreamId stream) const;

  const Context& context_;
  std::vector<std::unique_ptr<Link>> all_;
  IdVector<StreamId, StreamLinks> streams_;
};

}  // namespace rda::sim::reference
