// SPDX-License-Identifier: Apache-2.0
#include "onnx/sequences.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "rda/error.h"

namespace rda::onnx {
namespace {

void add_x(Chain& chain, const std::string& array, const View& view, Shape shape) {
  if (!view.data) return;
  const auto stride = [&](int axis) {
    return axis < 0 ? 0 : view.strides[static_cast<std::size_t>(axis)];
  };
  View x = view;
  x.strides = {stride(chain.time_axis), stride(chain.batch_axis)};
  if (view.integer)
    shape.pop_back();
  else
    x.strides.push_back(view.strides.back());
  x.shape = shape;
  chain.network.arrays[array] = {shape, values_of(x)};
}

/// The steps of a sequence that is arranged as x.
std::int64_t steps_of(const Chain& chain, const View& view, const std::string& name,
                      const std::string& file) {
  const Network& network = chain.network;
  const auto extent = [&](int axis) {
    return axis < 0 ? 1 : view.shape[static_cast<std::size_t>(axis)];
  };
  const int axes = view.rank() - (view.integer ? 0 : 1);
  if (axes != 2 || std::max(chain.time_axis, chain.batch_axis) >= axes ||
      extent(chain.batch_axis) != network.batch)
    throw WorkloadError(
        fmt::format("{}: input '{}'", file, one_line(name, 80)),
        fmt::format("is the sequence of a decoder and has shape {} (needed are steps and {} "
                    "sequences, arranged as those of '{}')",
                    to_string(view.shape), network.batch, one_line(network.x, 80)));
  return extent(chain.time_axis);
}

}  // namespace

void add_sequences(Chain& chain, const Views& values, const std::string& file) {
  Network& network = chain.network;
  add_x(chain, "x", values.at(network.x), {network.steps, network.batch, network.input});
  for (const auto& [number, name] : network.inputs) {
    const View& view = values.at(name);
    Layer& layer = network.layers[static_cast<std::size_t>(number)];
    layer.steps = steps_of(chain, view, name, file);
    add_x(chain, fmt::format("x_l{}", number), view, {layer.steps, network.batch, layer.size});
  }
}

}  // namespace rda::onnx
