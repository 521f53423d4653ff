// SPDX-License-Identifier: Apache-2.0
#include "flow/placement_cache.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "rda/error.h"
#include "rda/workload.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::flow {
namespace {

namespace fs = std::filesystem;

const std::string kRoot = RDA_SOURCE_DIR "/";

/// A folder of the test's own, a small chip and a small workload.
struct PlacementCacheTest : testing::Test {
  PlacementCacheTest()
      : folder(fs::temp_directory_path() /
               (std::string("rda_placement_") +
                testing::UnitTest::GetInstance()->current_test_info()->name() + "_" +
                std::to_string(::getpid()))),
        chip(load_chip(kRoot + "configs/tiny.json")),
        graph(lower(load_workload(kRoot + "workloads/small/lstm_16_4.json"))) {}
  ~PlacementCacheTest() override { fs::remove_all(folder); }

  std::string mapped(const Chip& on, const MappingOptions& options = {}) {
    return to_json(cache.map(graph, on, options));
  }
  bool was_found() const { return cache.note() == "found in " + folder.string(); }

  const fs::path folder;
  Chip chip;
  Graph graph;
  PlacementCache cache{CacheChoice{folder, "", 1 << 20}};
};

/// What placement and routing may read, each with another value.
std::vector<Chip> variants(const Chip& chip) {
  std::vector<Chip> all(12, chip);
  all[1].grid.rows += 2;
  all[2].grid.pattern = Pattern::column_strips;
  all[3].network.hop_latency = 3;
  all[4].network.tracks.scalar += 3;
  all[5].pcu.fifo_depth = {1, 2, 3};
  all[6].pmu.fifo_depth = {1, 2, 3};
  all[7].pcu.stages += 2;
  all[8].pmu.read_latency += 5;
  all[9].stream.sources.offset += 1;
  all[10].stream.fifo_depth = {1, 1, 1};
  all[11].pmu.inputs.scalar += 4;
  return all;
}

TEST_F(PlacementCacheTest, MakesTheMappingsOfMapWhateverItHolds) {
  for (const Chip& each : variants(chip)) {
    for (const MappingOptions& options :
         {MappingOptions{.place_effort = 1}, MappingOptions{.seed = 5, .place_effort = 1},
          MappingOptions{.hu = 1, .ru = 2, .region_rows = chip.grid.rows, .place_effort = 1}}) {
      MapQuality want, first, again;
      const std::string plain = to_json(rda::map(graph, each, options, &want));
      EXPECT_EQ(to_json(cache.map(graph, each, options, &first)), plain);
      EXPECT_EQ(to_json(cache.map(graph, each, options, &again)), plain);
      EXPECT_TRUE(was_found());
      EXPECT_EQ(again.placements, want.placements);
      EXPECT_EQ(again.route_rounds, want.route_rounds);
      EXPECT_EQ(again.routed_links, want.routed_links);
      EXPECT_EQ(again.routed_lower_bound, want.routed_lower_bound);
      EXPECT_EQ(again.longest_recurrent_hops, want.longest_recurrent_hops);
      EXPECT_EQ(again.recurrence_cycles, want.recurrence_cycles);
      EXPECT_EQ(again.sustained, want.sustained);
      for (std::size_t kind = 0; kind < kTokenKinds.size(); ++kind) {
        EXPECT_EQ(again.tracks[kind].tracks, want.tracks[kind].tracks);
        EXPECT_EQ(again.tracks[kind].links, want.tracks[kind].links);
        EXPECT_EQ(again.tracks[kind].used, want.tracks[kind].used);
        EXPECT_EQ(again.tracks[kind].most, want.tracks[kind].most);
        EXPECT_EQ(again.tracks[kind].full_links, want.tracks[kind].full_links);
      }
    }
  }
}

TEST_F(PlacementCacheTest, SharesAPlacementAmongChipsThatDifferInWhatPlacementDoesNotRead) {
  mapped(chip);
  Chip other = chip;
  other.clock_mhz = 123;
  other.description = "another";
  other.stream.sinks.width_bits = 64;
  other.pmu.capacity_kb += 1;
  mapped(other);
  EXPECT_TRUE(was_found());
  mapped(chip, {.sums = Sums::units});  // which is what `policy` takes
  EXPECT_TRUE(was_found());
}

TEST_F(PlacementCacheTest, PlacesAnewForAnotherSeedEffortRegionOrTrackLimit) {
  mapped(chip);
  for (const MappingOptions& options :
       {MappingOptions{.seed = 2}, MappingOptions{.place_effort = 9},
        MappingOptions{.region_cols = chip.grid.cols}, MappingOptions{.track_limit = 60}}) {
    mapped(chip, options);
    EXPECT_FALSE(was_found());
  }
}

// Fewer placements have less patience each, so what more of them have found is not theirs.
TEST_F(PlacementCacheTest, PlacesAnewForAnotherNumberOfPlacements) {
  const MappingOptions options{.place_effort = 1};
  mapped(chip, options);
  cache.map(graph, chip, options, nullptr, 1);
  EXPECT_FALSE(was_found());
  cache.map(graph, chip, options, nullptr, 1);
  EXPECT_TRUE(was_found());
}

TEST_F(PlacementCacheTest, RefusesAgainWithTheSameWords) {
  chip.network.tracks.scalar = 1;
  const auto refusal = [&](auto&& make) {
    try {
      make();
    } catch (const MappingError& error) {
      return error.witness + " | " + error.what();
    }
    return std::string("none");
  };
  const MappingOptions options{.hu = 2, .ru = 1, .place_effort = 1};
  const std::string want = refusal([&] { rda::map(graph, chip, options); });
  ASSERT_NE(want, "none");
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(refusal([&] { mapped(chip, options); }), want);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
  }
}

TEST_F(PlacementCacheTest, TakesNothingThatIsNotLegal) {
  const std::string want = mapped(chip);
  const fs::path file = fs::directory_iterator(folder)->path();
  const std::string kept = read_file(file, 1 << 20);
  CacheFolder forged(folder / "forged", 1 << 20);
  for (const std::string& text :
       {std::string("{}"), std::string("no JSON"), kept.substr(64, 100),
        std::string(R"({"rows": [1], "cols": [2], "routes": [], "tracks": []})")}) {
    forged.keep("x", text);  // with its right sum
    fs::rename(fs::directory_iterator(forged.folder())->path(), file);
    EXPECT_EQ(mapped(chip), want) << text;
    EXPECT_FALSE(was_found());
    EXPECT_EQ(read_file(file, 1 << 20), kept) << "was not replaced";
  }
}

TEST_F(PlacementCacheTest, TakesNoSitesOfTheWrongKind) {
  const std::string want = mapped(chip);
  const fs::path file = fs::directory_iterator(folder)->path();
  std::string text = read_file(file, 1 << 20).substr(64);
  const std::size_t rows = text.find("\"rows\": [");
  ASSERT_NE(rows, std::string::npos);
  char& row = text[rows + 9];
  row = row == '0' ? '1' : '0';  // the first unit, a row off
  CacheFolder forged(folder / "forged", 1 << 20);
  forged.keep("x", text);
  fs::rename(fs::directory_iterator(forged.folder())->path(), file);
  EXPECT_EQ(mapped(chip), want);
  EXPECT_FALSE(was_found());
}

}  // namespace
}  // namespace rda::flow
