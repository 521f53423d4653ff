// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "onnx/layers.h"

namespace rda::onnx {

View Layers::embedding(Node& node) {
  const View& table = node.need(0, "data");
  const View& index = node.need(1, "indices");
  node.require(table.data && index.integer,
               "takes by indices that a run makes, and not rows of a constant by integers of x");
  node.require(table.rank() == 2 && node.axis(node.integer("axis", 0), 2) == 0,
               fmt::format("takes of a constant {} (rows of one of two dimensions are supported)",
                           to_string(table.shape)));
  Layer layer;
  layer.type = "embedding";
  layer.node = node.name();
  layer.vocabulary = table.shape[0];
  layer.size = table.shape[1];
  const View y =
      chain_.append(node, std::move(layer), with_axis(index, index.rank()), table.shape[1]);
  put("weight", table.shape, values_of(table));
  return y;
}

}  // namespace rda::onnx
