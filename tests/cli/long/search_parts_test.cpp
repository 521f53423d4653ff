// SPDX-License-Identifier: Apache-2.0
// Policy auto on chips of which one is a part of the other.
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/support.h"

namespace rda::cli {
namespace {

class SearchOnParts : public Cli {
 protected:
  /// Cycles with auto on a grid of `side` × `side` with so many vector tracks, and twice as many
  /// for scalars and control. Stream ports are in the west, where a larger grid does not move them.
  std::int64_t cycles(const std::string& workload, int side, int tracks,
                      std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"run", repository("configs/plasticine_rnn.json"),
                                 repository("workloads/" + workload + ".json"), "--mapping", "auto",
                                 "--search-budget", "3", "--verify-steps", "0", "-o", "-"});
    for (const auto& [pointer, value] : {std::pair{"/grid/rows", side},
                                         {"/grid/cols", side},
                                         {"/network/tracks/vector", tracks},
                                         {"/network/tracks/scalar", 2 * tracks},
                                         {"/network/tracks/control", 2 * tracks},
                                         {"/stream/sources/count", 1},
                                         {"/stream/sinks/count", 1},
                                         {"/stream/sinks/offset", 4}})
      words.insert(words.end(), {"--set", pointer + ("=" + std::to_string(value))});
    words.insert(words.end(), {"--set", "/stream/sinks/side=\"west\""});
    const Outcome outcome = rdasim(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.code == 0 ? nlohmann::json::parse(outcome.out).at("cycles").get<std::int64_t>()
                             : -1;
  }
};

/// Keeps a search from trying other FIFOs, which takes long.
const std::vector<std::string> kFifos{"--set", "/vector_fifo_limit=4"};

TEST_F(SearchOnParts, ALargerGridIsNotSlower) {
  for (const char* workload : {"small/lstm_16_4", "small/gru_16_4", "iot/lstm_25_50"}) {
    const std::int64_t small = cycles(workload, 8, 2, kFifos),
                       middle = cycles(workload, 16, 2, kFifos);
    EXPECT_LE(middle, small) << workload;
    EXPECT_LE(cycles(workload, 24, 2, kFifos), middle) << workload;
  }
}

TEST_F(SearchOnParts, MoreTracksAreNotSlower) {
  for (const char* workload : {"small/lstm_16_4", "small/gru_16_4", "iot/lstm_25_50"}) {
    const std::int64_t few = cycles(workload, 8, 2, kFifos), more = cycles(workload, 8, 3, kFifos);
    EXPECT_LE(more, few) << workload;
    EXPECT_LE(cycles(workload, 8, 4, kFifos), few) << workload;
  }
}

/// Overrides that give PCUs and PMUs FIFOs of these depths.
std::vector<std::string> fifos(int vectors, int scalars) {
  std::vector<std::string> words;
  for (const std::string unit : {"/pcu", "/pmu"})
    for (const auto& [kind, depth] : {std::pair{"vector", vectors}, {"scalar", scalars}})
      words.insert(words.end(),
                   {"--set", unit + "/fifo_depth/" + kind + "=" + std::to_string(depth)});
  return words;
}

TEST_F(SearchOnParts, DeeperFifosAreNotSlower) {
  for (const char* workload : {"small/lstm_16_4", "small/gru_16_4"}) {
    const std::int64_t shallow = cycles(workload, 8, 2, fifos(3, 9));
    const std::int64_t deeper = cycles(workload, 8, 2, fifos(4, 16));
    EXPECT_LE(deeper, shallow) << workload;
    EXPECT_LE(cycles(workload, 8, 2, fifos(9, 40)), deeper) << workload;
  }
}

TEST_F(SearchOnParts, AFifoLimitMapsAsIfFifosWereShallower) {
  const auto mapping = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"map", chip_, workload_, "-o", "-"});
    const Outcome outcome = rdasim(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.out;
  };
  std::vector<std::string> limited = fifos(8, 32);
  limited.insert(limited.end(), {"--set", "/vector_fifo_limit=1", "--set", "/scalar_fifo_limit=2"});
  EXPECT_EQ(mapping(limited), mapping(fifos(1, 2)));
  EXPECT_NE(mapping(limited), mapping(fifos(8, 32)));
}

TEST_F(SearchOnParts, AMappingIsNotSlowerWithDeeperFifos) {
  for (const char* name : {"lstm_16_4", "lstm_16_4_batch_3", "gru_16_4_reset_before"}) {
    const std::string chip = repository("configs/plasticine_rnn.json");
    const std::string workload = repository("workloads/small/" + std::string(name) + ".json");
    std::vector<std::string> words = fifos(2, 4);
    words.insert(words.begin(), {"map", chip, workload, "-o", path("mapping.json")});
    ASSERT_EQ(rdasim(words).code, 0);
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    for (const auto& [vectors, scalars] : {std::pair{2, 4}, {3, 4}, {3, 9}, {16, 64}}) {
      words = fifos(vectors, scalars);
      words.insert(words.begin(),
                   {"run", chip, workload, "--mapping-file", path("mapping.json"), "-o", "-"});
      const Outcome outcome = rdasim(words);
      ASSERT_EQ(outcome.code, 0) << outcome.err;
      const auto now = nlohmann::json::parse(outcome.out).at("cycles").get<std::int64_t>();
      EXPECT_LE(now, before) << name;
      before = now;
    }
  }
}

TEST_F(SearchOnParts, ARegionHoldsAllUnits) {
  const Outcome outcome = rdasim({"map", repository("configs/plasticine_rnn.json"),
                                  repository("workloads/small/lstm_16_4.json"), "--set",
                                  "/region_rows=16", "--set", "/region_cols=16", "-o", "-"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto mapping = nlohmann::json::parse(outcome.out);
  for (const auto& unit : mapping.at("units")) {
    const auto& place = unit.at("place");
    if (place.at("kind") != "site") continue;
    EXPECT_LT(place.at("row").get<int>(), 16) << unit.at("name");
    EXPECT_LT(place.at("col").get<int>(), 16) << unit.at("name");
  }
}

}  // namespace
}  // namespace rda::cli
