// SPDX-License-Identifier: Apache-2.0
#include "training/update.h"

#include <gtest/gtest.h>

#include <cmath>

#include "graph/backward.h"
#include "graph/noise.h"

namespace rda::training {
namespace {

/// Updates of one weight tensor "w" of two elements.
class Updates {
 public:
  Updates(const Training& training, std::vector<float> weights)
      : graph_(update_graph(training, {{"w", 2, 1}})), training_(training) {
    tensors_["w"] = {1, 2, std::move(weights)};
    for (const std::string& kept : kept_tensors(training, "w")) tensors_[kept] = {1, 2, {0, 0}};
  }

  /// @return w after an update with this gradient
  std::vector<float> run(std::vector<float> gradient, bool exact = true) {
    ++count_;
    tensors_[graph::gradient_of("w")] = {1, 2, std::move(gradient)};
    const auto one = [](double value) { return Tensor{1, 1, {static_cast<float>(value)}}; };
    tensors_[kLearningRate] = one(training_.learning_rate);
    tensors_[kMeanCorrection] = one(1 / (1 - std::pow(training_.beta1, count_)));
    tensors_[kVarianceCorrection] = one(1 / (1 - std::pow(training_.beta2, count_)));
    const auto next = exact ? evaluate_exact(graph_, tensors_, 1)
                            : graph::evaluate_chip_noisy(graph_, tensors_, {}, {1, count_});
    for (auto& [name, tensor] : tensors_)
      if (const auto found = next.find(next_of(name)); found != next.end())
        tensor.values.assign(found->second.begin(), found->second.end());
    return tensors_.at("w").values;
  }

 private:
  Graph graph_;
  Training training_;
  Tensors tensors_;
  std::uint64_t count_ = 0;
};

using Floats = std::vector<float>;

TEST(Update, OfSgdMovesAgainstTheGradient) {
  Training training;
  training.learning_rate = 0.5;
  EXPECT_EQ(Updates(training, {1, 2}).run({2, -1}), (Floats{0, 2.5}));
}

TEST(Update, OfMomentumAddsAPartOfTheChangesBefore) {
  Training training;
  training.optimizer = Optimizer::momentum;
  training.learning_rate = 1;
  training.momentum = 0.5;
  Updates updates(training, {0, 0});
  EXPECT_EQ(updates.run({2, 0}), (Floats{-2, 0}));
  EXPECT_EQ(updates.run({2, 4}), (Floats{-5, -4}));  // 0.5·2 + 2, and 4
}

TEST(Update, OfAdamMovesByTheLearningRateAtFirst) {
  Training training;
  training.optimizer = Optimizer::adam;
  training.learning_rate = 0.25;
  const Floats moved = Updates(training, {1, 1}).run({100, -0.5});
  EXPECT_NEAR(moved[0], 0.75, 1e-6);
  EXPECT_NEAR(moved[1], 1.25, 1e-6);
}

TEST(Update, ScalesGradientsToTheLargestNorm) {
  Training training;
  training.learning_rate = 1;
  training.clip_norm = 1;
  const Floats clipped = Updates(training, {0, 0}).run({3, 4});
  EXPECT_NEAR(clipped[0], -0.6, 1e-6);
  EXPECT_NEAR(clipped[1], -0.8, 1e-6);
  EXPECT_EQ(Updates(training, {0, 0}).run({0, 0}), (Floats{0, 0}));
  training.clip_norm = 10;
  EXPECT_EQ(Updates(training, {0, 0}).run({3, 4}), (Floats{-3, -4}));
}

TEST(Update, DividesGradientsByTheLossScale) {
  Training training;
  training.learning_rate = 1;
  training.precision.loss_scale = 8;
  EXPECT_EQ(Updates(training, {0, 0}).run({8, 16}), (Floats{-1, -2}));
}

/// Each update is a quarter of the distance of bf16 values below 1.
Training slow_training() {
  Training training;
  training.learning_rate = 0x1p-10;
  training.precision.weights = Format::bf16;
  return training;
}

TEST(Update, ToTheNearestNarrowWeightStallsWhereChangesAreSmall) {
  Updates updates(slow_training(), {1, 1});
  for (int batch = 0; batch < 100; ++batch) EXPECT_EQ(updates.run({1, 0}, false), (Floats{1, 1}));
}

TEST(Update, WithAKahanTermKeepsWhatRoundingLeavesOut) {
  Training training = slow_training();
  training.precision.kahan = true;
  Updates updates(training, {1, 1});
  EXPECT_EQ(updates.run({1, 0}, false), (Floats{1, 1}));
  EXPECT_EQ(updates.run({1, 0}, false), (Floats{1, 1}));  // a tie, to even
  EXPECT_EQ(updates.run({1, 0}, false), (Floats{1 - 0x1p-8F, 1}));
  for (int batch = 3; batch < 64; ++batch) updates.run({1, 0}, false);
  EXPECT_EQ(updates.run({0, 0}, false), (Floats{1 - 64 * 0x1p-10F, 1}));
}

TEST(Update, AtRandomMovesAsFarAsTheMeanOfTheChanges) {
  Training training = slow_training();
  training.precision.rounding = Rounding::stochastic;
  Updates updates(training, {1, 1});
  Floats last;
  for (int batch = 0; batch < 256; ++batch) last = updates.run({1, 0}, false);
  EXPECT_NEAR(last[0], 1 - 256 * 0x1p-10, 4 * 0x1p-8 * std::sqrt(256 * 0.25 * 0.75));
  EXPECT_LT(last[0], 0.9F);
  EXPECT_EQ(last[1], 1);
}

}  // namespace
}  // namespace rda::training
