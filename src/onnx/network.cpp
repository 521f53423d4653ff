// SPDX-License-Identifier: Apache-2.0
#include "onnx/network.h"

#include <algorithm>

namespace rda::onnx {

bool ends_sequence(const Layer& layer) { return layer.type == "last" || layer.type == "mean"; }

std::string direction_of(const Network& network, int layer) {
  const auto first = std::ranges::find_if(network.layers, &Layer::recurrent);
  std::string direction = first == network.layers.end() ? "forward" : first->direction;
  if (direction == "bidirectional") direction = "forward";
  for (int i = 0; i <= layer; ++i) {
    const Layer& at = network.layers[static_cast<std::size_t>(i)];
    if (at.recurrent())
      direction = at.direction;
    else if (ends_sequence(at) || at.type == "input" || direction == "bidirectional")
      direction = "forward";
  }
  return direction;
}

}  // namespace rda::onnx
