// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/mapping.h"
#include "sim/step_counter.h"

namespace rda::sim {

/// Tokens of the first `steps` steps (0: of all) at a sink.
std::int64_t tokens_of_steps(const Mapping& mapping, const Program& sink, std::int64_t steps);

/// Counts the first `steps` steps (0: all) at a sink.
StepCounter step_counter(const Mapping& mapping, const Program& sink, std::int64_t steps);

}  // namespace rda::sim
