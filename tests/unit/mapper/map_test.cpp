// SPDX-License-Identifier: Apache-2.0
#include "rda/map.h"

#include <cstdio>
#include <fstream>

#include "support_partition.h"

namespace rda::mapper {
namespace {

/// A chip and a graph that have to map legally.
struct Case {
  std::string name;
  Graph graph;
  std::vector<Override> overrides = {};
  std::string chip = "tiny";
};

std::ostream& operator<<(std::ostream& out, const Case& each) { return out << each.name; }

Graph batched(Graph graph, int batch) {
  graph.batch = batch;
  return graph;
}

std::vector<Case> cases() {
  return {
      {"lstm", cell("lstm", 16, 16)},
      {"one_unit", cell("lstm", 1, 1)},
      {"one_feature", cell("gru", 1, 16)},
      {"ragged", cell("gru", 17, 17)},
      {"batch_of_15", batched(cell("lstm", 16, 16), 15)},
      {"reset_before", cell("gru_before", 16, 16), {}, "plasticine_rnn"},
      {"three_layers", cell("lstm", 40, 64, 3), {}, "plasticine_rnn"},
      {"one_lane", cell("lstm", 16, 16), {{"/pcu/lanes", "1"}}},
      {"three_lanes", cell("lstm", 16, 16), {{"/pcu/lanes", "3"}}},
      {"lanes_64", cell("lstm", 16, 16), {{"/pcu/lanes", "64"}}},
      {"one_bank", cell("lstm", 16, 16), {{"/pmu/banks", "1"}}},
      {"seven_banks", cell("gru", 16, 16), {{"/pmu/banks", "7"}}},
      {"hop_latency_4", cell("lstm", 16, 16), {{"/network/hop_latency", "4"}}},
      {"no_packing", cell("lstm", 64, 64), {}, "plasticine_isca17"},
      {"two_registers", cell("gru", 16, 16), {{"/pcu/registers", "2"}}},
      {"two_inputs", cell("gru", 16, 16), {{"/pcu/inputs/scalar", "2"}}},
      {"lstm_512", cell("lstm", 512, 512), {}, "plasticine_rnn"},
  };
}

class Map : public testing::TestWithParam<Case> {};

TEST_P(Map, IsLegalAndHasEveryWeightOnce) {
  const Case& each = GetParam();
  const Chip chip = shipped_chip(each.chip, each.overrides);
  const Mapping mapping = map(each.graph, chip, {});
  EXPECT_EQ(violations(chip, mapping), std::vector<std::string>{});
  expect_weights_once(each.graph, mapping);
}

INSTANTIATE_TEST_SUITE_P(Every, Map, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

TEST(MapSeed, DecidesThePlacementToTheLastByte) {
  const Graph graph = cell("lstm", 16, 16);
  const Chip chip = shipped_chip("tiny");
  const std::string first = to_json(map(graph, chip, {.seed = 5}));
  EXPECT_EQ(first, to_json(map(graph, chip, {.seed = 5})));
  Mapping other = map(graph, chip, {.seed = 6});
  other.seed = 5;
  EXPECT_NE(first, to_json(other));
}

TEST(MapJson, ComesBackToTheLastByte) {
  const std::string text =
      to_json(map(cell("gru_before", 17, 17), shipped_chip("plasticine_rnn"), {}));
  const std::string file = testing::TempDir() + "/rda_map_test.json";
  std::ofstream(file) << text;
  EXPECT_EQ(to_json(load_mapping(file)), text);
  std::remove(file.c_str());
}

TEST(MapQuality, CountsNoFewerLinksThanItsLowerBound) {
  MapQuality quality;
  map(cell("lstm", 16, 16), shipped_chip("tiny"), {}, &quality);
  EXPECT_GT(quality.routed_lower_bound, 0);
  EXPECT_GE(quality.routed_links, quality.routed_lower_bound);
  EXPECT_GE(quality.longest_recurrent_hops, 3);
  EXPECT_EQ(quality.placements, 1);
  std::int64_t used = 0;
  for (const TrackUse& use : quality.tracks) used += use.used;
  EXPECT_EQ(used, quality.routed_links);
  // Four streams and three units at the least, dot unit, look-ups and element-wise ones.
  EXPECT_GT(quality.recurrence_cycles, quality.longest_recurrent_hops + 3 * 3);
}

/// The unrolling that policy paper ends with on a chip too small to place or route the published
/// one.
std::string unrolling(const Chip& chip, const MappingOptions& options) {
  const Mapping mapping = map(cell("lstm", 16, 16), chip, options);
  return "hu " + std::to_string(mapping.hu) + ", ru " + std::to_string(mapping.ru);
}

TEST(MapPolicy, PaperTakesASmallerUnrollingWhereThePublishedOneHasNoPlace) {
  EXPECT_EQ(unrolling(shipped_chip("tiny"), {.region_rows = 4}), "hu 1, ru 1");
  EXPECT_THROW(map(cell("lstm", 16, 16), shipped_chip("tiny"), {.hu = 4, .region_rows = 4}),
               MappingError);
}

TEST(MapPolicy, PaperTakesASmallerUnrollingWhereThePublishedOneHasNoRoutes) {
  Chip chip = shipped_chip("tiny");
  chip.network.tracks.scalar = 1;
  ASSERT_EQ(unrolling(shipped_chip("tiny"), {}), "hu 2, ru 1");
  EXPECT_EQ(unrolling(chip, {}), "hu 1, ru 8");
  EXPECT_THROW(map(cell("lstm", 16, 16), chip, {.hu = 2, .ru = 1}), MappingError);
}

TEST(MapPolicy, PaperSaysWhenNoUnrollingHasRoutes) {
  Chip chip = shipped_chip("tiny");
  chip.network.tracks.scalar = 0;
  try {
    map(cell("lstm", 16, 16), chip, {.place_effort = 1});
    FAIL() << "it maps";
  } catch (const MappingError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("hu 2, ru 1: link ("), text.npos) << text;
    EXPECT_TRUE(text.ends_with("; nor can a smaller unrolling be routed")) << text;
  }
}

TEST(MapPolicy, AutoIsNoneOfTheMappers) {
  const Graph graph = cell("lstm", 16, 16);
  const Chip chip = shipped_chip("tiny");
  EXPECT_THROW(map(graph, chip, {.policy = Policy::automatic}), InternalError);
}

}  // namespace
}  // namespace rda::mapper
