// SPDX-License-Identifier: Apache-2.0
// Policy auto on chips of which one is a part of the other.
#include <cstdint>
#include <nlohmann/json.hpp>

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

TEST_F(SearchOnParts, ALargerGridIsNotSlower) {
  for (const char* workload : {"small/lstm_16_4", "small/gru_16_4", "iot/lstm_25_50"}) {
    const std::int64_t small = cycles(workload, 8, 2), middle = cycles(workload, 16, 2);
    EXPECT_LE(middle, small) << workload;
    EXPECT_LE(cycles(workload, 24, 2), middle) << workload;
  }
}

TEST_F(SearchOnParts, MoreTracksAreNotSlower) {
  for (const char* workload : {"small/lstm_16_4", "small/gru_16_4", "iot/lstm_25_50"}) {
    const std::int64_t few = cycles(workload, 8, 2), more = cycles(workload, 8, 3);
    EXPECT_LE(more, few) << workload;
    EXPECT_LE(cycles(workload, 8, 4), few) << workload;
  }
}

TEST_F(SearchOnParts, ARegionHoldsAllUnits) {
  const Outcome outcome = rdasim({"map", repository("configs/plasticine_rnn.json"),
                                  repository("workloads/small/lstm_16_4.json"), "--set",
                                  "/region_rows=16", "--set", "/region_cols=16", "-o", "-"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto mapping = nlohmann::json::parse(outcome.out);
  for (const auto& unit : mapping.at("units")) {
    const std::string name = unit.at("name").get<std::string>();
    if (name.starts_with("source") || name.starts_with("sink")) continue;
    EXPECT_LT(unit.at("row").get<int>(), 16) << name;
    EXPECT_LT(unit.at("col").get<int>(), 16) << name;
  }
}

}  // namespace
}  // namespace rda::cli
