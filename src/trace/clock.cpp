// SPDX-License-Identifier: Apache-2.0
#include "trace/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rda::trace {

std::int64_t Clock::picoseconds(Cycle cycle) const {
  return std::llround(static_cast<double>(cycle) * (1e6 / mhz_));
}

std::string Clock::text(std::int64_t picoseconds) {
  std::string text = fmt::format("{}.{:06}", picoseconds / 1000000, picoseconds % 1000000);
  return text.erase(std::max(text.find_last_not_of('0'), text.find('.') + 1) + 1);
}

}  // namespace rda::trace
