// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "derived/support.h"

namespace rda::derived {
namespace {

using test::Loops;

class Softmax : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, Softmax, kEngines, engine_name);

/// A PMU of two slots: `in` writes tokens [written, T], `out` reads tokens [read, T].
void add_two_slots(HandMapping& m, const std::string& name, Site site, Loops written, Loops read) {
  const auto stride = [](const Loops& loops) { return loops[0] == 3 ? 64 : 4; };
  m.pmu(name, site)
      .buffer({.name = "rows", .slot_bytes = 192, .slots = 2})
      .write(written, 2)
      .in("in", {.access = access({stride(written)}, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("filled", {.level = 1})
      .read(read, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("out", {.access = access({stride(read)}, 1)})
      .out("freed", {.level = 1});
  m.local(name + ".full", name + ".filled", name + ".full");
  m.local(name + ".permit", name + ".freed", name + ".permit", 2);
}

/// A PCU that folds 40 elements.
void add_fold(HandMapping& m, const std::string& name, Site site, Loops loops, ScalarOp op) {
  m.pcu(name, site, std::move(loops), 1).in("in").out("out", {.level = 1});
  m.mapping.units[m.unit(name)].programs[0].work = Operations{{{.op = op, .a = 0, .level = 1}}};
}

/// A PCU that takes one value for 40 elements.
void add_with_one_for_all(HandMapping& m, const std::string& name, Site site, Loops loops,
                          ScalarOp op) {
  m.pcu(name, site, std::move(loops), 1)
      .in("in")
      .in("all", {.level = 1})
      .out("out")
      .operation(op, 0, 1);
}

void add_function_table(HandMapping& m, const std::string& name, Site site, Loops loops,
                        Function function) {
  Access entry = access({}, static_cast<int>(loops.size()));
  entry.look_up = 0;
  entry.function = function;
  m.pmu(name, site)
      .buffer({.name = "table", .slot_bytes = 4 * kTableEntries})
      .read(std::move(loops), 3)
      .in("in")
      .out("out", {.access = entry});
  m.mapping.units[m.unit(name)].buffers[0].contents = {
      {.tensor = "table." + name, .pitch = 4, .rows = kTableEntries}};
  const auto entries = function_table(function);
  m.tensors["table." + name] = {kTableEntries, 1, {entries.begin(), entries.end()}};
}

void add_softmax_streams(HandMapping& m) {
  m.vector("x", "x", {"X1.in", "X2.in"}, {{{0, 0}, {0, 1}}, {{0, 1}, {1, 1}}});
  m.scalar("x1", "X1.out", {"M.in"}, {{{0, 1}, {0, 2}}});
  m.scalar("x2", "X2.out", {"D.in"}, {{{1, 1}, {1, 2}}});
  m.scalar("m", "M.out", {"D.all"}, {{{0, 2}, {1, 2}}});
  m.scalar("d", "D.out", {"E.in"}, {{{1, 2}, {1, 3}}});
  m.scalar("e", "E.out", {"S.in", "K.in"}, {{{1, 3}, {1, 4}}, {{1, 3}, {2, 3}}});
  m.scalar("s", "S.out", {"R.in"}, {{{1, 4}, {1, 5}}});
  m.scalar("r", "R.out", {"P.all"}, {{{1, 5}, {1, 4}, {2, 4}}});
  m.scalar("k", "K.out", {"P.in"}, {{{2, 3}, {2, 4}}});
  m.scalar("y", "P.out", {"G.in"}, {{{2, 4}, {2, 5}}});
  m.vector("o", "G.out", {"out"}, {{{2, 5}}});
}

HandMapping softmax(std::int64_t vectors) {
  HandMapping m(3, 6);
  m.steps(vectors);
  m.source("x", {0, 0}, 3 * vectors, "x") = {"x", 3, Format::fp32};
  const Loops elements{40, vectors}, tokens{3, vectors};
  add_two_slots(m, "X1", {0, 1}, tokens, elements);
  add_two_slots(m, "X2", {1, 1}, tokens, elements);
  add_fold(m, "M", {0, 2}, elements, ScalarOp::fold_max);
  add_with_one_for_all(m, "D", {1, 2}, elements, ScalarOp::sub);
  add_function_table(m, "E", {1, 3}, elements, Function::exp);
  add_fold(m, "S", {1, 4}, elements, ScalarOp::fold_add);
  add_function_table(m, "R", {1, 5}, {vectors}, Function::reciprocal);
  add_two_slots(m, "K", {2, 3}, elements, elements);
  add_with_one_for_all(m, "P", {2, 4}, elements, ScalarOp::mul);
  add_two_slots(m, "G", {2, 5}, elements, tokens);
  m.sink("out", {2, 5}, 3 * vectors, "y") = {"y", 3, Format::fp32};
  add_softmax_streams(m);
  return m;
}

TEST_P(Softmax, PassesFourTimesOverItsElements) {
  run(softmax(1));
  EXPECT_EQ(cycles(), 169);
  EXPECT_EQ(unit("x"), (Counts{.active = 3, .idle = 166}));
  EXPECT_EQ(unit("X1"), (Counts{.active = 43, .idle = 126}));
  EXPECT_EQ(unit("X2"), (Counts{.active = 43, .blocked = 40, .idle = 86}));
  for (const auto* name : {"M", "E", "S"})
    EXPECT_EQ(unit(name), (Counts{.active = 40, .idle = 129})) << name;
  EXPECT_EQ(unit("D"), (Counts{.active = 40, .idle = 87, .starved = 42}));
  EXPECT_EQ(unit("R"), (Counts{.active = 1, .idle = 168}));
  EXPECT_EQ(unit("K"), (Counts{.active = 80, .blocked = 1, .idle = 88}));
  EXPECT_EQ(unit("P"), (Counts{.active = 40, .idle = 126, .starved = 3}));
  EXPECT_EQ(unit("G"), (Counts{.active = 43, .idle = 126}));
  EXPECT_EQ(unit("out"), (Counts{.active = 3, .idle = 166}));
}

TEST_P(Softmax, OfASecondVectorFollowsAVectorBehind) {
  run(softmax(2));
  EXPECT_EQ(cycles(), 209);
  EXPECT_EQ(unit("X2"), (Counts{.active = 85, .blocked = 40, .idle = 84}));
  EXPECT_EQ(unit("D"), (Counts{.active = 80, .idle = 87, .starved = 42}));
  EXPECT_EQ(unit("R"), (Counts{.active = 2, .idle = 168, .starved = 39}));
  EXPECT_EQ(unit("K"), (Counts{.active = 123, .idle = 86}));
  EXPECT_EQ(unit("P"), (Counts{.active = 80, .idle = 126, .starved = 3}));
  EXPECT_EQ(unit("G"), (Counts{.active = 83, .idle = 126}));
}

TEST_P(Softmax, IsThatOfTheTables) {
  HandMapping m = softmax(2);
  Tensor& x = m.tensors["x"] = {2, 40, {}};
  for (int i = 0; i < 80; ++i) x.values.push_back(static_cast<float>(i * 29 % 41) / 16);
  std::vector<double> y;
  for (std::int64_t vector = 0; vector < 2; ++vector) {
    float largest = x.at(vector, 0), sum = 0;
    for (std::int64_t i = 0; i < 40; ++i) largest = std::max(largest, x.at(vector, i));
    std::vector<float> e;
    for (std::int64_t i = 0; i < 40; ++i)
      sum += e.emplace_back(look_up(Function::exp, x.at(vector, i) - largest));
    for (const float each : e) y.push_back(each * look_up(Function::reciprocal, sum));
    y.insert(y.end(), 8, 0);
  }
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 2});
  EXPECT_EQ(result.values.at("y"), y);
}

}  // namespace
}  // namespace rda::derived
