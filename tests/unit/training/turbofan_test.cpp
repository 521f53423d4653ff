// SPDX-License-Identifier: Apache-2.0
#include "training/turbofan.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/file.h"
#include "rda/error.h"
#include "training/windows.h"

namespace rda::training {
namespace {

/// Engines of these lives; sensor 1 is the cycle, sensor 2 the engine, the rest 0.
std::vector<Engine> engines_of_lives(const std::vector<int>& lives) {
  std::vector<Engine> engines;
  for (const int life : lives) {
    engines.emplace_back();
    for (int cycle = 0; cycle < life; ++cycle) {
      Cycle& made = engines.back().emplace_back();
      made[kSettings] = cycle + 1;
      made[kSettings + 1] = static_cast<double>(engines.size());
    }
  }
  return engines;
}

std::filesystem::path written(const std::string& name, const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / name;
  write_file(file, text);
  return file;
}

std::string complaint_of_engines(const std::string& text) {
  const std::filesystem::path file = written("wrong.txt", text);
  try {
    read_engines(file);
  } catch (const WorkloadError& error) {
    return std::string(error.what()).substr(file.string().size());
  }
  return "";
}

TEST(Turbofan, EnginesAreReadAsTheyAreWritten) {
  const std::vector<Engine> engines = generated_engines(3, 7);
  EXPECT_EQ(read_engines(written("engines.txt", engines_text(engines))), engines);
}

TEST(Turbofan, GeneratedEnginesFollowFromTheSeed) {
  EXPECT_EQ(generated_engines(2, 1), generated_engines(2, 1));
  EXPECT_NE(generated_engines(2, 1), generated_engines(2, 2));
  for (const Engine& engine : generated_engines(20, 1)) {
    EXPECT_GE(engine.size(), 130u);
    EXPECT_LE(engine.size(), 330u);
  }
}

TEST(Turbofan, FilesOfOtherColumnsAndOrdersAreRefused) {
  EXPECT_EQ(complaint_of_engines("1 1 0.5\n"),
            ": line 1: 3 numbers (26 would be right: unit, cycle, 3 settings, 21 sensors)");
  EXPECT_EQ(complaint_of_engines("1 x\n"), ": line 1: x is not a number");
  EXPECT_EQ(complaint_of_engines(""), ": has no engines");
  const std::string rest = " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
  EXPECT_EQ(complaint_of_engines("1 1" + rest + "1 3" + rest),
            ": line 2: cycle 3 of unit 1 follows (cycle 2 of unit 1, or cycle 1 of the next unit, "
            "would be right)");
}

/// Windows of two cycles of engines of five lives; the fifth engine is held out.
Windows windows_of(TurbofanTask task) {
  Workload workload;
  workload.input = kTurbofanFeatures;
  workload.hidden = 2;
  workload.steps = workload.batch = 2;
  Turbofan turbofan;
  turbofan.file = written("five.txt", engines_text(engines_of_lives({4, 4, 4, 4, 9}))).string();
  turbofan.task = task;
  turbofan.cap = 4;
  turbofan.horizon = 3;
  workload.training.emplace().turbofan = turbofan;
  Plan plan;
  plan.targets = {"target"};
  return {workload, plan};
}

TEST(Windows, TargetsAreThePartOfTheCapThatIsLeftAfterTheLastCycle) {
  const ExactTensors held = windows_of(TurbofanTask::remaining_life).held_out();
  // Of eight windows the third and the seventh, which end with cycles 4 and 8 of 9.
  EXPECT_EQ(held.at("target").values, (std::vector<double>{1, 0.25}));
}

TEST(Windows, TargetsSayWhetherTheFailureIsWithinTheHorizon) {
  const ExactTensors held = windows_of(TurbofanTask::failure).held_out();
  EXPECT_EQ(held.at("target").values, (std::vector<double>{1, 0, 0, 1}));
}

TEST(Windows, ValuesAreScaledOverTheEnginesThatAreLearned) {
  const Windows windows = windows_of(TurbofanTask::remaining_life);
  EXPECT_EQ(windows.count(), 12);
  const Matrix<double> x = windows.held_out().at("x");
  ASSERT_EQ(x.rows, 4);
  // Cycles 1 to 4 have the mean 2.5 and the variance 1.25. The first row is cycle 3.
  EXPECT_NEAR(x.at(0, 0), (3 - 2.5) / std::sqrt(1.25), 1e-6);
  EXPECT_NEAR(x.at(0, 4), (3 - 2.5) / std::sqrt(1.25), 1e-6);
  EXPECT_NEAR(x.at(0, 5), (5 - 2.5) / std::sqrt(1.25), 1e-6);
  EXPECT_EQ(x.at(0, 10), 0);  // a constant
}

TEST(Windows, OfABatchFollowFromItsNumber) {
  const Windows windows = windows_of(TurbofanTask::remaining_life);
  EXPECT_EQ(windows.batch(3).at("x").values, windows.batch(3).at("x").values);
  EXPECT_NE(windows.batch(3).at("x").values, windows.batch(4).at("x").values);
}

}  // namespace
}  // namespace rda::training
