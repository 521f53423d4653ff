// SPDX-License-Identifier: Apache-2.0
#include "mapping/boxes.h"

#include <algorithm>

namespace rda::mapping {

Box made_box(const Program& program, const Port& output) {
  Box box = where_box(program, output);
  const auto below = std::min(box.size(), static_cast<std::size_t>(std::max(output.level, 0)));
  for (std::size_t l = 0; l < below; ++l)
    if (box[l].size() > 0) box[l].lo = box[l].hi - 1;
  return box;
}

std::int64_t firings_in(const Box& box) {
  std::int64_t count = 1;
  for (const Extent& extent : box) {
    if (extent.size() == 0) return 0;
    if (__builtin_mul_overflow(count, extent.size(), &count)) count = kUncountable;
  }
  return count;
}

Box intersection(const Box& a, const Box& b) {
  Box both(a.size());
  for (std::size_t l = 0; l < a.size(); ++l)
    both[l] = {std::max(a[l].lo, b[l].lo), std::min(a[l].hi, b[l].hi)};
  return both;
}

bool covered(const Box& box, const std::vector<Box>& parts) {
  std::int64_t count = 0;
  for (const Box& part : parts)
    if (__builtin_add_overflow(count, firings_in(intersection(box, part)), &count)) return false;
  return count == firings_in(box);
}

}  // namespace rda::mapping
