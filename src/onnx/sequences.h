// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "onnx/chain.h"
#include "onnx/node.h"

namespace rda::onnx {

/// Notes the steps of the sequences behind x, and the arrays of all sequences that are given: "x"
/// and "x_l<layer>", [steps, batch, elements], or [steps, batch] where an embedding reads them.
/// @param file  of the model, for messages @throws WorkloadError  if a sequence behind x is
/// arranged in another way than x
void add_sequences(Chain& chain, const Views& values, const std::string& file);

}  // namespace rda::onnx
