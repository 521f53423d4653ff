// SPDX-License-Identifier: Apache-2.0
#include "workload/onnx_arrays.h"

#include "workload/arrays.h"
#include "workload/tensors.h"

namespace rda::workload {

std::vector<NpzArray> arrays_of_model(const onnx::Network& network, const Workload& workload) {
  std::vector<NpzArray> arrays;
  if (!network.arrays.contains("x")) {
    const Tensor x =
        generated_x(workload, recurrences(Direction::forward).front(), workload.steps_of_run());
    arrays.push_back({"x", x_array(workload).shape, {x.values.begin(), x.values.end()}});
  }
  for (const PlacedLayer& placed : layers_of(workload)) {
    if (placed.layer.type != LayerType::input) continue;
    const Array own = x_array(workload, placed);
    if (network.arrays.contains(own.name)) continue;
    const Tensor x = generated_x(workload, placed, workload.steps_of_run());
    arrays.push_back({own.name, own.shape, {x.values.begin(), x.values.end()}});
  }
  for (const auto& [name, array] : network.arrays) {
    require_finite(array.values, array.shape, workload.data + ": " + name);
    arrays.push_back({name, array.shape, array.values});
  }
  return arrays;
}

}  // namespace rda::workload
