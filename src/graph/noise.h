// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rda/graph.h"

namespace rda::graph {

/// What the random bits of stochastic rounding follow from, besides the name of the node and the
/// number of the element: the same numbers give the same bits, in whatever order they are asked.
struct Noise {
  std::uint64_t seed = 0, batch = 0;
};

/// The random bits of an element of a node.
std::uint32_t random_bits(const Noise& noise, std::string_view node, std::size_t element);

/// As evaluate_chip() in all steps, with this noise in nodes that round at random.
std::map<std::string, std::vector<double>> evaluate_chip_noisy(const Graph& graph,
                                                               const Tensors& tensors,
                                                               const ReductionOrder& order,
                                                               const Noise& noise);

}  // namespace rda::graph
