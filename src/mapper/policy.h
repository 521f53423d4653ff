// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// Unrollings to try, in order. Asked for by the user: that one alone. Policy `paper`: the
/// published unrolling (Zhao et al. 2019, Table 7: LSTM 256 hu 6, ru 4; other LSTM 4, 8; GRU 5, 8,
/// as the printed hu = 2 contradicts the paper's own latencies; a vanilla RNN as an LSTM), then
/// with ru halved down to 1, then all of that with hu halved.
std::vector<Plan> plans(const Graph& graph, const Chip& chip, const MappingOptions& options);

/// Values of a vector: as many as the format packs into the lanes' words.
int values_per_vector(const Graph& graph, const Chip& chip);

}  // namespace rda::mapper
