// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "regress/golden.h"

namespace rda::app {

/// Checks what the cases of a golden file say: knobs, policies, and that reports have the figures
/// which were never recorded.
/// @throws ConfigError  for everything that is wrong, naming `file`
void check_words(const regress::Golden& golden, const std::string& file);

/// The same, and reads the chip and the workload of every case, with the values that it sets.
/// @throws Error (bad input)  for everything that is wrong
void check_inputs(const regress::Golden& golden, const std::string& file);

}  // namespace rda::app
