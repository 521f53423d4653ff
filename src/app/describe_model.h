// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace rda::app {

/// What an ONNX model is, as text for people: inputs, layers with parameters and operations,
/// outputs, and which of the chips that come with the program it fits.
/// @param sets  words of --set, for the workload: /steps and /batch fill open dimensions
/// @throws WorkloadError, ConfigError, UsageError
std::string describe_model(const std::string& file, const std::vector<std::string>& sets);

}  // namespace rda::app
