// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rda::json {

/// "; did you mean \"steps\"?" for a key that nobody knows: the known key of the same meaning in
/// other programs ("seq_len"), or one that looks like it; empty if there is none.
std::string suggest_key(std::string_view key, std::span<const std::string> known);

/// The same for a JSON pointer, of which the last key says most: "/lanes", "pcu.lanes" and
/// "/chip/pcu/lane" mean "/pcu/lanes".
std::string suggest_pointer(std::string_view pointer, std::span<const std::string> known);

}  // namespace rda::json
