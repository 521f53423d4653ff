// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace rda::knobs {

/// A knob that may change nothing a run measures, and why.
struct Exception {
  std::string_view pointer, why;
};

/// All of them. Three at most: a knob without an effect is a bug.
inline constexpr std::array kExceptions{
    Exception{"/name", "a label, for people and reports"},
    Exception{"/description", "a sentence, for people"},
    Exception{"/sources", "says where the file's numbers come from"},
};

}  // namespace rda::knobs
