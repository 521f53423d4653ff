// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// Values that were rounded to a format, and how many of them lie beyond its largest or smallest
/// value.
struct ClippedCount {
  std::int64_t values = 0, clipped = 0;
};

/// What was rounded: weights by their tensor, x and y by theirs, operands of products (each item
/// once, whatever the number of gates) and states (each item after its step) by their node. Values
/// that stay fp32 between two operators are not rounded and not counted.
struct RoundedTensor {
  std::string name;
  RoundedUse use = RoundedUse::weights;
  Format format = Format::fp32;
  auto operator<=>(const RoundedTensor&) const = default;
};

using Clipped = std::map<RoundedTensor, ClippedCount>;

/// As evaluate_chip(), and counts what the formats clip.
std::map<std::string, std::vector<double>> evaluate_chip_counting(const Graph& graph,
                                                                  const Tensors& tensors,
                                                                  const ReductionOrder& order,
                                                                  std::int64_t steps,
                                                                  Clipped& clipped);

}  // namespace rda::graph
