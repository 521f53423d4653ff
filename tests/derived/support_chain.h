// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "derived/support.h"

namespace rda::derived {

/// The chain of 02 and 06: three PCUs at mixed distances.
inline HandMapping chain() {
  HandMapping m(4, 6);
  m.source("in", {0, 0}, 20);
  m.pcu("P1", {0, 2}, {20}, 1).in("x").out("y").element_wise();
  m.pcu("P2", {2, 0}, {20}, 3).in("x").out("y").element_wise();
  m.pcu("P3", {3, 4}, {20}, 6).in("x").out("y").element_wise();
  m.sink("out", {0, 5}, 20);
  m.vector("s1", "in", {"P1.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("s2", "P1.y", {"P2.x"}, {{{0, 2}, {1, 2}, {2, 2}, {2, 1}, {2, 0}}});
  m.vector("s3", "P2.y", {"P3.x"}, {{{2, 0}, {3, 0}, {3, 1}, {3, 2}, {3, 3}, {3, 4}}});
  m.vector("s4", "P3.y", {"out"}, {{{3, 4}, {2, 4}, {1, 4}, {0, 4}, {0, 5}}});
  return m;
}

}  // namespace rda::derived
