// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string_view>

#include "onnx/cell_body.h"
#include "onnx/layers.h"

namespace rda::onnx {

/// A Scan or Loop whose body is a cell, as an LSTM, GRU or RNN.
/// @param outer  the values that the body can read from around it @return as Layers::computed()
/// @throws WorkloadError  naming the node, and the node of its body that no cell has
std::map<std::size_t, View> scan(Node& node, const Views& outer, Chain& chain);
std::map<std::size_t, View> loop(Node& node, const Views& outer, Chain& chain);

}  // namespace rda::onnx
