// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::explain {

/// When the tokens of a routed stream left each switch of its route, to all next hops at once.
///
/// Token n leaves a switch when it has arrived and each next buffer has room, that is, when the pop
/// of token n − capacity has been seen. So the puts of the writer and the pops of the readers
/// determine all crossings.
class Crossings {
 public:
  /// A reader of the stream.
  struct Exit {
    int node = -1;  ///< of its switch
    UnitId unit;
    int depth = 0;                   ///< of its FIFO
    const Series* popped = nullptr;  ///< cycle of each pop
  };
  /// `put`: cycles in which the writer put each token on its first link.
  Crossings(const Chip& chip, const Stream& stream, const Series& put, std::vector<Exit> exits);

  /// Capacity of a switch's skid buffer.
  std::int64_t skid() const { return 2 * hop_; }
  const std::vector<int>& children(int node) const { return children_[at(node)]; }
  const std::vector<Exit>& exits() const { return exits_; }
  const Exit& exit_to(UnitId unit) const;
  /// The cycle in which token n left the switch; it must be within the trace.
  Cycle crossed(int node, std::int64_t n) const;

 private:
  static std::size_t at(std::int64_t number) { return static_cast<std::size_t>(number); }
  bool add(const Series& put, int node, std::int64_t n);

  const std::string& name_;  ///< of the stream
  std::span<const RouteNode> route_;
  Cycle hop_;
  std::vector<Exit> exits_;
  std::vector<std::vector<int>> children_;   ///< by node
  std::vector<std::vector<int>> exits_at_;   ///< by node
  std::vector<std::vector<Cycle>> crossed_;  ///< by node and token
};

}  // namespace rda::explain
