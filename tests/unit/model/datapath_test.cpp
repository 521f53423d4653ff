// SPDX-License-Identifier: Apache-2.0
#include "sim/datapath.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "rda/error.h"
#include "unit/model/datapath_support.h"
#include "unit/model/reference_support.h"

namespace rda::sim {
namespace {

TEST(Datapath, OperationsReadInputsAndEarlierResults) {
  HandMapping m(1, 4);
  m.pcu("P", {0, 0}, {1}, 2).in("a").in("b").out("sum", {.value = 2}).out("last");
  m.mapping.units.front().programs[0].work =
      Operations{{{ScalarOp::add, 0, 1}, {ScalarOp::mul, 2, 0}, {ScalarOp::relu, 3, 0}}};
  Bench bench(m);
  std::vector<Value> outputs(2);
  bench.datapath.fire(0, std::vector<std::int64_t>{0}, std::vector{scalar(-2), scalar(5)}, outputs);
  EXPECT_EQ(as_float(outputs[0]), 3);
  EXPECT_EQ(as_float(outputs[1]), 0);
}

TEST(Datapath, AnInputWithoutAValueMakesTokensWithoutValues) {
  HandMapping m(1, 4);
  m.pcu("P", {0, 0}, {1}, 1).in("a").in("b").out("y").operation(ScalarOp::add, 0, 1);
  Bench bench(m);
  std::vector<Value> outputs(1, scalar(1));
  bench.datapath.fire(0, std::vector<std::int64_t>{0}, std::vector<Value>{scalar(1), nullptr},
                      outputs);
  EXPECT_EQ(outputs[0], nullptr);
}

TEST(Datapath, ALookUpReadsTheEntryOfItsInput) {
  Bench bench(look_up());
  std::vector<Value> outputs(1);
  for (const float x : {-9.0F, -0.5F, 0.0F, 3.25F, 100.0F}) {
    bench.datapath.fire(0, std::vector<std::int64_t>{0}, std::vector{scalar(x)}, outputs);
    EXPECT_EQ(as_float(outputs[0]), static_cast<float>(table_index(x)));
  }
}

TEST(Datapath, AMissingTensorIsAWorkloadError) {
  HandMapping m = look_up();
  m.tensors.clear();
  EXPECT_THROW(Bench{m}, WorkloadError);
}

TEST(Datapath, ATensorSmallerThanItsSliceIsAWorkloadError) {
  HandMapping m = look_up();
  m.tensors["table"] = tensor(10, 1, std::vector<float>(10));
  EXPECT_THROW(Bench{m}, WorkloadError);
}

TEST(MemoryImage, PutsASliceWhereItsContentSays) {
  Tensor w = tensor(4, 4, std::vector<float>(16));
  std::iota(w.values.begin(), w.values.end(), 0.0F);  // row r, column c: 4r + c
  const Buffer buffer{.name = "b",
                      .offset = 64,
                      .slot_bytes = 64,
                      .slots = 2,
                      .contents = {{.tensor = "w",
                                    .slot = 1,
                                    .offset = 8,
                                    .pitch = 16,
                                    .first_row = 1,
                                    .row_step = 2,
                                    .rows = 2,
                                    .first_col = 0,
                                    .col_step = 3,
                                    .cols = 2,
                                    .format = Format::bf16}}};
  const MemoryImage memory({buffer}, {{"w", w}});
  const auto at = [&](std::int64_t address) {
    return decode(Format::bf16, memory.load(address, 2));
  };
  EXPECT_EQ(memory.size(), 64 + 2 * 64);
  EXPECT_EQ(at(64 + 64 + 8), 4);
  EXPECT_EQ(at(64 + 64 + 10), 7);
  EXPECT_EQ(at(64 + 64 + 24), 12);
  EXPECT_EQ(at(64 + 64 + 26), 15);
  EXPECT_EQ(at(64), 0);
}

/// y = W · x for 3 rows and 40 columns in two vectors of fp8, written into a PMU as fp8 and tapped.
HandMapping dot_product() {
  HandMapping m(2, 6);
  m.chip.pcu.lanes = 8;  // 32 values a vector
  m.source("x", {1, 0}, 2, "x").tokens_per_item = 2;
  m.pmu("X", {1, 1})
      .buffer({.name = "x", .slot_bytes = 64})
      .write({2, 1}, 2)
      .in("x", {.access = Access{.strides = {32}, .slot_level = 1}})
      .out("full", {.where = {test::at_index(0, 1)}})
      .read({2, 3, 1}, 2)
      .in("full", {.where = {test::at_index(0, 0), test::at_index(1, 0)}})
      .out("x", {.access = Access{.strides = {32}, .slot_level = 2}});
  m.pmu("W", {0, 1})
      .buffer({.name = "w", .slot_bytes = 192})
      .read({2, 3, 1}, 3)
      .out("w", {.access = Access{.strides = {32, 64}, .slot_level = 3}});
  m.mapping.units[m.unit("W")].buffers[0].contents = {
      {.tensor = "W", .pitch = 64, .rows = 3, .cols = 40, .format = Format::fp8_e4m3}};
  m.pcu("D", {0, 2}, {2, 3, 1}, 7)
      .in("w")
      .in("x")
      .out("y", {.level = 1})
      .dot({.weights = {0}, .operands = {1}, .scales = {0}});
  m.pmu("Y", {0, 3})
      .buffer({.name = "y", .slot_bytes = 4})
      .write({3, 1}, 2)
      .in("y", {.access = Access{.strides = {1},
                                 .slot_level = 1,
                                 .format = Format::fp8_e4m3,
                                 .tap = "y",
                                 .tap_row = 1,
                                 .tap_step = 2}});
  PortTransfer& out = m.sink("out", {0, 5}, 3, "z");
  out.tokens_per_item = 3;
  out.format = Format::fp32;
  m.vector("x", "x", {"X.x"}, {{{1, 0}, {1, 1}}});
  m.local("full", "X.full", "X.full");
  m.vector("xr", "X.x", {"D.x"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.vector("w", "W.w", {"D.w"}, {{{0, 1}, {0, 2}}});
  m.scalar("y", "D.y", {"Y.y", "out"}, {{{0, 2}, {0, 3}}, {{0, 3}, {0, 4}, {0, 5}}});
  Tensor w = tensor(3, 40, {}), x = tensor(1, 40, {});
  for (int i = 0; i < 120; ++i) w.values.push_back(static_cast<float>(i % 7) - 3);
  for (int i = 0; i < 40; ++i) x.values.push_back(static_cast<float>(i % 5) - 1);
  m.tensors["W"] = w;
  m.tensors["x"] = x;
  return m;
}

TEST(Datapath, ADotProductRidesThroughTheChip) {
  const HandMapping m = dot_product();
  SimulateOptions options;
  options.verify_steps = 1;
  const RunResult result = run(m, options);
  const Tensor &w = m.tensors.at("W"), &x = m.tensors.at("x");
  ASSERT_EQ(result.row_size.at("z"), 3);
  ASSERT_EQ(result.row_size.at("y"), 1 + 2 * 2 + 1);
  EXPECT_TRUE(std::isnan(result.values.at("y")[0]));
  for (std::int64_t row = 0; row < 3; ++row) {
    double sum = 0;
    for (std::int64_t col = 0; col < 40; ++col) sum += double{w.at(row, col)} * x.at(0, col);
    EXPECT_EQ(result.values.at("z")[static_cast<std::size_t>(row)], sum);
    EXPECT_EQ(result.values.at("y")[static_cast<std::size_t>(1 + 2 * row)],
              round_to(Format::fp8_e4m3, sum));
  }
}

TEST(Datapath, AColumnTooManyForTheSourceIsAWorkloadError) {
  HandMapping m = dot_product();
  m.tensors["x"] = tensor(1, 32, std::vector<float>(32));
  SimulateOptions options;
  options.verify_steps = 1;
  EXPECT_THROW(run(m, options), WorkloadError);
}

TEST(Datapath, VectorsKeepTheirValuesFromSourceToSink) {
  HandMapping m(1, 4);
  m.chip.pcu.lanes = 4;
  m.source("in", {0, 0}, 1, "x").format = Format::bf16;
  m.sink("out", {0, 3}, 1, "y").format = Format::bf16;
  m.vector("x", "in", {"out"}, {{{0, 0}, {0, 1}, {0, 2}, {0, 3}}});
  m.tensors["x"] = tensor(1, 7, {1, -2, 3, -4, 5, -6, 7});
  SimulateOptions options;
  options.verify_steps = 1;
  EXPECT_EQ(run(m, options).values.at("y"), (std::vector<double>{1, -2, 3, -4, 5, -6, 7, 0}));
}

TEST(Datapath, WithoutPackingAWordHoldsOneValue) {
  HandMapping m(1, 4);
  m.chip.pcu.lanes = 4;
  m.chip.pcu.packing = false;
  m.source("in", {0, 0}, 2, "x").tokens_per_item = 2;
  m.sink("out", {0, 3}, 2, "y").tokens_per_item = 2;
  m.vector("x", "in", {"out"}, {{{0, 0}, {0, 1}, {0, 2}, {0, 3}}});
  m.tensors["x"] = tensor(1, 7, {1, -2, 3, -4, 5, -6, 7});
  SimulateOptions options;
  options.verify_steps = 1;
  EXPECT_EQ(run(m, options).values.at("y"), (std::vector<double>{1, -2, 3, -4, 5, -6, 7, 0}));
}

}  // namespace
}  // namespace rda::sim
