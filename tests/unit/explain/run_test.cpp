// SPDX-License-Identifier: Apache-2.0
#include "unit/explain/support.h"

namespace rda {
namespace {

using test::HandMapping;

/// A source, PCUs of two layers with 5 and 3 stages, a sink; 4 steps of 5 tokens.
HandMapping two_layers() {
  HandMapping m(1, 6);
  m.steps(4);
  m.source("in", {0, 0}, 20);
  m.pcu("A", {0, 2}, {20}, 5).in("x").out("y").element_wise();
  m.pcu("B", {0, 4}, {20}, 3).in("x").out("y").element_wise();
  m.sink("out", {0, 5}, 20);
  m.vector("x", "in", {"A.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "A.y", {"B.x"}, {{{0, 2}, {0, 3}, {0, 4}}});
  m.vector("z", "B.y", {"out"}, {{{0, 4}, {0, 5}}});
  m.mapping.units[m.unit("A")].origin.layer = 0;
  m.mapping.units[m.unit("B")].origin = {.layer = 1, .direction = "reverse"};
  return m;
}

RunExplanation explained_run(const HandMapping& m) {
  const Mapping mapping = m.finished();
  return explain_run(m.chip, mapping, traced(m, mapping, mapping.steps));
}

TEST(ExplainRun, PartsAreThoseOfTheWayOfTheLastToken) {
  // The source sends token 18 in cycle 18. It crosses 4 links, 5 stages, 4 links, 3 stages and
  // 3 links; the sink takes it in cycle 37, and the last one in cycle 38. The links belong to the
  // unit that sends.
  const RunExplanation e = explained_run(two_layers());
  EXPECT_EQ(e.cycles, 39);
  ASSERT_EQ(e.parts.size(), 3U);
  EXPECT_EQ(e.parts[0].layer, -1);
  EXPECT_EQ(e.parts[0].cycles, 18 + 4 + 2);
  EXPECT_EQ(e.parts[0].unit, "in");
  EXPECT_EQ(e.parts[0].unit_cycles, 18 + 4);
  EXPECT_EQ(e.parts[0].first, 0);
  EXPECT_EQ(e.parts[0].last, 38);
  EXPECT_EQ(e.parts[1].layer, 0);
  EXPECT_EQ(e.parts[1].cycles, 5 + 4);
  EXPECT_EQ(e.parts[1].first, 22);
  EXPECT_EQ(e.parts[1].last, 30);
  EXPECT_EQ(e.parts[2].direction, "reverse");
  EXPECT_EQ(e.parts[2].cycles, 3 + 3);
}

TEST(ExplainRun, CategoriesAreThoseOfTheSteps) {
  const HandMapping m = two_layers();
  const RunExplanation e = explained_run(m);
  Cycle links = 0;
  for (const ChainShare& share : e.summary)
    if (share.category == ChainCategory::links) links = share.cycles;
  EXPECT_EQ(links, 4 + 4 + 3);
}

TEST(ExplainRun, TheTableNamesTheParts) {
  const std::string text = to_text(explained_run(two_layers()));
  EXPECT_NE(text.find("\n        0        38        24   61.5  input, output     in\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\n       31        36         6   15.4  layer 1, reverse  B\n"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace rda
