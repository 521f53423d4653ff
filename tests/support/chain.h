// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "support/hand_mapping.h"

namespace rda::test {

/// tests/derived/02: a source, a PCU of five stages, a sink. The source sends from cycle 0 on, the
/// PCU fires from cycle 4 on, and the sink takes from cycle 12 on.
inline HandMapping chain(std::int64_t steps, std::int64_t tokens) {
  HandMapping m(1, 4);
  m.steps(steps);
  m.source("in", {0, 0}, steps * tokens);
  m.pcu("X", {0, 2}, {steps * tokens}, 5).in("x").out("y").element_wise();
  m.sink("out", {0, 3}, steps * tokens);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

}  // namespace rda::test
