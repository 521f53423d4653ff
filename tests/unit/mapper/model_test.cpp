// SPDX-License-Identifier: Apache-2.0
// Estimates of the analytic model for partitions whose cycles can be counted by hand.
#include "mapper/model.h"

#include "support/hand_mapping.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

using test::HandMapping;

Estimate estimate_of(const Graph& graph, const Plan& plan,
                     const std::vector<Override>& overrides = {}) {
  const Chip chip = shipped_chip("plasticine_rnn", overrides);
  return estimate(chip, partition(graph, chip, plan));
}

Access access(std::vector<std::int64_t> strides, int slot_level, int first_slot = 0) {
  return {.strides = std::move(strides), .slot_level = slot_level, .first_slot = first_slot};
}

/// The recurrence of tests/derived/11-recurrent-dot-product.md, with no weights, as before routing:
/// 4 rows of 2 vectors, read from h and written back to it.
HandMapping recurrent_dot_product(int batch = 1) {
  HandMapping m(8, 8);
  m.steps(3, batch);
  m.pmu("H", {1, 1})
      .buffer({.name = "h", .slot_bytes = 128, .slots = 2})
      .read({2, 4, 3}, 2)
      .in("full", {.where = {test::at_index(0, 0), test::at_index(1, 0)}})
      .out("h", {.access = access({64, 0, 0}, 2)})
      .out("permit_out", {.where = {test::at_index(0, 1), test::at_index(1, 3)}})
      .write({4, 3}, 2)
      .in("y", {.access = access({4, 0}, 1, 1)})
      .in("permit", {.where = {test::at_index(0, 0)}})
      .out("full_out", {.where = {test::at_index(0, 3)}});
  m.pcu("D", {0, 2}, {2, 4, 3}, 7).in("h").out("y", {.level = 1}).dot_product();
  m.sink("out", {0, 3}, 12).tokens_per_item = 4;
  m.vector("h", "H.h", {"D.h"}, {});
  m.scalar("y", "D.y", {"H.y", "out"}, {});
  m.local("full", "H.full_out", "H.full", 1);
  m.local("permit", "H.permit_out", "H.permit", 1);
  return m;
}

TEST(Model, OfARecurrenceOfOneDotUnitIsItsHandCount) {
  const HandMapping m = recurrent_dot_product();
  const Estimate result = estimate(m.chip, m.mapping);
  // Both streams count as 6 links: 2 at the ends and 4 between switches. H reads in 0 ... 7; D
  // fires 2 + 6 later, in 8 ... 15; its row is whole with the 2nd firing, so y is written 7 + 6
  // later in 22, 24, 26, 28; full is there 2 + 1 later. The scenario's routes are 4 links: 27
  // cycles.
  EXPECT_EQ(result.work, 8);
  EXPECT_EQ(result.recurrence, 31);
  EXPECT_EQ(result.item, 31);
  EXPECT_EQ(result.first, 29);  // the sink takes the last row in cycle 28
  EXPECT_EQ(result.cycles(3), 29 + 2 * 31);
}

TEST(Model, ALinkThatTakesTwoCyclesCountsTwice) {
  HandMapping m = recurrent_dot_product();
  m.chip.network.hop_latency = 2;
  EXPECT_EQ(estimate(m.chip, m.mapping).recurrence, 31 + 6 + 6);
}

TEST(Model, ABatchSharesTheWayAround) {
  const HandMapping m = recurrent_dot_product(4);
  const Estimate result = estimate(m.chip, m.mapping);
  EXPECT_EQ(result.recurrence, 31 / 4.0);
  EXPECT_EQ(result.item, 8) << "the dot unit's work is more";
}

TEST(Model, WorkIsRowsTimesVectorsOfTheWidestSlice) {
  const Graph graph = cell("lstm", 512, 512);  // 16 vectors of x and h
  EXPECT_EQ(estimate_of(graph, {4, 8}).work, 128 * 2);
  EXPECT_EQ(estimate_of(graph, {4, 5}).work, 128 * 4);
  EXPECT_EQ(estimate_of(graph, {3, 8}).work, 171 * 2);
  const Plan input_first{4, 8, 1, Sums::units, Products::input_first};
  EXPECT_EQ(estimate_of(graph, input_first).work, 128 * 2);
}

TEST(Model, AnItemOfAStepTakesItsWorkAndTheWayAround) {
  const Estimate result = estimate_of(cell("lstm", 512, 512), {4, 8});
  EXPECT_GT(result.recurrence, result.work);
  EXPECT_LT(result.recurrence, result.work + 200);
  EXPECT_EQ(result.item, result.recurrence);
}

TEST(Model, InputFirstHidesTheProductsOfXBehindTheRecurrence) {
  const Graph graph = cell("lstm", 512, 512);
  const Estimate together = estimate_of(graph, {4, 8});
  const Estimate first = estimate_of(graph, {4, 8, 1, Sums::units, Products::input_first});
  // 128 of the 256 cycles of work are W.x, which does not wait; early sums are read from a memory.
  EXPECT_LT(first.recurrence, together.recurrence - 100);
  EXPECT_GT(first.recurrence, together.recurrence - 128 - 20);
}

TEST(Model, LongerLinksCostTheRecurrenceAndNoWork) {
  const Graph graph = cell("gru", 256, 256);
  const Estimate near = estimate_of(graph, {5, 8});
  const Estimate far = estimate_of(graph, {5, 8}, {{"/network/hop_latency", "2"}});
  EXPECT_EQ(far.work, near.work);
  EXPECT_GT(far.recurrence, near.recurrence);
  EXPECT_GT(far.first, near.first);
}

TEST(Model, ACellWithMoreOperationsAfterEachOtherTakesLonger) {
  const auto recurrence = [](const std::string& name) {
    return estimate_of(cell(name, 256, 256), {4, 2}).recurrence;
  };
  EXPECT_GT(recurrence("lstm"), recurrence("rnn"));
  EXPECT_GT(recurrence("gru_before"), recurrence("gru"));
}

}  // namespace
}  // namespace rda::mapper
