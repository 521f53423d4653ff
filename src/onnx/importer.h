// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "onnx/model.h"
#include "onnx/network.h"

namespace rda::onnx {

/// A value for each open dimension of the inputs, by its name.
using Dims = std::map<std::string, std::int64_t>;

/// An open dimension as messages and Dims call it.
std::string name_of(const ValueInfo& input, std::size_t axis);
/// The inputs of the graph that have no initializer.
std::vector<const ValueInfo*> open_inputs(const Model& model);

/// Recognises the layers of a model. @throws WorkloadError  as import_model()
Network import_with(const Model& model, const Given& given, const Dims& dims);

}  // namespace rda::onnx
