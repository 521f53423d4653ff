// SPDX-License-Identifier: Apache-2.0
// Initial states that a run makes: those of a decoder, from its encoder.
#include <fmt/format.h>

#include <optional>

#include "onnx/layers.h"

namespace rda::onnx {

int initial_layer(const Node& node, const Chain& chain, bool batch_first) {
  const auto state = [&](std::size_t input, const char* what, Shown shown) {
    const View* view = node.input(input);
    if (!view || !chain.makes(*view)) return std::optional<int>();
    const Shape order{1, 0, 2};
    node.require(view->rank() == 3, fmt::format("{} of shape {}", what, to_string(view->shape)));
    const std::optional<int> layer =
        chain.states_of(batch_first ? transposed(*view, order) : *view, shown);
    node.require(layer.has_value(),
                 fmt::format("{} is made in the run, of something else than all last states of one "
                             "layer (Y_h and Y_c of it are supported)",
                             what));
    return layer;
  };
  const std::optional<int> h = state(5, "initial_h", Shown::h_n);
  const std::optional<int> c = state(6, "initial_c", Shown::c_n);
  node.require(node.op() != "LSTM" || h == c,
               "initial_h and initial_c are not the last states of the same layer (Y_h and Y_c of "
               "one layer, or constants, are supported)");
  return h.value_or(-1);
}

}  // namespace rda::onnx
