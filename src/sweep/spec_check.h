// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sweep/setting.h"
#include "sweep/spec.h"

namespace rda::sweep {

/// Checks settings, axes, derived values and constraints of a spec. Names in expressions are only
/// looked up once the axes are right, which bring names.
/// @throws ConfigError  for every problem
void check_parts(const Spec& spec, const std::string& file, const Ground& ground);

}  // namespace rda::sweep
