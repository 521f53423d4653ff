// SPDX-License-Identifier: Apache-2.0
// Designs that are ranked over several workloads.
#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

/// Two designs, of 2 and of 4 lanes; each runs networks of 4 and of 8 hidden units.
class SweepAcross : public PlannedSweep {
 protected:
  SweepAcross()
      : PlannedSweep(R"([{"knob": "/hidden", "values": [4, 8]},
                         {"knob": "/pcu/lanes", "values": [2, 4]}])") {}
};

TEST_F(SweepAcross, FindsOneDesignForAllWorkloads) {
  const Outcome best = ask("best", {"--minimize", "lanes * batch", "--across", "geomean"});
  expect_parts(best.out, {"best of 2 designs by least lanes * batch, geometric mean over 2",
                          "\n1              2      2    1,3  "});
  expect_parts(ask("best", {"--minimize", "hidden", "--across", "worst"}).out,
               {"best of 2 designs by least hidden, worst of 2 workloads", "\n1       8      2"});
  ASSERT_EQ(
      ask("plot", {"--x", "lanes", "--y", "cycles", "--across", "worst", "-o", path("a.svg")}).code,
      0);
  expect_parts(read(path("a.svg")), {"4 points: 4 ok, worst of 2 workloads"});
}

TEST_F(SweepAcross, RefinesEveryPointOfABestDesign) {
  const Outcome refined =
      ask("refine", {"--minimize", "lanes", "--across", "geomean", "-o", path("r.jsonl")});
  expect_parts(refined.err, {"4 points, and 4 of them once more with policy auto: 2 best, 2 next"});
  expect_refusal(ask("best", {"--minimize", "lanes", "--across", "mean"}), 64,
                 {"--across: mean is no way to rank designs (geomean or worst)"});
}

}  // namespace
}  // namespace rda::cli
