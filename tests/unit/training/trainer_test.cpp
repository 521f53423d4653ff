// SPDX-License-Identifier: Apache-2.0
#include "training/trainer.h"

#include <gtest/gtest.h>

#include "training/curve.h"
#include "training/precisions.h"
#include "training/task.h"

namespace rda::training {
namespace {

/// Two layers of three, trained on one batch.
Workload small_training() {
  Workload workload;
  workload.name = "small";
  workload.input = 2;
  workload.steps = 4;
  workload.batch = 2;
  Layer lstm, linear;
  lstm.hidden = 3;
  linear.type = LayerType::linear;
  linear.size = 2;
  workload.layers.list = {lstm, linear};
  Training& training = workload.training.emplace();
  training.learning_rate = 0.5;
  training.batches = 30;
  return workload;
}

TEST(Trainer, MakesTheLossSmallerInBothArithmetics) {
  for (const Arithmetic arithmetic : {Arithmetic::exact, Arithmetic::chip}) {
    const Curve curve = train(small_training(), arithmetic, 1);
    ASSERT_EQ(curve.points.size(), 30u);
    EXPECT_LT(curve.points.back().loss, 0.8 * curve.points.front().loss) << word(arithmetic);
  }
}

TEST(Trainer, InFp32IsNearFp64) {
  const Curve exact = train(small_training(), Arithmetic::exact, 1);
  const Curve chip = train(small_training(), Arithmetic::chip, 1);
  for (std::size_t i = 0; i < exact.points.size(); ++i)
    EXPECT_NEAR(exact.points[i].loss, chip.points[i].loss, 1e-4);
}

TEST(Trainer, RepeatsWithRandomRounding) {
  Workload workload = small_training();
  workload.training->precision = precision_of(NamedPrecision::bf16_stochastic);
  const Curve once = train(workload, Arithmetic::chip, 1);
  const Curve again = train(workload, Arithmetic::chip, 1);
  for (std::size_t i = 0; i < once.points.size(); ++i)
    EXPECT_EQ(once.points[i].loss, again.points[i].loss);
}

TEST(Trainer, KeepsWeightsInTheirFormat) {
  Workload workload = small_training();
  workload.training->precision = precision_of(NamedPrecision::bf16);
  Trainer trainer(workload, Arithmetic::chip);
  trainer.train(own_batch(workload, trainer.plan()));
  for (const double weight : trainer.tensors().at("layer0.i.W").values)
    EXPECT_EQ(weight, round_to(Format::bf16, weight));
}

TEST(Trainer, LosesNothingByLossScale) {
  Workload workload = small_training();
  const Curve plain = train(workload, Arithmetic::chip, 1);
  workload.training->precision.loss_scale = 1024;
  const Curve scaled = train(workload, Arithmetic::chip, 1);
  EXPECT_EQ(plain.points.back().loss, scaled.points.back().loss);  // powers of two are exact
}

TEST(LearningRate, FollowsItsSchedule) {
  Training training;
  training.learning_rate = 8;
  training.batches = 4;
  EXPECT_EQ(learning_rate_of(training, 3), 8);
  training.schedule = Schedule::linear;
  EXPECT_EQ(learning_rate_of(training, 0), 8);
  EXPECT_EQ(learning_rate_of(training, 3), 2);
  training.schedule = Schedule::cosine;
  EXPECT_NEAR(learning_rate_of(training, 2), 4, 1e-12);
  training.schedule = Schedule::constant;
  training.warmup = 3;
  EXPECT_EQ(learning_rate_of(training, 0), 2);
  EXPECT_EQ(learning_rate_of(training, 3), 8);
}

TEST(Precision, SaysTheBytesOfAWeight) {
  Training training;
  training.optimizer = Optimizer::adam;
  training.precision = precision_of(NamedPrecision::fp32);
  EXPECT_EQ(bytes_of_weight(training), 16);
  training.precision = precision_of(NamedPrecision::bf16);
  EXPECT_EQ(bytes_of_weight(training), 8);
  training.precision = precision_of(NamedPrecision::bf16_kahan);
  EXPECT_EQ(bytes_of_weight(training), 10);
  training.precision = precision_of(NamedPrecision::bf16_masters);
  EXPECT_EQ(bytes_of_weight(training), 14);
}

}  // namespace
}  // namespace rda::training
