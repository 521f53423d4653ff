// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "derived/support.h"

namespace rda::derived {
namespace {

class AttentionStep : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, AttentionStep, kEngines, engine_name);

/// A PMU that is written once, and then read once.
test::HandUnit filled_once(HandMapping& m, const std::string& name, Site site, std::int64_t bytes) {
  return m.pmu(name, site).buffer({.name = "data", .slot_bytes = bytes});
}

void add_sequence(HandMapping& m) {
  filled_once(m, "K", {0, 1}, 256)
      .write({4}, 2)
      .in("v", {.access = access({64}, 1)})
      .out("filled", {.level = 1})
      .read({4}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("k", {.access = access({64}, 1)});
  m.local("K.full", "K.filled", "K.full");
  Access column = access({4}, 1);
  column.lane_stride = 20;
  filled_once(m, "T", {1, 5}, 384)
      .write({4}, 2)
      .in("v", {.access = column})
      .out("filled", {.level = 1})
      .read({16}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("t", {.access = access({20}, 1)});
  m.local("T.full", "T.filled", "T.full");
}

void add_table(HandMapping& m, const std::string& name, Site site, std::int64_t count,
               Function function) {
  Access entry = access({}, 1);
  entry.look_up = 0;
  entry.function = function;
  const std::string tensor = "table." + name;
  m.pmu(name, site)
      .buffer({.name = "table", .slot_bytes = 4 * kTableEntries})
      .read({count}, 3)
      .in("in")
      .out("out", {.access = entry});
  m.mapping.units[m.unit(name)].buffers[0].contents = {
      {.tensor = tensor, .pitch = 4, .rows = kTableEntries}};
  const auto entries = function_table(function);
  m.tensors[tensor] = {kTableEntries, 1, {entries.begin(), entries.end()}};
}

/// A dot unit of `rows` rows of one vector each, all of which are multiplied by the same vector.
void add_product(HandMapping& m, const std::string& name, Site site, std::int64_t rows) {
  m.pcu(name, site, {rows}, 6)
      .in("row")
      .in("vector", {.level = 1})
      .out("out")
      .dot({.weights_format = Format::fp32,
            .activations_format = Format::fp32,
            .weights = {0},
            .operands = {1}});
}

void add_weights(HandMapping& m) {
  m.pcu("S", {1, 4}, {4}, 1).in("e").out("total", {.level = 1});
  m.mapping.units[m.unit("S")].programs[0].work =
      Operations{{{.op = ScalarOp::fold_add, .a = 0, .level = 1}}, {}};
  m.pcu("W", {0, 4}, {4}, 1).in("e").in("r", {.level = 1}).out("w").operation(ScalarOp::mul, 0, 1);
  filled_once(m, "G", {0, 5}, 64)
      .write({4}, 2)
      .in("w", {.access = access({4}, 1)})
      .out("filled", {.level = 1})
      .read({1}, 2)
      .in("full")
      .out("o", {.access = access({}, 1)});
  m.local("G.full", "G.filled", "G.full");
}

void add_streams(HandMapping& m) {
  m.vector("v", "v", {"K.v", "T.v"},
           {{{0, 0}, {0, 1}}, {{0, 1}, {1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}}});
  m.vector("q", "q", {"D.vector"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.vector("k", "K.k", {"D.row"}, {{{0, 1}, {0, 2}}});
  m.scalar("s", "D.out", {"exp.in"}, {{{0, 2}, {0, 3}}});
  m.scalar("e", "exp.out", {"W.e", "S.e"}, {{{0, 3}, {0, 4}}, {{0, 4}, {1, 4}}});
  m.scalar("total", "S.total", {"reciprocal.in"}, {{{1, 4}, {1, 3}}});
  m.scalar("r", "reciprocal.out", {"W.r"}, {{{1, 3}, {1, 4}, {0, 4}}});
  m.scalar("w", "W.w", {"G.w"}, {{{0, 4}, {0, 5}}});
  m.vector("o", "G.o", {"C.vector"}, {{{0, 5}, {0, 6}}});
  m.vector("t", "T.t", {"C.row"}, {{{1, 5}, {1, 6}, {0, 6}}});
  m.scalar("c", "C.out", {"out"}, {{{0, 6}, {0, 7}}});
}

HandMapping attention_step() {
  HandMapping m(2, 8);
  m.steps(1);
  m.source("v", {0, 0}, 4) = {"v", 4, Format::fp32};
  m.source("q", {1, 0}, 1) = {"q", 1, Format::fp32};
  add_sequence(m);
  add_product(m, "D", {0, 2}, 4);
  add_table(m, "exp", {0, 3}, 4, Function::exp);
  add_table(m, "reciprocal", {1, 3}, 1, Function::reciprocal);
  add_weights(m);
  add_product(m, "C", {0, 6}, 16);
  m.sink("out", {0, 7}, 16) = {"y", 16, Format::fp32};
  add_streams(m);
  return m;
}

TEST_P(AttentionStep, AddsUpItsLatencies) {
  run(attention_step());
  EXPECT_EQ(cycles(), 84);
  EXPECT_EQ(unit("v"), (Counts{.active = 4, .idle = 80}));
  EXPECT_EQ(unit("q"), (Counts{.active = 1, .idle = 83}));
  EXPECT_EQ(unit("K"), (Counts{.active = 8, .idle = 76}));
  EXPECT_EQ(unit("T"), (Counts{.active = 20, .blocked = 37, .idle = 27}));
  EXPECT_EQ(unit("D"), (Counts{.active = 4, .idle = 71, .starved = 9}));
  EXPECT_EQ(unit("exp"), (Counts{.active = 4, .idle = 80}));
  EXPECT_EQ(unit("S"), (Counts{.active = 4, .idle = 80}));
  EXPECT_EQ(unit("reciprocal"), (Counts{.active = 1, .idle = 83}));
  EXPECT_EQ(unit("W"), (Counts{.active = 4, .idle = 65, .starved = 15}));
  EXPECT_EQ(unit("G"), (Counts{.active = 5, .idle = 79}));
  EXPECT_EQ(unit("C"), (Counts{.active = 16, .idle = 29, .starved = 39}));
  EXPECT_EQ(unit("out"), (Counts{.active = 16, .idle = 68}));
}

TEST_P(AttentionStep, IsTheWeightedSumOfTheSteps) {
  HandMapping m = attention_step();
  Tensor& v = m.tensors["v"] = {1, 64, {}};
  Tensor& q = m.tensors["q"] = {1, 16, {}};
  for (int i = 0; i < 64; ++i) v.values.push_back(static_cast<float>(i * i % 13) / 8 - 0.75F);
  for (int i = 0; i < 16; ++i) q.values.push_back(static_cast<float>(i % 5) / 4 - 0.5F);
  std::vector<double> powers, context(16);
  double total = 0;
  for (int step = 0; step < 4; ++step) {
    double score = 0;
    for (int e = 0; e < 16; ++e) score += double{v.at(0, 16 * step + e)} * q.at(0, e);
    total += powers.emplace_back(std::exp(score));
  }
  for (int step = 0; step < 4; ++step)
    for (int e = 0; e < 16; ++e)
      context[static_cast<std::size_t>(e)] +=
          powers[static_cast<std::size_t>(step)] / total * v.at(0, 16 * step + e);
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 1});
  const std::vector<double>& y = result.values.at("y");
  ASSERT_EQ(y.size(), context.size());
  for (std::size_t e = 0; e < 16; ++e) EXPECT_NEAR(y[e], context[e], 0.01) << e;
}

}  // namespace
}  // namespace rda::derived
