// SPDX-License-Identifier: Apache-2.0
#include "graph/clipped.h"

#include <gtest/gtest.h>

#include "unit/graph/support_graphs.h"

namespace rda::graph {
namespace {

/// int8 of scale 0: what lies beyond −128 and 127 is clipped.
Clipped counted(TwoProducts& two, std::int64_t steps,
                Formats formats = {Format::int8, Format::int8, Format::fp16, Format::int32}) {
  two.graph.set_formats(formats);
  Clipped clipped;
  const auto values = evaluate_chip_counting(two.graph, two.tensors, {1, true, {}}, steps, clipped);
  EXPECT_EQ(values, evaluate_chip(two.graph, two.tensors, {1, true, {}}, steps));
  return clipped;
}

void expect_count(const Clipped& clipped, const char* name, RoundedUse use, Format format,
                  std::int64_t values, std::int64_t beyond) {
  const auto found = clipped.find({name, use, format});
  ASSERT_NE(found, clipped.end()) << name;
  EXPECT_EQ(found->second.values, values) << name;
  EXPECT_EQ(found->second.clipped, beyond) << name;
}

TEST(Clipped, CountsWeightsOperandsStatesAndOutputsBeyondTheirFormat) {
  TwoProducts two(3, 1);
  two.fill("W", {1, 128, -129});
  two.fill("x", {127, -128, 127.5f});
  two.fill("b", {200000});  // the sum is beyond int8 and beyond fp16
  const Clipped clipped = counted(two, 1);
  expect_count(clipped, "W", RoundedUse::weights, Format::int8, 3, 2);
  expect_count(clipped, "U", RoundedUse::weights, Format::int8, 1, 0);
  expect_count(clipped, "x", RoundedUse::operand, Format::int8, 3, 1);
  expect_count(clipped, "s", RoundedUse::operand, Format::int8, 1,
               0);  // the operand is the state before the step
  expect_count(clipped, "s", RoundedUse::state, Format::fp16, 1, 1);
  expect_count(clipped, "y", RoundedUse::output, Format::int8, 1, 1);
}

TEST(Clipped, CountsAnOperandOnceAnItem) {
  TwoProducts two(1, 1);
  two.tensors["x"] = {2, 1, {200, 1}};
  two.fill("b", {200});
  const Clipped clipped = counted(two, 2);
  expect_count(clipped, "x", RoundedUse::operand, Format::int8, 2, 1);
  expect_count(clipped, "s", RoundedUse::operand, Format::int8, 2, 1);  // 0, then 200
  expect_count(clipped, "y", RoundedUse::output, Format::int8, 2, 2);
}

TEST(Clipped, CountsAStateApartFromTheOperandOfTheSameFormat) {
  TwoProducts two(1, 1);
  two.tensors["x"] = {2, 1, {0, 0}};
  two.fill("b", {200000});
  const Clipped clipped = counted(two, 2, {Format::fp16, Format::fp16, Format::fp16, Format::fp32});
  expect_count(clipped, "s", RoundedUse::operand, Format::fp16, 2, 1);  // 0, then 200000
  expect_count(clipped, "s", RoundedUse::state, Format::fp16, 2, 2);
}

}  // namespace
}  // namespace rda::graph
