// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/knobs.h"

namespace rda::app {

/// The pointers, at most three, that a user may have meant by `asked`, which is none of them: those
/// that differ in few letters, otherwise those with its last key, otherwise those whose pointer or
/// meaning has the words of `asked`.
/// None if no value is near.
std::vector<std::string> near_values(const std::string& asked,
                                     const std::vector<json::Knob>& values);

}  // namespace rda::app
