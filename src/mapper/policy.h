// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// The plans of policy `paper`, in the order to try them: the published unrolling of the stage with
/// the most products (Zhao et al. 2019, Table 7: hu 6, ru 4 for LSTM 256; 4, 8 for other LSTMs and
/// for what is not published; 5, 8 for GRUs, because the printed hu = 2 contradicts the paper's own
/// latencies), then ru halved down to 1, then hu halved with ru at its published value again, and
/// so on. `options` fixes hu, ru or both. Stages of other sizes keep up: with_other_stages().
/// @throws MappingError  if `options.hv` is none that the chip and the graph admit, or `options.rv`
/// neither 0 nor the number of columns in a token
std::vector<Plan> plans(const Graph& graph, const Chip& chip, const MappingOptions& options);

/// Where the sequences lie that go from domain to domain: the choice of `options`, or the policy's.
/// @throws MappingError  if it needs off-chip memory, and the chip has none; or if all are to be
/// spilled, and a network that is not cut has none
Sequences whole_sequences(const Graph& graph, const Chip& chip, const MappingOptions& options);

/// Whether the values of a graph may be vectors of rows (Plan::hv).
bool rows_fit_lanes(const Graph& graph);

/// Elements of the stage with the most products, under the plan's hv.
std::int64_t elements_of_most_products(const Graph& graph, const Chip& chip, const Plan& plan);

/// `plan` for the stage with the most products and for those of the same size. A stage of another
/// size computes as few rows at a time as its dot products need to take no more cycles of a step.
Plan with_other_stages(const Graph& graph, const Chip& chip, Plan plan);

/// Values of a vector of the first product.
int values_per_vector(const Graph& graph, const Chip& chip);

}  // namespace rda::mapper
