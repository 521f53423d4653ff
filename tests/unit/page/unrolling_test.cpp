// SPDX-License-Identifier: Apache-2.0
#include "page/unrolling.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "flow/evaluate.h"
#include "unit/page/support.h"

namespace rda::page {
namespace {

using Texts = std::vector<std::string>;

/// An LSTM of 17 on the chip `tiny`: vectors of 16 values.
Unrolling unrolling(std::vector<std::string> sets) {
  const std::filesystem::path root(RDA_SOURCE_DIR);
  std::vector<Override> overrides;
  for (std::string& set : sets) {
    const std::size_t at = set.find('=');
    overrides.push_back({set.substr(0, at), set.substr(at + 1)});
  }
  overrides.push_back({"/place_effort", "1"});
  const flow::Inputs inputs =
      flow::load(root / "configs/tiny.json", root / "workloads/small/lstm_17_4.json", overrides);
  flow::PlacementCache cache({});
  return unrolling_of(flow::make_mapping(inputs, {}, cache).mapping);
}

/// "x 0+2": vectors of an operand; "x 0+2 #1" in the second pass.
Texts pieces_of(const UnrolledProduct& product, std::size_t slice) {
  Texts texts;
  for (const SlicePiece& piece : product.slices[slice])
    texts.push_back(product.operands[static_cast<std::size_t>(piece.operand)].name + " " +
                    std::to_string(piece.first) + "+" + std::to_string(piece.vectors) +
                    (piece.pass > 0 ? " #" + std::to_string(piece.pass) : ""));
  return texts;
}

TEST(Unrolling, CutsTheColumnsOfAllGatesIntoSlices) {
  const Unrolling all = unrolling({"/input=40", "/hu=1", "/ru=2"});
  ASSERT_EQ(all.products.size(), 1u);
  const UnrolledProduct& product = all.products[0];
  EXPECT_EQ(product.gates, (Texts{"f", "g", "i", "o"}));
  EXPECT_EQ(product.layer, 0);
  EXPECT_EQ(product.hu, 1);
  EXPECT_EQ(product.hv, 1);
  EXPECT_EQ(product.rv, 16);
  EXPECT_EQ(product.passes, 1);
  ASSERT_EQ(product.operands.size(), 2u);
  EXPECT_EQ(product.operands[0].vectors, 3);
  EXPECT_FALSE(product.operands[0].recurrent);
  EXPECT_EQ(product.operands[1].name, "layer0.h");
  EXPECT_EQ(product.operands[1].vectors, 2);
  EXPECT_TRUE(product.operands[1].recurrent);
  // Five vectors in two slices, cut at 5 / 2, rounded down.
  ASSERT_EQ(product.slices.size(), 2u);
  EXPECT_EQ(pieces_of(product, 0), (Texts{"x 0+2"}));
  EXPECT_EQ(pieces_of(product, 1), (Texts{"x 2+1", "layer0.h 0+2"}));
  ASSERT_EQ(product.units.size(), 4u);
  EXPECT_EQ(product.units[0].size(), 2u);
}

TEST(Unrolling, CountsRowsWhereTheLastRowGroupLacksSome) {
  const Unrolling all = unrolling({"/hu=2", "/ru=1"});
  ASSERT_EQ(all.products.size(), 1u);
  EXPECT_EQ(all.products[0].hu, 2);
  EXPECT_EQ(all.products[0].rows, 17);
  EXPECT_EQ(all.products[0].row_groups, 9);
}

TEST(Unrolling, HasAPassForEachOperandIfInputsComeFirst) {
  const Unrolling all = unrolling({"/hu=1", "/ru=2", R"(/products="input_first")"});
  ASSERT_EQ(all.products.size(), 1u);
  EXPECT_EQ(all.products[0].passes, 2);
  EXPECT_EQ(pieces_of(all.products[0], 0), (Texts{"x 0+1", "layer0.h 0+1 #1"}));
  EXPECT_EQ(pieces_of(all.products[0], 1), (Texts{"x 1+1", "layer0.h 1+1 #1"}));
}

TEST(Unrolling, CountsRowsOfVectorsOfRows) {
  const Unrolling all = unrolling({"/hv=4", "/hu=1"});
  ASSERT_EQ(all.products.size(), 1u);
  EXPECT_EQ(all.products[0].hv, 4);
  EXPECT_EQ(all.products[0].rv, 4);
  EXPECT_EQ(all.products[0].row_groups, 5);
  EXPECT_EQ(all.products[0].rows, 20);
}

TEST(Unrolling, SharedUnitsSayWhatTheyTakeInEachTurn) {
  const Unrolling all = unrolling({"/hu=1", "/ru=1"});
  const auto group = [&](const std::string& role, const std::string& gate) {
    for (const SharedUnits& shared : all.shared)
      if (shared.role == role && shared.gate == gate) return shared;
    ADD_FAILURE() << "no " << role << " of " << gate;
    return SharedUnits();
  };
  const SharedUnits looked_up = group("look_up", "look-up i f g o");
  EXPECT_EQ(looked_up.turns, 4);
  ASSERT_EQ(looked_up.takes.size(), 4u);
  for (std::size_t turn = 0; turn < 4; ++turn)
    EXPECT_EQ(looked_up.takes[turn], Texts{"layer0." + std::string(1, "ifgo"[turn]) + ".sum[0]"});
  const SharedUnits next = group("element_wise", "h.next");
  EXPECT_EQ(next.turns, 1);
  EXPECT_EQ(next.takes, (std::vector<Texts>{{"layer0.o[0]", "layer0.c.tanh[0]"}}));
}

TEST(Unrolling, IsEmptyWhereUnitsDoNotSayWhatTheyAreFor) {
  const Unrolling all = unrolling_of(chain(4, 5).finished());
  EXPECT_TRUE(all.products.empty());
  EXPECT_TRUE(all.shared.empty());
}

}  // namespace
}  // namespace rda::page
