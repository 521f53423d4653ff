// SPDX-License-Identifier: Apache-2.0
// Pictures of a critical chain: on the floorplan, and its cycles.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "draw/chain.h"
#include "draw/step.h"
#include "draw/visits.h"
#include "rda/simulate.h"
#include "rda/tracer.h"
#include "support/chain.h"
#include "unit/draw/support.h"

namespace rda::draw {
namespace {

ChainEntry entry(Cycle from, Cycle cycles, ChainCategory category, std::string unit,
                 std::string stream = "") {
  ChainEntry made;
  made.from = from;
  made.cycles = cycles;
  made.kind = stream.empty() ? ChainKind::firings : ChainKind::hops;
  made.category = category;
  made.unit = std::move(unit);
  made.stream = std::move(stream);
  return made;
}

/// Over to the dot unit, which works, and back to where it began.
Explanation round_trip() {
  Explanation e;
  e.step = 2;
  e.steps = 9;
  e.from = 100;
  e.chain = {entry(100, 1, ChainCategory::pipelines, "h"),
             entry(101, 3, ChainCategory::links, "dot", "x"),
             entry(104, 10, ChainCategory::dot_products, "dot"),
             entry(114, 4, ChainCategory::pipelines, "dot"),
             entry(118, 2, ChainCategory::links, "h", "y")};
  e.cycles = 20;
  e.summary = {
      {ChainCategory::dot_products, 10}, {ChainCategory::links, 5}, {ChainCategory::pipelines, 5}};
  return e;
}

TEST(Visits, AreTheWayToAUnitAndItsWork) {
  const std::vector<Visit> visits = visits_of(round_trip());
  ASSERT_EQ(visits.size(), 3u);
  EXPECT_EQ(visits[1].unit, "dot");
  EXPECT_EQ(visits[1].links, 3);
  EXPECT_EQ(visits[1].work, 14);
  EXPECT_EQ(visits[1].category, ChainCategory::dot_products) << "most of its work";
  EXPECT_EQ(visits[1].streams, std::vector<std::string>{"x"});
  EXPECT_EQ(visits[2].number, 1u) << "the unit with which the chain began";
  EXPECT_EQ(visits[2].work, 0);
}

TEST(StepPicture, HasTheCyclesOfEachCategory) {
  const std::string svg = to_svg(round_trip(), "a title");
  EXPECT_EQ(count(svg, ">a title<"), 1u);
  EXPECT_EQ(count(svg, ">step 2 of 9: 20 cycles<"), 1u) << svg;
  EXPECT_EQ(count(svg, ">50.0 %<"), 1u);
  EXPECT_EQ(count(svg, ">25.0 %<"), 2u);
  // Of 420 from left to right, 10 of 20 cycles are half.
  EXPECT_EQ(count(svg, "width=\"210.0\" height=\"26.0\""), 1u) << svg;
  EXPECT_EQ(to_svg(round_trip(), "a title"), svg);
}

/// The chain of a step of five tokens: from the PCU to the sink.
TEST(ChainPicture, ShowsItsUnitsAndTheRoutesBetweenThem) {
  const test::HandMapping hand = test::chain(1, 5);
  const Mapping mapping = hand.finished();
  Tracer tracer(mapping);
  simulate(hand.chip, mapping, hand.tensors, {}, &tracer);
  const Explanation e = explain_step(hand.chip, mapping, tracer.trace(), 0);
  const ChainFigure figure{page::floorplan_of(hand.chip, mapping), e, ""};
  const std::string svg = to_svg(figure, mapping);
  EXPECT_EQ(count(svg, ">step 0 of 1: 17 cycles<"), 1u) << svg;
  for (const char* unit : {">in<", ">X<", ">out<"}) EXPECT_EQ(count(svg, unit), 1u) << unit;
  EXPECT_EQ(count(svg, "points=\"") - figure.plan.ports.size(), 2u) << "an arrow for each stream";
  // x: its port, two links, its reader; y: its writer, a link, its port; each with a halo.
  EXPECT_EQ(count(svg, "stroke=\"#b3400a\" stroke-width=\"2.0\""), 4u + 3) << svg;
  EXPECT_EQ(to_svg(figure, mapping), svg);
}

}  // namespace
}  // namespace rda::draw
