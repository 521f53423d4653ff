// SPDX-License-Identifier: Apache-2.0
// The small recurrent networks of sensors: 25 features, 50 steps; layers, directions and batches.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/support.h"

namespace rda::cli {
namespace {

using Json = nlohmann::json;

/// A run on the chip of the published figures, every step verified.
Outcome run_all(const std::string& workload, const std::vector<std::string>& sets,
                const std::string& engine = "fast") {
  std::vector<std::string> words = {"run",
                                    repository("configs/plasticine_rnn.json"),
                                    repository("workloads/iot/" + workload + ".json"),
                                    "--verify-steps",
                                    "all",
                                    "--engine",
                                    engine,
                                    "-o",
                                    "-"};
  for (const std::string& set : sets) words.insert(words.end(), {"--set", set});
  return rdasim(words);
}

/// The report of a run whose values are right, bit for bit, and the same from both engines.
Json report(const std::string& workload, const std::vector<std::string>& sets) {
  const Outcome fast = run_all(workload, sets);
  EXPECT_EQ(fast.code, 0) << fast.err;
  EXPECT_EQ(run_all(workload, sets, "reference").out, fast.out) << workload;
  Json json = Json::parse(fast.out);
  EXPECT_TRUE(json.at("verification").at("bit_exact")) << workload;
  EXPECT_EQ(json.at("verification").at("steps"), json.at("steps")) << workload;
  return json;
}

std::int64_t cycles(const Json& report) { return report.at("cycles"); }
double pcu(const Json& report) { return report.at("utilization").at("pcu"); }

class Iot : public testing::TestWithParam<std::string> {};

TEST_P(Iot, ComputesTheReferenceInEveryBatch) {
  report(GetParam(), {});
  report(GetParam(), {"/batch=4", "/steps=5"});
  report(GetParam(), {"/batch=64", "/steps=2"});
}

INSTANTIATE_TEST_SUITE_P(Every, Iot,
                         testing::Values("lstm_25_50", "lstm_25_50_two_layers",
                                         "lstm_25_50_four_layers", "lstm_25_50_bidirectional",
                                         "lstm_64_50", "lstm_64_50_two_layers",
                                         "lstm_64_50_four_layers", "lstm_64_50_bidirectional"),
                         [](const auto& name) { return name.param; });

TEST(IotSizes, ThatAreNoMultipleOfAVectorComputeTheReference) {
  for (const char* set : {"/batch=4", "/direction=bidirectional"})
    report("lstm_257_50", {set, "/steps=2"});
  for (const char* set : {"/batch=4", "/cell=gru"})
    report("lstm_257_50_input_100", {set, "/steps=2"});
}

TEST(IotSizes, ThatNearlyFillTheChipComputeTheReference) {
  for (const char* hidden : {"/hidden=1000", "/hidden=1760"})
    EXPECT_EQ(run_all("lstm_257_50", {hidden, "/input=0", "/steps=2"}).code, 0) << hidden;
}

TEST(IotBatch, FillsTheBubblesOfTheRecurrence) {
  for (const std::string workload : {"lstm_25_50", "lstm_64_50"}) {
    const Json one = report(workload, {"/steps=5"});
    const Json many = report(workload + "_batch_64", {"/steps=5"});
    EXPECT_LT(cycles(many), 64 * cycles(one) / 3) << workload;
    EXPECT_GT(pcu(many), 3 * pcu(one)) << workload;
  }
}

TEST(IotBatch, OfFourCostsHardlyMoreThanOneWhereTheRecurrenceIsLongest) {
  const Json one = report("lstm_25_50", {}), four = report("lstm_25_50", {"/batch=4"});
  EXPECT_LT(cycles(four), cycles(one) * 103 / 100);
  EXPECT_GT(pcu(four), 3.8 * pcu(one));
}

TEST(IotDirections, RunSideBySide) {
  const Json one = report("lstm_64_50", {}), both = report("lstm_64_50_bidirectional", {});
  EXPECT_LT(cycles(both), cycles(one) * 12 / 10);
  EXPECT_EQ(both.at("mapping").at("sources_used"), 2);
  EXPECT_EQ(both.at("mapping").at("sinks_used"), 2);
}

TEST(IotDirections, LayersAboveABidirectionalOneWaitForWholeSequences) {
  const Json one = report("lstm_64_50_bidirectional", {});
  const Json two = report("lstm_64_50_bidirectional", {"/layers=2"});
  EXPECT_GT(cycles(two), cycles(one) * 19 / 10);
}

}  // namespace
}  // namespace rda::cli
