// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "json/value.h"

namespace rda::json {

/// Adds to an object a member "sha256" of its other members, as JSON text on one line.
void add_sum(Value& object);

/// Takes the member that add_sum() added out of an object read from a file. What is no object, or
/// has none, is left as it is.
/// @throws ConfigError  naming `file`, if the sum is another one: the object was changed
void take_sum(Value& object, const std::string& file);

}  // namespace rda::json
