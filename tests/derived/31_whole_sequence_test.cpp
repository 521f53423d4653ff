// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class WholeSequence : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, WholeSequence, kEngines, engine_name);

/// A PMU that keeps 3 steps of a batch of 2. `full` comes with every item, or once.
void add_kept_sequence(HandMapping& m, const std::string& name, Site site, bool reversed) {
  Access read = access({64, 0, 128, reversed ? -256 : 256}, 4);
  if (reversed) read.offset = 512;
  Bounds begins{at_index(0, 0), at_index(1, 0)};
  if (reversed) begins = {at_index(0, 0), at_index(1, 0), at_index(2, 0), at_index(3, 0)};
  m.pmu(name, site)
      .buffer({.name = "items", .slot_bytes = 768})
      .write({32, 6}, 3)
      .in("in", {.access = access({4, 128}, 2)})
      .out("filled", {.level = reversed ? 2 : 1})
      .read({2, 3, 2, 3}, 4)
      .in("full", {.where = begins})
      .out("out", {.access = read});
  m.local(name + ".full", name + ".filled", name + ".full");
}

HandMapping second_layer() {
  HandMapping m(3, 4);
  m.steps(3, 2);
  m.source("f", {0, 0}, 192, "f") = {"f", 32, Format::fp32};
  m.source("b", {2, 0}, 192, "b") = {"b", 32, Format::fp32};
  add_kept_sequence(m, "F", {0, 1}, false);
  add_kept_sequence(m, "B", {2, 1}, true);
  m.pmu("W", {1, 1})
      .buffer({.name = "w", .slot_bytes = 768})
      .read({4, 3, 6}, 3)
      .out("w", {.access = access({64, 256, 0}, 3)});
  m.mapping.units[m.unit("W")].buffers[0].contents = {
      {.tensor = "w", .pitch = 256, .rows = 3, .cols = 64}};
  m.pcu("D", {1, 2}, {4, 3, 6}, 6)
      .in("w")
      .in("f", {.where = {{0, 0, 2}}})
      .in("b", {.where = {{0, 2, 4}}})
      .out("y", {.level = 1})
      .dot({.weights_format = Format::fp32,
            .activations_format = Format::fp32,
            .weights = {0},
            .operands = {1, 2}});
  m.sink("out", {1, 3}, 18, "y") = {"y", 3, Format::fp32};
  m.scalar("f", "f", {"F.in"}, {{{0, 0}, {0, 1}}});
  m.scalar("b", "b", {"B.in"}, {{{2, 0}, {2, 1}}});
  m.vector("fr", "F.out", {"D.f"}, {{{0, 1}, {0, 2}, {1, 2}}});
  m.vector("br", "B.out", {"D.b"}, {{{2, 1}, {2, 2}, {1, 2}}});
  m.vector("w", "W.w", {"D.w"}, {{{1, 1}, {1, 2}}});
  m.scalar("y", "D.y", {"out"}, {{{1, 2}, {1, 3}}});
  return m;
}

TEST_P(WholeSequence, ReadInReverseIsWaitedForOnce) {
  run(second_layer());
  EXPECT_EQ(cycles(), 285);
  for (const auto* source : {"f", "b"})
    EXPECT_EQ(unit(source), (Counts{.active = 192, .idle = 93})) << source;
  EXPECT_EQ(unit("F"), (Counts{.active = 212, .blocked = 39, .idle = 34}));
  EXPECT_EQ(unit("B"), (Counts{.active = 228, .blocked = 22, .idle = 35}));
  EXPECT_EQ(firings("F"), 192 + 36);
  EXPECT_EQ(unit("W"), (Counts{.active = 72, .blocked = 196, .idle = 17}));
  EXPECT_EQ(unit("D"), (Counts{.active = 72, .idle = 15, .starved = 198}));
  EXPECT_EQ(unit("out"), (Counts{.active = 18, .idle = 216, .starved = 51}));
}

/// Small whole numbers, no two rows equal.
Tensor numbered(std::int64_t rows, std::int64_t cols, int modulus) {
  Tensor tensor{rows, cols, {}};
  for (int i = 0; i < rows * cols; ++i)
    tensor.values.push_back(static_cast<float>(i * i % modulus) - 5);
  return tensor;
}

TEST_P(WholeSequence, ReversesTheStepsOfEachSequence) {
  HandMapping m = second_layer();
  const Tensor& f = m.tensors["f"] = numbered(6, 32, 17);
  const Tensor& b = m.tensors["b"] = numbered(6, 32, 19);
  const Tensor& w = m.tensors["w"] = numbered(3, 64, 23);
  std::vector<double> y;
  for (std::int64_t t = 0; t < 3; ++t)
    for (std::int64_t s = 0; s < 2; ++s)
      for (std::int64_t row = 0; row < 3; ++row) {
        double sum = 0;
        for (std::int64_t e = 0; e < 32; ++e)
          sum += w.at(row, e) * f.at(2 * t + s, e) + w.at(row, 32 + e) * b.at(2 * (2 - t) + s, e);
        y.push_back(sum);
      }
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 3});
  EXPECT_EQ(result.values.at("y"), y);
}

}  // namespace
}  // namespace rda::derived
