// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "flow/repeat.h"

namespace rda::app {

// What a command that repeats the run of a report tells about it, as notes on stderr.

/// That another program made the report, if one did.
void tell_other_program(const std::string& file, const flow::Repeat& report);
/// That the report says something else than its run: it was changed, or an earlier program counted
/// otherwise.
void tell_difference(const std::string& file, const flow::Repeat& report, const Report& repeated);

}  // namespace rda::app
