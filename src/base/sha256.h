// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rda {

/// SHA-256 of `text` (FIPS 180-4), in hexadecimal.
std::string sha256(std::string_view text);

}  // namespace rda
