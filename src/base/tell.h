// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace rda {

/// Writes `text` to stderr as far as that is possible: what people are told never decides how a
/// command ends. A terminal gets lines of at most kScreenColumns; what follows of one that is
/// longer is indented.
void tell(std::string_view text) noexcept;

/// The same as it is: for what is no lines for people, such as a line that is written over.
void tell_raw(std::string_view text) noexcept;

}  // namespace rda
