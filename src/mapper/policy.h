// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// The plans of policy `paper`, in the order to try them: the published unrolling (Zhao et al.
/// 2019, Table 7: hu 6, ru 4 for LSTM 256; 4, 8 for other LSTMs and for plain RNNs; 5, 8 for GRUs,
/// because the printed hu = 2 contradicts the paper's own latencies), then ru halved down to 1,
/// then hu halved with ru at its published value again, and so on. `options` fixes hu, ru or both.
/// @throws MappingError  if `options.rv` is neither 0 nor values_per_vector()
std::vector<Plan> plans(const Graph& graph, const Chip& chip, const MappingOptions& options);

/// Values of a vector: the number that the format of the weights packs into the SIMD lanes.
int values_per_vector(const Graph& graph, const Chip& chip);

}  // namespace rda::mapper
