// SPDX-License-Identifier: Apache-2.0
#include "mapper/policy.h"

#include "support_partition.h"

namespace rda::mapper {
namespace {

using Pairs = std::vector<std::pair<int, int>>;

Pairs tried(const Graph& graph, const MappingOptions& options = {}) {
  Pairs pairs;
  for (const Plan& u : plans(graph, shipped_chip("plasticine_rnn"), options))
    pairs.emplace_back(u.hu, u.ru);
  return pairs;
}

TEST(PaperPolicy, TakesThePublishedRowsFirst) {
  EXPECT_EQ(tried(cell("lstm", 256, 256)).front(), std::pair(6, 4));
  EXPECT_EQ(tried(cell("lstm", 512, 512)).front(), std::pair(4, 8));
  EXPECT_EQ(tried(cell("gru", 512, 512)).front(), std::pair(5, 8));
  EXPECT_EQ(tried(cell("rnn", 512, 512)).front(), std::pair(4, 8));
}

TEST(PaperPolicy, HalvesRuThenHuAndRuAgain) {
  EXPECT_EQ(tried(cell("lstm", 512, 512)), (Pairs{{4, 8},
                                                  {4, 4},
                                                  {4, 2},
                                                  {4, 1},
                                                  {2, 8},
                                                  {2, 4},
                                                  {2, 2},
                                                  {2, 1},
                                                  {1, 8},
                                                  {1, 4},
                                                  {1, 2},
                                                  {1, 1}}));
  EXPECT_EQ(tried(cell("lstm", 256, 256)),
            (Pairs{{6, 4}, {6, 2}, {6, 1}, {3, 4}, {3, 2}, {3, 1}, {1, 4}, {1, 2}, {1, 1}}));
}

TEST(PaperPolicy, KeepsWhatTheUserAskedFor) {
  EXPECT_EQ(tried(cell("lstm", 512, 512), {.hu = 3, .ru = 5}), (Pairs{{3, 5}}));
  EXPECT_EQ(tried(cell("lstm", 512, 512), {.hu = 3}), (Pairs{{3, 8}, {3, 4}, {3, 2}, {3, 1}}));
  EXPECT_EQ(tried(cell("lstm", 512, 512), {.ru = 5}), (Pairs{{4, 5}, {2, 5}, {1, 5}}));
}

TEST(PaperPolicy, ComputesNoMoreRowsSideBySideThanThereAre) {
  EXPECT_EQ(tried(cell("lstm", 1, 1), {.hu = 4, .ru = 1}), (Pairs{{1, 1}}));
}

TEST(PaperPolicy, RefusesAVectorTheLanesDoNotHold) {
  EXPECT_THROW(tried(cell("lstm", 512, 512), {.rv = 32}), MappingError);
  EXPECT_NO_THROW(tried(cell("lstm", 512, 512), {.rv = 64}));
}

TEST(ValuesPerVector, FollowFormatLanesAndPacking) {
  Graph graph = cell("lstm", 64, 64);
  Chip chip = shipped_chip("plasticine_rnn");
  EXPECT_EQ(values_per_vector(graph, chip), 64);
  chip.pcu.packing = false;
  EXPECT_EQ(values_per_vector(graph, chip), 16);
  chip.pcu.packing = true;
  graph.set_formats({Format::bf16, Format::bf16, Format::fp32, Format::fp32});
  EXPECT_EQ(values_per_vector(graph, chip), 32);
}

}  // namespace
}  // namespace rda::mapper
