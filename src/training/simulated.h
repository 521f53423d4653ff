// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/graph.h"
#include "rda/tensors.h"
#include "rda/workload.h"

namespace rda::training {

/// Whether a batch of training of the workload is simulated, not inference.
bool simulates_training(const Workload& workload);

/// Whether its mapping settles where the stash lies.
bool settles_stash(const Workload& workload);

/// The graph that is mapped: of a batch of training if that is simulated, otherwise lower().
/// @throws as lower(), plan_of() and batch_graph() do
Graph graph_of(const Workload& workload);

/// Its tensors: those of the first batch of training, or those of make_tensors().
/// @throws as make_tensors() and Windows
Tensors tensors_of(const Workload& workload, std::int64_t steps);

}  // namespace rda::training
