// SPDX-License-Identifier: Apache-2.0
// Figures that are worked out of others after a sweep has run.
#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

/// Two designs of one workload, planned from a spec: of 2 and of 4 lanes.
class SweepFigures : public PlannedSweep {
 protected:
  SweepFigures() : PlannedSweep(R"([{"knob": "/pcu/lanes", "values": [2, 4]}])") {}
};

TEST_F(SweepFigures, AreGoalsByTheirExpressionOrByName) {
  const Outcome direct = ask("best", {"--maximize", "lanes * grid.pcus", "--format", "csv"});
  EXPECT_EQ(direct.out.find("group,key,lanes * grid.pcus,lanes,workload\n"), 0u) << direct.err;
  const Outcome named =
      ask("best", {"--figure", "multipliers = lanes * grid.pcus", "--maximize", "multipliers"});
  expect_parts(named.out, {"multipliers = lanes * grid.pcus\n", "best of 2 designs by most multipl",
                           "#  multipliers  lanes"});
}

TEST_F(SweepFigures, AreColumnsOfTables) {
  EXPECT_EQ(ask("collect", {"--columns", "lanes,max(lanes, 3),twice", "--figure",
                            "twice = 2 * pcu.lanes", "--csv", "-"})
                .out,
            "lanes,\"max(lanes, 3)\",twice\n2,3.0,4.0\n4,4.0,8.0\n");
}

TEST_F(SweepFigures, AreAxesOfPictures) {
  const Outcome outcome = ask("plot", {"--x", "lanes", "--y", "work", "--figure",
                                       "work = lanes * cycles", "-o", path("a.svg")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(read(path("a.svg")), {">work against lanes<", "work = lanes * cycles"});
}

TEST_F(SweepFigures, AreFurtherRowsOfAComparison) {
  const Outcome points =
      rdasim({"compare", points_ + ":1", points_ + ":2", "--store", path("store"), "--figure",
              "work = cycles * pcu.lanes", "--metric", "cycles", "--format", "csv"});
  expect_parts(points.out, {",cycles,", ",work,"});
  const Outcome stores =
      rdasim({"compare", path("store"), path("store"), "--figure", "work = cycles * steps"});
  EXPECT_EQ(stores.code, 0) << stores.err;
  expect_parts(stores.out, {"\nwork  "});
}

TEST_F(SweepFigures, ThatCannotBeAreRefused) {
  const auto refused = [&](const std::string& verb, std::vector<std::string> words, int code,
                           const std::string& part) {
    expect_refusal(ask(verb, words), code, {part});
  };
  refused("best", {"--minimize", "lanes *"}, 64, "--minimize: \"lanes *\": Unexpected end");
  refused("best", {"--minimize", "lanes", "--figure", "a = b"}, 64, "--figure: no goal needs a");
  refused("best", {"--minimize", "a", "--figure", "a == b"}, 64, "--figure a: \"= b\": ");
  refused("best", {"--minimize", "a", "--figure", "a"}, 64, "a is not NAME = EXPRESSION");
  refused("best", {"--minimize", "a", "--figure", "a=1", "--figure", "a=2"}, 64, "--figure a: ");
  refused("best", {"--minimize", "lanes / steqs"}, 2, "steqs; did you mean \"steps\"?");
  refused("collect", {"--csv", "-", "--columns", "lanes / steqs"}, 64, "did you mean \"steps\"?");
  refused("collect", {"--csv", "-", "--figure", "lanes = cycles"}, 64, "have this name already");
  refused("plot", {"--x", "lanes", "--y", "1 +", "-o", "a.svg"}, 64, "--y: \"1 +\": ");
  expect_refusal(rdasim({"compare", path("store"), path("store"), "--figure", "work = cyclse * 2"}),
                 2, {"the two have no number cyclse; did you mean \"cycles\"?"});
}

}  // namespace
}  // namespace rda::cli
