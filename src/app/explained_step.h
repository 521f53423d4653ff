// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "app/arguments.h"

namespace rda::app {

/// Adds --step, the time step to explain.
void add_step(CLI::App& app, std::optional<std::int64_t>& step);

/// @throws UsageError  if the workload has no such step
void check_step(const std::optional<std::int64_t>& step, const Workload& workload);

}  // namespace rda::app
