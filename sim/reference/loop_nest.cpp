// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/loop_nest.h"

#include <algorithm>

namespace rda::sim::reference {

LoopNest::LoopNest(const Program& program)
    : extents_(program.space.extents),
      index_(program.space.rank(), 0),
      done_(std::ranges::any_of(program.space.extents,
                                [](std::int64_t extent) { return extent <= 0; })) {}

void LoopNest::next() {
  for (std::size_t loop = 0; loop < index_.size(); ++loop) {
    if (++index_[loop] < extents_[loop]) return;
    index_[loop] = 0;
  }
  done_ = true;
}

}  // namespace rda::sim::reference
