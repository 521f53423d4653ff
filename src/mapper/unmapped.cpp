// SPDX-License-Identifier: Apache-2.0
#include "mapper/unmapped.h"

#include <fmt/format.h>

#include <string>

#include "graph/operators.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

/// What of a node has no units; empty: all has.
std::string unmapped(const Node& node) {
  using graph::OpClass;
  switch (graph::class_of(node.op)) {
    case OpClass::accumulation:
      return std::string(word(node.op));
    case OpClass::round:
    case OpClass::product:
    case OpClass::leaf:
    case OpClass::sum:
    case OpClass::table:
    case OpClass::element_wise:
    case OpClass::reduce:
    case OpClass::gather:
    case OpClass::score:
      break;
  }
  return {};
}

}  // namespace

void refuse_unmapped(const Graph& graph) {
  for (const Node& node : graph.nodes)
    if (const std::string what = unmapped(node); !what.empty())
      throw MappingError(node.name,
                         fmt::format("the mapper has no units for {} (it maps gradients that are "
                                     "made row by row)",
                                     what));
}

}  // namespace rda::mapper
