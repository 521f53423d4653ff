// SPDX-License-Identifier: Apache-2.0
// A batch of training as a run.
#include "cli/support.h"

namespace rda::cli {
namespace {

class TrainingRun : public Cli {
 protected:
  /// A run of the training of these layers on a chip that has room for it.
  Outcome run(const std::string& layers, const std::vector<std::string>& more = {}) {
    return command("run", layers, more);
  }
  Outcome explained(const std::string& layers, const std::vector<std::string>& more) {
    return command("explain", layers, more);
  }

 private:
  Outcome command(const std::string& name, const std::string& layers,
                  const std::vector<std::string>& more) {
    const std::string workload = file(
        "simulated.json", R"({"name": "trained", "input": 1, "batch": 2, "steps": 2, "layers": [)" +
                              layers + R"(], "training": {"simulate": true}})");
    std::vector<std::string> words{name, chip_, workload};
    for (const char* set :
         {"/grid/rows=24", "/grid/cols=24", "/stream/sources/count=3", "/stream/sinks/count=2"})
      words.insert(words.end(), {"--set", set});
    words.insert(words.end(), more.begin(), more.end());
    return rdasim(words);
  }
};

TEST_F(TrainingRun, ShowsItsPhasesAndComparesEveryNewWeight) {
  const Outcome made = run(R"({"type": "linear", "size": 2})");
  EXPECT_EQ(made.code, 0) << made.err;
  expect_parts(made.out, {"bit-exact with the chip's arithmetic", "sequences a second",
                          "\n  forward ", "\n  loss ", "\n  backward ", "\n  update "});
}

TEST_F(TrainingRun, ChainsTheSumsOfProductsOfSeveralGates) {
  for (const char* cell : {"lstm", "gru"}) {
    const Outcome made = run(fmt::format(R"({{"type": "{}", "hidden": 2}})", cell),
                             {"--set", "/sums=chain", "--set", "/ru=2"});
    EXPECT_EQ(made.code, 0) << cell << made.err;
    expect_parts(made.out, {"bit-exact with the chip's arithmetic"});
  }
}

TEST_F(TrainingRun, ShowsWhereItsStashLies) {
  const std::string layers = R"({"type": "lstm", "hidden": 2})";
  const Outcome kept = run(layers);
  EXPECT_EQ(kept.code, 0) << kept.err;
  expect_parts(kept.out, {"\n  in PMUs              7 "});
  const Outcome again = run(layers, {"--set", "/training/stash=recompute"});
  EXPECT_EQ(again.code, 0) << again.err;
  expect_parts(again.out, {"\n  in PMUs              6 ", "\n  computed again       1 "});
}

TEST_F(TrainingRun, OfAnEmbeddingSaysWhatIsNotMapped) {
  expect_refusal(
      run(R"({"type": "embedding", "size": 2, "vocabulary": 3}, {"type": "linear", "size": 2})"), 2,
      {"gradients by the table of an embedding are not mapped"});
}

TEST_F(TrainingRun, IsExplainedAsAWhole) {
  const Outcome made = explained(R"({"type": "linear", "size": 2})", {"--no-what-if"});
  EXPECT_EQ(made.code, 0) << made.err;
  expect_parts(made.out, {"the run takes ", "  forward", "  update", "together"});
  expect_refusal(explained(R"({"type": "linear", "size": 2})", {"--step", "1"}), 64,
                 {"--step 1: a batch of training is explained as a whole"});
}

TEST_F(TrainingRun, HasNoOutputsOfInference) {
  expect_refusal(run(R"({"type": "linear", "size": 2})", {"--outputs", path("y.npz")}), 64,
                 {"are of inference (leave out /training/simulate"});
}

}  // namespace
}  // namespace rda::cli
