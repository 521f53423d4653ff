// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rda::sweep {

/// SHA-256 of the sources that a result depends on, in hexadecimal (made by CMake).
std::string_view simulator_sources();

/// What a point's results are results of: the version and the first 16 digits of the sources' hash,
/// e.g. "0.1.0+0123456789abcdef". A rebuilt simulator that may give other results has another one.
std::string simulator();

}  // namespace rda::sweep
