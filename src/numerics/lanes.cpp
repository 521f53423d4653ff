// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <vector>

#include "numerics/tree.h"
#include "rda/numerics.h"

namespace rda {

float maximum(float a, float b) {
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<float>::quiet_NaN();
  if (a == b) return std::signbit(a) ? b : a;  // +0 is above −0
  return a > b ? a : b;
}

float minimum(float a, float b) {
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<float>::quiet_NaN();
  if (a == b) return std::signbit(a) ? a : b;
  return a < b ? a : b;
}

float sum_of_lanes(std::span<const float> lanes) {
  std::vector<float> values(lanes.begin(), lanes.end());
  return numerics::tree(values, [](float a, float b) { return a + b; });
}

float maximum_of_lanes(std::span<const float> lanes) {
  std::vector<float> values(lanes.begin(), lanes.end());
  return numerics::tree(values, maximum);
}

}  // namespace rda
