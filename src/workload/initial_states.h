// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rda/graph.h"
#include "workload/layers.h"

namespace rda::workload {

/// The last states of earlier layers with which layers begin.
class InitialStates {
 public:
  InitialStates(const Workload& workload, const std::vector<PlacedLayer>& layers, Graph& graph)
      : workload_(workload), layers_(layers), graph_(graph) {}

  /// Takes, in a domain of one step, the states with which layers of the next domain begin.
  /// @param first  the layer with which that domain begins
  void take(const PlacedLayer& first);
  /// Lets the states of a layer's recurrence, whose nodes are there, begin with them.
  void give(const PlacedLayer& placed, const Recurrence& recurrence);

 private:
  NodeId state(int layer, const Recurrence& recurrence, const char* what) const;
  void take(const PlacedLayer& placed, std::size_t direction);

  const Workload& workload_;
  const std::vector<PlacedLayer>& layers_;
  Graph& graph_;
  std::map<std::string, NodeId> taken_;  // by the name of the state that begins with it
};

}  // namespace rda::workload
