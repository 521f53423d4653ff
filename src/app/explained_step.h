// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "app/arguments.h"

namespace rda::app {

/// Adds --step, the time step to explain.
void add_step(CLI::App& app, std::optional<std::int64_t>& step);

/// @param steps  of the workload @throws UsageError  if it has no such step
void check_step(const std::optional<std::int64_t>& step, std::int64_t steps);

}  // namespace rda::app
