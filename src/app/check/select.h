// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "regress/golden.h"

namespace rda::app {

/// The golden file with the cases that match a pattern: a name as it stands, or one with * and ? as
/// in a shell. All cases if there is no pattern.
/// @throws ConfigError  naming `file`, if no case matches a pattern
regress::Golden cases_named(regress::Golden golden, const std::vector<std::string>& patterns,
                            const std::string& file);

}  // namespace rda::app
