// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/graph.h"
#include "rda/tensors.h"
#include "rda/training.h"

namespace rda::training {

/// Whether weights change after each micro-batch: in an asynchronous pipeline.
bool is_asynchronous(const Training& training);

/// How often weights change in a batch.
int updates_of_batch(const Training& training);

/// What the inputs and first states of a graph read, for some sequences of a batch.
/// @param tensors  of the batch, a row for each of its sequences in each step
/// @param graph  of those sequences alone
/// @param first  the first of them
ExactTensors sequences_of(const ExactTensors& tensors, const Graph& graph, std::int64_t batch,
                          std::int64_t first);

}  // namespace rda::training
