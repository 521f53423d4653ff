// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class LinearHead : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, LinearHead, kEngines, engine_name);

void add_state_and_recurrence(HandMapping& m) {
  m.pmu("H", {0, 1})
      .buffer({.name = "h", .slot_bytes = 128, .slots = 2})
      .read({32, 3}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("h", {.access = access({4, 0}, 1)})
      .out("freed", {.level = 1})
      .write({32, 3}, 2)
      .in("next", {.access = access({4, 0}, 1, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("filled", {.level = 1});
  m.mapping.units[m.unit("H")].buffers[0].contents = {{.tensor = "h0", .cols = 32}};
  m.pcu("E", {0, 2}, {32, 3}, 1).in("h").out("next");
  m.mapping.units[m.unit("E")].programs[0].work = Operations{{{ScalarOp::add, 0, -1}}, {1}};
}

void add_state_vectors(HandMapping& m) {
  m.pmu("V", {1, 3})
      .buffer({.name = "v", .slot_bytes = 128, .slots = 2})
      .write({32, 3}, 2)
      .in("next", {.access = access({4, 0}, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("filled", {.level = 1})
      .read({2, 3, 3}, 2)
      .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
      .out("v", {.access = access({64, 0, 0}, 2)})
      .out("freed", {.level = 2});
}

void add_gather(HandMapping& m) {
  Access second = access({8, 0}, 1);
  second.offset = 4;
  m.pmu("G", {1, 5})
      .buffer({.name = "y", .slot_bytes = 64, .slots = 2})
      .write({3, 3}, 2)
      .in("y0", {.access = access({8, 0}, 1)})
      .in("y1", {.where = {{0, 0, 2}}, .access = second})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("filled", {.level = 1})
      .read({3}, 2)
      .in("full")
      .out("o", {.access = access({}, 0)})
      .out("freed");
}

/// The dot unit of position u, with the PMU of its weights at `weights`.
void add_position(HandMapping& m, int u, Site dot, Site weights) {
  const std::string number = std::to_string(u);
  const std::int64_t rows = 3 - u;
  const Bounds whole_rows = u == 0 ? Bounds{} : Bounds{{1, 0, rows}};
  Bounds row_ends = whole_rows;
  row_ends.add(at_index(0, 1));
  m.pmu("W" + number, weights)
      .buffer({.name = "w", .slot_bytes = 128 * rows})
      .read({2, rows, 3}, 3)
      .out("w", {.access = access({64, 128, 0}, 3)});
  m.mapping.units[m.unit("W" + number)].buffers[0].contents = {
      {.tensor = "w", .pitch = 128, .first_row = u, .row_step = 2, .rows = rows, .cols = 32}};
  m.pcu("D" + number, dot, {2, 3, 3}, 7)
      .in("w", {.where = whole_rows})
      .in("v")
      .in("b", {.where = row_ends})
      .out("y", {.level = 1, .where = whole_rows})
      .dot({.weights_format = Format::fp32,
            .activations_format = Format::fp32,
            .weights = {0},
            .operands = {1},
            .addends = {{2}}});
}

void add_biases(HandMapping& m) {
  Access second = access({8, 0}, 2);
  second.offset = 4;
  m.pmu("B", {0, 5})
      .buffer({.name = "b", .slot_bytes = 24})
      .read({3, 3}, 2)
      .out("b0", {.access = access({8, 0}, 2)})
      .out("b1", {.where = {{0, 0, 2}}, .access = second});
  m.mapping.units[m.unit("B")].buffers[0].contents = {{.tensor = "b", .pitch = 4, .rows = 5}};
}

void add_head_streams(HandMapping& m) {
  m.scalar("h", "H.h", {"E.h"}, {{{0, 1}, {0, 2}}});
  m.scalar("next", "E.next", {"H.next", "V.next"}, {{{0, 2}, {0, 1}}, {{0, 2}, {0, 3}, {1, 3}}});
  m.vector("v", "V.v", {"D0.v", "D1.v"}, {{{1, 3}, {1, 4}, {0, 4}}, {{1, 4}, {2, 4}}});
  m.vector("w0", "W0.w", {"D0.w"}, {{{0, 3}, {0, 4}}});
  m.vector("w1", "W1.w", {"D1.w"}, {{{2, 3}, {2, 4}}});
  m.scalar("b0", "B.b0", {"D0.b"}, {{{0, 5}, {0, 4}}});
  m.scalar("b1", "B.b1", {"D1.b"}, {{{0, 5}, {1, 5}, {2, 5}, {2, 4}}});
  m.scalar("y0", "D0.y", {"G.y0"}, {{{0, 4}, {1, 4}, {1, 5}}});
  m.scalar("y1", "D1.y", {"G.y1"}, {{{2, 4}, {2, 5}, {1, 5}}});
  m.vector("o", "G.o", {"out"}, {{{1, 5}}});
  for (const std::string name : {"H", "V", "G"}) {
    const std::int64_t filled = name == "H" ? 1 : 0;
    m.local(name + ".full", name + ".filled", name + ".full", filled);
    m.local(name + ".permit", name + ".freed", name + ".permit", 2 - filled);
  }
}

HandMapping linear_head() {
  HandMapping m(3, 6);
  m.steps(3);
  add_state_and_recurrence(m);
  add_state_vectors(m);
  add_position(m, 0, {0, 4}, {0, 3});
  add_position(m, 1, {2, 4}, {2, 3});
  add_biases(m);
  add_gather(m);
  m.sink("out", {1, 5}, 3, "y") = {"y", 1, Format::fp32};
  add_head_streams(m);
  return m;
}

TEST_P(LinearHead, AddsItsLatencyToTheLastStepAlone) {
  run(linear_head());
  EXPECT_EQ(cycles(), 160);
  EXPECT_EQ(unit("H"), (Counts{.active = 123, .idle = 33, .starved = 4}));
  EXPECT_EQ(unit("E"), (Counts{.active = 96, .idle = 42, .starved = 22}));
  EXPECT_EQ(unit("V"), (Counts{.active = 114, .idle = 38, .starved = 8}));
  EXPECT_EQ(unit("W0"), (Counts{.active = 18, .blocked = 79, .idle = 63}));
  EXPECT_EQ(unit("W1"), (Counts{.active = 12, .blocked = 42, .idle = 106}));
  EXPECT_EQ(unit("B"), (Counts{.active = 9, .blocked = 44, .idle = 107}));
  EXPECT_EQ(unit("D0"), (Counts{.active = 18, .idle = 23, .starved = 119}));
  EXPECT_EQ(unit("D1"), (Counts{.active = 18, .idle = 24, .starved = 118}));
  EXPECT_EQ(unit("G"), (Counts{.active = 12, .idle = 72, .starved = 76}));
  EXPECT_EQ(unit("out"), (Counts{.active = 3, .idle = 73, .starved = 84}));
}

TEST_P(LinearHead, IsTheProductAndTheBiasOfEachStep) {
  HandMapping m = linear_head();
  Tensor& h = m.tensors["h0"] = {1, 32, {}};
  Tensor& w = m.tensors["w"] = {5, 32, {}};
  const Tensor& b = m.tensors["b"] = {5, 1, {1, -20, 300, -4000, 50000}};
  for (int i = 0; i < 32; ++i) h.values.push_back(static_cast<float>(i * i % 13));
  for (int i = 0; i < 160; ++i) w.values.push_back(static_cast<float>(i * i % 17) - 8);
  std::vector<double> y;
  for (int step = 1; step <= 3; ++step) {
    for (std::int64_t row = 0; row < 5; ++row) {
      y.push_back(b.at(row, 0));
      for (std::int64_t e = 0; e < 32; ++e)
        y.back() += w.at(row, e) * (h.at(0, e) + static_cast<float>(step));
    }
    y.insert(y.end(), 11, 0);
  }
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 3});
  EXPECT_EQ(result.values.at("y"), y);
}

}  // namespace
}  // namespace rda::derived
