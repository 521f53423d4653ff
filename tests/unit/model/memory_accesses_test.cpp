// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "unit/model/datapath_support.h"

namespace rda::sim {
namespace {

using Elements = std::vector<float>;
using Firing = std::vector<std::int64_t>;

/// A PMU of four lanes and two banks: what its write program stores at `access` its read program
/// reads as vectors there, and as scalars at each byte.
struct Store {
  explicit Store(const Access& access) {
    HandMapping m(1, 4);
    m.chip.pcu.lanes = 4;
    Access scalars = access;
    scalars.offset = 0;
    scalars.strides = {1};
    m.pmu("B", {0, 1})
        .buffer({.name = "b", .slot_bytes = 64})
        .read({32, 1}, 2)
        .out("vector", {.where = {test::at_index(0, 0)}, .access = access})
        .out("scalar", {.access = scalars})
        .write({1, 1}, 2)
        .in("data", {.access = access});
    auto& programs = m.mapping.units.front().programs;
    connect(m, programs[0].outputs[0], TokenKind::vector);
    connect(m, programs[0].outputs[1], TokenKind::scalar);
    connect(m, programs[1].inputs[0], TokenKind::vector);
    bench.emplace(m);
  }
  void write(const Value& data) {
    bench->datapath.fire(1, Firing{0, 0}, std::vector{data}, std::span<Value>());
  }
  std::vector<Value> read(std::int64_t byte) {
    std::vector<Value> outputs(2);
    bench->datapath.fire(0, Firing{byte, 0}, {}, outputs);
    return outputs;
  }
  std::optional<Bench> bench;
};

TEST(NarrowVectors, AreConvertedAndLieAStrideApart) {
  Store bytes({.offset = 1, .lane_stride = 3, .slot_level = 2, .format = Format::fp8_e4m3});
  bytes.write(vector({1, 2.5F, 500, -0.3F}));
  EXPECT_EQ(as_floats(bytes.read(0)[0]), (Elements{1, 2.5F, 448, -0.3125F}));
  const Elements want{0, 1, 0, 0, 2.5F, 0, 0, 448, 0, 0, -0.3125F, 0};
  for (std::size_t byte = 0; byte < want.size(); ++byte)
    EXPECT_EQ(as_float(bytes.read(static_cast<std::int64_t>(byte))[1]), want[byte]) << byte;
}

TEST(NarrowVectors, HaveAScaleInInt8) {
  Store store({.lane_stride = 1, .slot_level = 2, .format = Format::int8, .scale = -1});
  store.write(vector({1.3F, -0.6F, 100, 0}));
  EXPECT_EQ(as_floats(store.read(0)[0]), (Elements{1.5F, -0.5F, 63.5F, 0}));
}

TEST(NarrowVectors, InFp32AreWordsThatNobodyReads) {
  Store store({.slot_level = 2});
  const Words packed{0x7fc12345, 0xffffffff, 0x80000001, 7};
  store.write(std::make_shared<const Words>(packed));
  EXPECT_EQ(*store.read(0)[0], packed);
}

/// A PMU of four lanes and two banks whose token `x` is looked up. Row r, column c of `table` is
/// r + c / 4.
Value looked_up(const Access& access, Value x, Content content, int cols = 2,
                bool interpolation = false) {
  HandMapping m(1, 4);
  m.chip.pmu.interpolation = interpolation;
  m.chip.pcu.lanes = 4;
  m.chip.pmu.banks = 2;
  m.pmu("T", {0, 1})
      .buffer({.name = "t", .offset = 64, .slot_bytes = 24576})
      .read({1}, 3)
      .in("x")
      .out("y", {.access = access});
  Unit& unit = m.mapping.units.front();
  content.tensor = "table";
  unit.buffers[0].contents = {content};
  Elements entries;
  for (int i = 0; i < kTableEntries * cols; ++i)
    entries.push_back(static_cast<float>(i / cols) + static_cast<float>(i % cols) / 4);
  m.tensors["table"] = tensor(kTableEntries, cols, entries);
  connect(m, unit.programs[0].inputs[0], x->size() == 1 ? TokenKind::scalar : TokenKind::vector);
  const bool vectors = x->size() > 1 || access.row;
  connect(m, unit.programs[0].outputs[0], vectors ? TokenKind::vector : TokenKind::scalar);
  Bench bench(m);
  std::vector<Value> outputs(1);
  bench.datapath.fire(0, Firing{0}, std::vector{std::move(x)}, outputs);
  return outputs[0];
}

TEST(VectorLookUps, ReadTheCopyOfTheBankOfTheirLane) {
  const Value got = looked_up({.slot_level = 1, .look_up = 0}, vector({-9, 0, 0.5F, 100}),
                              {.pitch = 8, .rows = kTableEntries, .cols = 2});
  EXPECT_EQ(as_floats(got), (Elements{0, 512.25F, 544, 1023.25F}));
}

TEST(VectorLookUps, ReadATableThatACopyInEachBankFills) {
  const Value got = looked_up({.slot_level = 1, .look_up = 0}, vector({-9, 0, 0.5F, 100}),
                              {.pitch = 8, .rows = kTableEntries, .copies = 2});
  EXPECT_EQ(as_floats(got), (Elements{0, 512, 544, 1023}));
}

TEST(VectorLookUps, MakeTheValueOfTheirFunctionOfTheEntry) {
  const Access access{.slot_level = 1, .look_up = 0, .function = Function::reciprocal};
  const Value got = looked_up(access, vector({1, -2, 3, 0.25F}),
                              {.pitch = 8, .rows = kTableEntries, .copies = 2});
  // Entry 0 is 0; 3 is 1.5 · 2^1, entry 512.
  EXPECT_EQ(as_floats(got), (Elements{0, 0, 256, 0}));
}

TEST(VectorLookUps, InterpolateBetweenTheEntriesOfTheirBank) {
  // Column 0 is the value i of entry i, column 1 its slope, i + 1/4, column 2 its curve, i + 1/2.
  const Value got =
      looked_up({.slot_level = 1, .look_up = 0}, vector({-1, 0, 8.25F / 64, 100}),
                {.pitch = 24, .rows = kTableEntries, .cols = 3, .copies = 2}, 3, true);
  // The table has the side above 0: tanh(-1) is that of 1, with the other sign.
  EXPECT_EQ(as_floats(got),
            (Elements{-64, 0, 8 + (8.25F + 8.5F / 4) / 4, 1023 + 1023.25F + 1023.5F}));
}

TEST(ScalarLookUps, InterpolateBetweenTheirEntries) {
  const Access access{.slot_level = 1, .look_up = 0, .function = Function::reciprocal};
  const Value got = looked_up(access, scalar(3 + 0x1p-10F),
                              {.pitch = 12, .rows = kTableEntries, .cols = 3}, 3, true);
  // 1.5 + 2^-11 times 2^1: half of interval 512.
  EXPECT_EQ(as_float(got), (512 + (512.25F + 512.5F / 2) / 2) / 2);
}

TEST(RowLookUps, ReadTheRowThatAScalarNames) {
  const Access access{.offset = 16,
                      .slot_level = 1,
                      .look_up = 0,
                      .row = RowLookUp{.first_row = 2, .rows = 3, .row_bytes = 24}};
  const Content content{.offset = 16, .pitch = 24, .first_row = 2, .rows = 3, .cols = 4};
  const auto row = [&](float index) {
    return as_floats(looked_up(access, scalar(index), content, 4));
  };
  EXPECT_EQ(row(2), (Elements{2, 2.25F, 2.5F, 2.75F}));
  EXPECT_EQ(row(4.9F), (Elements{4, 4.25F, 4.5F, 4.75F}));
}

TEST(RowLookUps, ReadZerosOutsideTheirRowsThatChangeNoSum) {
  const Access access{
      .slot_level = 1, .look_up = 0, .row = RowLookUp{.first_row = 2, .rows = 3, .row_bytes = 24}};
  const Content content{.pitch = 24, .first_row = 2, .rows = 3, .cols = 4};
  for (const float index : {1.99F, 5.0F, -1.0F, 1e30F, -std::numeric_limits<float>::infinity(),
                            std::numeric_limits<float>::quiet_NaN()})
    for (const float zero : as_floats(looked_up(access, scalar(index), content, 4)))
      EXPECT_EQ(std::bit_cast<std::uint32_t>(zero + -0.0F), std::bit_cast<std::uint32_t>(-0.0F))
          << index;
}

TEST(MemoryImage, PutsTheCopiesOfAnElementOneBehindTheOther) {
  const Buffer buffer{
      .name = "b",
      .slot_bytes = 64,
      .contents = {
          {.tensor = "w", .pitch = 32, .rows = 2, .cols = 2, .format = Format::bf16, .copies = 3}}};
  const MemoryImage memory({buffer}, {{"w", tensor(2, 2, {1, 2, 3, 4})}});
  Elements got;
  for (std::int64_t at = 0; at < 48; at += 2)
    got.push_back(static_cast<float>(decode(Format::bf16, memory.load(at, 2))));
  const Elements want{1, 1, 1, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 4, 4, 4, 0, 0};
  EXPECT_EQ(got, want);
}

}  // namespace
}  // namespace rda::sim
