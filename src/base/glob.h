// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda {

/// Whether a name is this one, or matches it as a pattern of the shell: `*`, `?`, `[...]`.
bool matches(const std::string& pattern, const std::string& name);

}  // namespace rda
