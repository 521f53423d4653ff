// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "derived/support.h"

namespace rda::derived {
namespace {

class AdditiveScore : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, AdditiveScore, kEngines, engine_name);

constexpr int kScores = 4, kScoreElements = 32, kScoreVectors = 2;

void add_score_table(HandMapping& m) {
  constexpr std::int64_t kBanks = 16;
  Access entries = access({}, 2);
  entries.look_up = 0;
  m.pmu("tanh", {0, 3})
      .buffer({.name = "table", .slot_bytes = 4 * kTableEntries * kBanks})
      .read({kScoreVectors, kScores}, 3)
      .in("in")
      .out("out", {.access = entries});
  m.mapping.units[m.unit("tanh")].buffers[0].contents = {
      {.tensor = "table.tanh", .pitch = 4 * kBanks, .rows = kTableEntries, .copies = kBanks}};
  const auto table = function_table(Function::tanh);
  m.tensors["table.tanh"] = {kTableEntries, 1, {table.begin(), table.end()}};
}

void add_score_memories(HandMapping& m) {
  const auto filled = [&](const std::string& name, Site site, std::int64_t vectors) {
    m.pmu(name, site)
        .buffer({.name = "data", .slot_bytes = 64 * vectors})
        .write({vectors}, 2)
        .in("in", {.access = access({64}, 1)})
        .out("filled", {.level = 1})
        .read({vectors, kScoreVectors * kScores / vectors}, 2)
        .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
        .out("out", {.access = access({64}, 2)});
    m.local(name + ".full", name + ".filled", name + ".full");
  };
  filled("K", {0, 1}, kScoreVectors * kScores);
  filled("Q", {1, 1}, kScoreVectors);
  m.pmu("W", {1, 3})
      .buffer({.name = "weights", .slot_bytes = 64 * kScoreVectors})
      .read({kScoreVectors, kScores}, 2)
      .out("out", {.access = access({64}, 2)});
  m.mapping.units[m.unit("W")].buffers[0].contents = {
      {.tensor = "w", .pitch = 4, .rows = kScoreElements}};
}

void add_score_streams(HandMapping& m) {
  m.vector("k", "k", {"K.in"}, {{{0, 0}, {0, 1}}});
  m.vector("q", "q", {"Q.in"}, {{{1, 0}, {1, 1}}});
  m.vector("keys", "K.out", {"A.k"}, {{{0, 1}, {0, 2}}});
  m.vector("queries", "Q.out", {"A.q"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.vector("sum", "A.sum", {"tanh.in"}, {{{0, 2}, {0, 3}}});
  m.vector("t", "tanh.out", {"M.t"}, {{{0, 3}, {0, 4}}});
  m.vector("w", "W.out", {"M.w"}, {{{1, 3}, {1, 4}, {0, 4}}});
  m.scalar("y", "M.y", {"out"}, {{{0, 4}, {0, 5}}});
}

HandMapping additive_score() {
  HandMapping m(2, 6);
  m.steps(1);
  m.source("k", {0, 0}, kScoreVectors * kScores) = {"k", kScoreVectors * kScores, Format::fp32};
  m.source("q", {1, 0}, kScoreVectors) = {"q", kScoreVectors, Format::fp32};
  add_score_memories(m);
  add_score_table(m);
  m.pcu("A", {0, 2}, {kScoreVectors, kScores}, 1)
      .in("k")
      .in("q")
      .out("sum")
      .operation(ScalarOp::add, 1, 0);
  m.pcu("M", {0, 4}, {kScoreVectors, kScores}, 6).in("t").in("w").out("y", {.level = 1});
  m.mapping.units[m.unit("M")].programs[0].work =
      Operations{{{.op = ScalarOp::mul, .a = 0, .b = 1},
                  {.op = ScalarOp::sum_lanes, .a = 2, .elements = kScoreElements},
                  {.op = ScalarOp::fold_add, .a = 3, .level = 1}},
                 {}};
  m.sink("out", {0, 5}, kScores) = {"y", kScores, Format::fp32};
  add_score_streams(m);
  Tensor& k = m.tensors["k"] = {1, kScores * kScoreElements, {}};
  for (int i = 0; i < kScores * kScoreElements; ++i)
    k.values.push_back(static_cast<float>(i * i % 13) / 8 - 0.75F);
  m.tensors["q"] = {1, kScoreElements, {}};
  m.tensors["w"] = {kScoreElements, 1, {}};
  for (int i = 0; i < kScoreElements; ++i) {
    m.tensors["q"].values.push_back(static_cast<float>(i % 5) / 4 - 0.5F);
    m.tensors["w"].values.push_back(static_cast<float>(i % 7) / 16 - 0.1875F);
  }
  return m;
}

TEST_P(AdditiveScore, AddsUpItsLatenciesAndTakesAVectorACycle) {
  run(additive_score());
  EXPECT_EQ(cycles(), 45);
  EXPECT_EQ(unit("k"), (Counts{.active = 8, .idle = 37}));
  EXPECT_EQ(unit("q"), (Counts{.active = 2, .idle = 43}));
  EXPECT_EQ(unit("K"), (Counts{.active = 16, .idle = 29}));
  EXPECT_EQ(unit("Q"), (Counts{.active = 10, .idle = 35}));
  EXPECT_EQ(unit("A"), (Counts{.active = 8, .idle = 32, .starved = 5}));
  EXPECT_EQ(unit("tanh"), (Counts{.active = 8, .idle = 37}));
  EXPECT_EQ(unit("W"), (Counts{.active = 8, .idle = 37}));
  EXPECT_EQ(unit("M"), (Counts{.active = 8, .idle = 15, .starved = 22}));
  EXPECT_EQ(unit("out"), (Counts{.active = 4, .idle = 38, .starved = 3}));
}

TEST_P(AdditiveScore, IsTheWeightedSumOfHyperbolicTangents) {
  const HandMapping m = additive_score();
  run(m, 1);
  const std::vector<double> y = values("y");
  ASSERT_EQ(y.size(), std::size_t{kScores});
  for (int step = 0; step < kScores; ++step) {
    double want = 0;
    for (int i = 0; i < kScoreElements; ++i)
      want += m.tensors.at("w").at(i, 0) *
              std::tanh(double{m.tensors.at("q").at(0, i)} +
                        m.tensors.at("k").at(0, step * kScoreElements + i));
    EXPECT_NEAR(y[static_cast<std::size_t>(step)], want, 0.01) << step;
  }
}

}  // namespace
}  // namespace rda::derived
