// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "sim/reference/tile.h"

namespace rda::sim::reference {

/// One stream's passage through one switch: the skid buffer that it reads and the next links.
class Hop : public Tile {
 public:
  /// @param switch_links  how many of the next links lead to another switch
  Hop(sc_core::sc_module_name name, Context& context, int switch_links);

  InPort in{"in"};
  sc_core::sc_port<LinkOut, 0> next{"next"};  ///< all links it passes a token to, in one cycle

  Cycle carrying() const { return carrying_; }
  Cycle held() const { return held_; }

 private:
  void tick() override;
  bool all_have_room() const;

  const int switch_links_;
  Cycle carrying_ = 0, held_ = 0;  ///< track-cycles of the links to other switches
};

/// A hop to be built.
struct HopPlan {
  StreamId stream;
  int switch_links = 0;
};

/// A switch of the static network: it holds one hop for each stream that passes.
class Switch : public sc_core::sc_module {
 public:
  Switch(sc_core::sc_module_name name, Context& context, const std::vector<HopPlan>& plans);

  Hop& hop(StreamId stream) { return *hops_.at(stream); }

 private:
  std::map<StreamId, std::unique_ptr<Hop>> hops_;  ///< by stream
};

}  // namespace rda::sim::reference
