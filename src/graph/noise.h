// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rda/graph.h"
#include "rda/numerics.h"

namespace rda::graph {

/// As evaluate_chip() in all steps, with this noise in nodes that round at random.
std::map<std::string, std::vector<double>> evaluate_chip_noisy(const Graph& graph,
                                                               const Tensors& tensors,
                                                               const ReductionOrder& order,
                                                               const Noise& noise);

}  // namespace rda::graph
