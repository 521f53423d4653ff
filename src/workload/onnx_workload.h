// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>

#include "onnx/network.h"
#include "rda/override.h"
#include "rda/workload.h"

namespace rda::workload {

/// The model that is the data of a workload, with the workload's steps, batch and inputs.
/// @throws WorkloadError  as onnx::import_model()
onnx::Network network_of(const Workload& workload);

/// The workload that an ONNX model is, in the formats of its weights, with `data` the model itself.
/// Open dimensions and the file of inputs come from /steps, /batch and /inputs of the overrides,
/// which override the others of the model's values, too.
/// @throws WorkloadError (as onnx::import_model(); layers that a workload cannot have), ConfigError
/// (an override)
Workload read_model(const std::filesystem::path& file, std::span<const Override> overrides);

}  // namespace rda::workload
