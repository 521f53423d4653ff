// SPDX-License-Identifier: Apache-2.0
// rdasim train, and what other commands say of a workload that has a training.
#include "cli/support.h"

namespace rda::cli {
namespace {

class Train : public Cli {
 protected:
  /// An LSTM with a head, with this training.
  std::string trained(const std::string& training) const {
    return file("trained.json",
                R"({"batch": 2, "steps": 3, "layers": [{"type": "lstm", "hidden": 4},
                   {"type": "linear", "size": 2}], "input": 4, "training": )" +
                    training + "}");
  }
  std::string engines(const std::string& more) const {
    return file("engines.json",
                R"({"input": 25, "batch": 4, "steps": 3, "layers": [{"type": "lstm", "hidden": 3},
                   {"type": "last"}, {"type": "linear", "size": 1}],
                   "training": {"batches": 4, "turbofan": {"engines": 5})" +
                    more + "}}");
  }
};

TEST_F(Train, ShowsHowTheLossFalls) {
  const Outcome made = rdasim({"train", engines(""), "--test-every", "2"});
  EXPECT_EQ(made.code, 0) << made.err;
  expect_parts(made.out, {"352 weights in 14 tensors", "RMSE (cycles)",
                          "learns remaining_life of 5 generated turbofan engines",
                          "mse, sgd, learning rate 0.01, 4 batches"});
}

TEST_F(Train, RefusesWhatItDoesNotRead) {
  expect_refusal(rdasim({"train", trained("{}"), "--test-every", "5"}), 64,
                 {"--test-every: only engines of /training/turbofan are held out"});
  expect_refusal(rdasim({"train", trained("{}"), "--set", "/repeat=2"}), 2,
                 {"#/repeat: has no effect: /training/batches says how many batches are trained"});
}

TEST_F(Train, RepeatsItsBytesInACurveForEachPrecisionAndSeed) {
  const std::string workload = engines("");
  for (const char* name : {"a.csv", "b.csv"})
    EXPECT_EQ(rdasim({"train", workload, "--precision", "fp32", "--precision", "bf16_stochastic",
                      "--seeds", "2", "-o", path(name), "--svg", path("c.svg")})
                  .code,
              0);
  const std::string csv = read(path("a.csv"));
  EXPECT_EQ(csv, read(path("b.csv")));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 2 * 2 * 4);
  expect_parts(csv, {"curve,seed,batch,", "\nfp32,1,0,", "\nbf16_stochastic,2,3,"});
  expect_parts(read(path("c.svg")), {"<svg", "bf16_stochastic", "loss of a batch"});
}

TEST_F(Train, WritesWeightsThatARunReads) {
  const std::string workload = trained("{}");
  EXPECT_EQ(rdasim({"train", workload, "--exact", "--trained", path("w.npz")}).code, 0);
  const Outcome untrained = rdasim({"run", chip_, workload, "--outputs", path("before.npz")});
  const Outcome made =
      rdasim({"run", chip_, workload, "--weights", path("w.npz"), "--outputs", path("after.npz")});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_NE(read(path("before.npz")), read(path("after.npz")));
}

TEST_F(Train, WritesWeightsOfEnginesForInferenceAlone) {
  const std::string workload = engines(""), weights = path("w.npz");
  ASSERT_EQ(rdasim({"train", workload, "--trained", weights}).code, 0);
  const Outcome run = rdasim({"run", chip_, workload, "--weights", weights});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(rdasim({"quantize", workload, "--to", "int8", "--weights", weights}).code, 0);
  expect_refusal(
      rdasim({"run", chip_, workload, "--weights", weights, "--set", "/training/simulate=true"}), 2,
      {"#/data: a training begins with generated weights", "or --weights"});
  expect_refusal(rdasim({"train", workload, "--set", "/data=" + weights}), 2,
                 {"#/data: a training begins with generated weights", "(from --set /data="});
}

TEST_F(Train, WritesTheWeightsOfOneTrainingAlone) {
  expect_refusal(rdasim({"train", trained("{}"), "--seeds", "2", "--trained", path("w.npz")}), 64,
                 {"--trained: weights of 2 trainings (one precision and seed would be right)"});
}

TEST_F(Train, NeedsATraining) {
  expect_refusal(rdasim({"train", workload_}), 2, {"#/training: missing"});
}

TEST_F(Train, RefusesWhatNothingReads) {
  expect_refusal(rdasim({"train", trained(R"({"beta1": 0.5})")}), 2,
                 {"/training/beta1: has no effect: only optimizer adam reads it"});
  expect_refusal(rdasim({"train", trained(R"({"precision": {"kahan": true}})")}), 2,
                 {"/training/precision/kahan: has no effect: weights are kept in fp32"});
  expect_refusal(rdasim({"train", trained(R"({"stash": "spilled"})")}), 2,
                 {"/training/stash: has no effect: only a batch of training that is simulated"});
}

TEST_F(Train, RefusesFormatsOfEightBits) {
  expect_refusal(rdasim({"train", trained(R"({"precision": {"weights": "fp8_e4m3"}})")}), 2,
                 {"/training/precision/weights: \"fp8_e4m3\" is not one of \"fp32\""});
}

TEST_F(Train, RefusesANetworkThatDoesNotFitTheTask) {
  expect_refusal(rdasim({"train", trained(R"({"turbofan": {}})")}), 2,
                 {"/input: 4, but a cycle of a turbofan engine has 25 values"}, 2);
  expect_refusal(rdasim({"train", engines(R"(, "loss": "cross_entropy")")}), 2,
                 {"/training/loss: cross_entropy does not fit task remaining_life (mse would be"});
}

TEST_F(Train, SaysThatALossHasDiverged) {
  const Outcome made = rdasim(
      {"train", engines(R"(, "learning_rate": 1e6)"), "--exact", "--set", "/training/batches=200"});
  expect_parts(made.err, {"the loss is no finite number"});
  EXPECT_EQ(made.code, 2);
}

TEST_F(Train, ShowsTheSchedulesOfAPipeline) {
  const std::string workload = engines(
      R"(, "pipeline": {"micro_batches": 2, "schedule": "asynchronous", "delay_scale": 0.001,
         "forward_cycles": [1, 1], "backward_cycles": [1, 1], "update_cycles": [0, 0]})");
  const Outcome made = rdasim({"train", workload, "--schedules", "-o", path("c.csv")});
  EXPECT_EQ(made.code, 0) << made.err;
  expect_parts(made.out, {"2 stages, 2 micro-batches of 2 sequences", "66.7 % 100.0 %  100.0 %",
                          "\nsynchronous                6       66.7 %               2      0",
                          "\nchimera                    4      100.0 %               0      0",
                          "\nasynchronous               4      100.0 %               0      1",
                          "\nscaled                     4      100.0 %"});
  expect_parts(read(path("c.csv")),
               {"\nsynchronous,1,3,", "\nasynchronous,1,3,", ",16\n", "\nscaled,1,3,"});
}

TEST_F(Train, NeedsAPipelineForItsSchedules) {
  expect_refusal(rdasim({"train", engines(""), "--schedules"}), 2,
                 {"/training/pipeline: missing, which --schedules needs"});
}

TEST_F(Train, RefusesAPipelineThatCannotBe) {
  expect_refusal(rdasim({"train", engines(R"(, "pipeline": {"micro_batches": 3})")}), 2,
                 {"/micro_batches: 3 equal parts of a batch of 4 are no whole sequences"});
  expect_refusal(rdasim({"train", engines(R"(, "pipeline": {"stages": [0, 3]})")}), 2,
                 {"/stages: the first layers of stages rise from 0 to at most 2"});
  expect_refusal(rdasim({"train", engines(R"(, "pipeline": {"stages": 4})")}), 2,
                 {"/stages: 4 stages of 3 layers"});
  expect_refusal(rdasim({"train", engines(R"(, "pipeline": {"forward_cycles": [1, 2]})")}), 2,
                 {"/backward_cycles: cycles of 0 stages", "/update_cycles: cycles of 0 stages"}, 2);
  expect_refusal(
      rdasim({"train", engines(R"(, "pipeline": {"stages": 3, "schedule": "chimera"})")}), 2,
      {"/schedule: chimera with 3 stages and 4 micro-batches"});
  expect_refusal(rdasim({"train", engines(R"(, "pipeline": {"delay_scale": 1})")}), 2,
                 {"/delay_scale: has no effect: only schedule asynchronous reads it"});
}

TEST_F(Train, IsSaidWhereInferenceAloneIsSimulated) {
  const Outcome made = run_workload(trained("{}"));
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(made.err, "rdasim: note: inference is simulated (/training/simulate=true: training)\n");
}

}  // namespace
}  // namespace rda::cli
