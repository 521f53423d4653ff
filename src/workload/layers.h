// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rda/workload.h"

namespace rda::workload {

bool is_recurrent(LayerType type);

/// A layer with what follows from its place among the others.
struct PlacedLayer {
  Layer layer;
  int number = 0;
  std::int64_t input = 0;  ///< elements that it reads in a step
  Formats formats;

  bool recurrent() const { return is_recurrent(layer.type); }
  bool has_c() const { return layer.type == LayerType::lstm; }
  /// Elements of each gate; of a layer without weights: of its input.
  std::int64_t rows() const {
    if (layer.type == LayerType::linear) return layer.size;
    return recurrent() ? layer.hidden : input;
  }
  /// Elements of h, or of what another layer makes.
  std::int64_t output() const { return layer.projection > 0 ? layer.projection : rows(); }
  /// The gates in the order in which torch stacks them; "y" of a linear layer, none of others.
  std::vector<std::string> gates() const;
  /// The gates that see c, in the order of their peepholes.
  std::vector<std::string> peepholes() const;
  /// Whether the biases of the input product and of the recurrent product of a gate are added at
  /// different places.
  bool biases_apart(std::string_view gate) const;
};

/// The layers of a workload, one after the other.
std::vector<PlacedLayer> layers_of(const Workload& workload);

/// The direction of the recurrent layers.
Direction direction_of(const Workload& workload);

/// Steps of a sequence.
std::int64_t length_of(const Workload& workload, std::int64_t sequence);

/// Elements of x: `workload.input`, or those of h of the first layer if it is 0.
int input_of(const Workload& workload);

}  // namespace rda::workload
