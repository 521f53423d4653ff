// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "rda/graph.h"
#include "rda/workload.h"
#include "training/pipeline.h"

namespace rda::training {

/// The stages of a pipeline: consecutive layers.
struct Stages {
  std::vector<int> first_layers;  ///< of each stage
  PipelineTimes times;

  std::size_t stage_of(int layer) const;
};

/// The stages of the workload's pipeline. Where the file has their number alone, the stage with the
/// most multiply-accumulates has as few as possible. Where it has no cycles, a stage takes a cycle
/// for each multiply-accumulate of its products forward, two backward, and one for each of their
/// weights in an update.
/// @param forward  the graph of the network, of a whole batch
Stages stages_of(const Workload& workload, const Graph& forward);

}  // namespace rda::training
