// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "onnx/model.h"

namespace rda::onnx {

/// Puts one node in the place of the nodes that exporters write for a layer norm (ReduceMean, Sub,
/// Pow, ReduceMean, Add, Sqrt, Div, Mul, Add) and for an exact GELU (Div, Erf, Add, Mul, Mul),
/// where nothing else reads what lies between them.
void join_decomposed(Model& model);

}  // namespace rda::onnx
