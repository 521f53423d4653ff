// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace rda {

/// Writes `text` to stderr as far as that is possible: what people are told never decides how a
/// command ends.
void tell(std::string_view text) noexcept;

}  // namespace rda
