// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "rda/workload.h"

namespace rda::training {

/// A layer with `size` elements: of h if it is recurrent.
inline Layer layer(LayerType type, int size) {
  Layer made;
  made.type = type;
  (type == LayerType::linear ? made.size : made.hidden) = size;
  return made;
}

/// A network that is trained with 2 sequences of 3 steps.
inline Workload trained(int input, std::vector<Layer> layers) {
  Workload workload;
  workload.name = "trained";
  workload.input = input;
  workload.batch = 2;
  workload.steps = 3;
  workload.layers.list = std::move(layers);
  workload.training.emplace();
  return workload;
}

}  // namespace rda::training
