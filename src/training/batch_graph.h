// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/graph.h"
#include "rda/tensors.h"
#include "rda/workload.h"
#include "training/plan.h"

namespace rda::training {

/// All of a batch of training as one graph that can be mapped: forward, loss, backward, gradients
/// by parameters, update. Its output is kLoss; its states in domains of rows are the parameters and
/// kept_tensors(), whose next values the update makes.
///
/// The gradient by W, the sum of g xᵀ over all items, is made row by row in a domain of rows: row r
/// is the product of element r of all g with the matrix of all x. So its sums are those of a
/// map-reduce, not of one item after the other, and products read whole sequences from PMUs.
/// @throws WorkloadError  naming what has no such gradient: tables of embeddings, sequences that
/// attention reads
Graph batch_graph(const Workload& workload, const Plan& plan);

/// The tensors of a batch graph in fp64, but for what is learned: those of the workload, and what
/// an optimizer begins with.
ExactTensors batch_tensors(const Workload& workload, const Plan& plan);

}  // namespace rda::training
