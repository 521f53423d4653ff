// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "rda/override.h"
#include "rda/workload.h"

namespace rda::app {

/// Files in place of those that a workload names.
struct DataOptions {
  std::string weights, input;
};

/// Adds --weights.
void add_weights(CLI::App& app, DataOptions& data);
/// Adds --input.
void add_input(CLI::App& app, DataOptions& data);

/// What the options say, as overrides of a workload file.
/// @throws UsageError  if an override says it already
void add_overrides(const DataOptions& data, const std::string& workload_file,
                   std::vector<Override>& overrides);

/// Says on stderr what of a workload's data is generated, and what a model is run as.
void tell_of_model(const Workload& workload);

}  // namespace rda::app
