// SPDX-License-Identifier: Apache-2.0
// ONNX models on the command line. The model is two LSTM layers of two elements, a layer norm, and
// a linear layer with a GELU, with open dimensions.
#include <cstdlib>

#include "cli/support.h"

namespace rda::cli {
namespace {

class Model : public Cli {
 protected:
  /// The model's file, in the test's folder.
  std::string model() const {
    return file("model.onnx", read(repository("tests/fuzz/corpus/onnx/torch.onnx")));
  }
  std::vector<std::string> sized(std::vector<std::string> words) const {
    for (const char* word : {"--set", "/steps=3", "--set", "/batch=2"}) words.emplace_back(word);
    return words;
  }
};

TEST_F(Model, RunsWithXThatIsGeneratedAndSaysSo) {
  const Outcome outcome = rdasim(sized({"run", chip_, model(), "--outputs", path("y.npz")}));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.err, {"x is generated (data_seed 1)", "--input FILE.npz"});
  expect_parts(outcome.out, {"bit"});
}

TEST_F(Model, SaysWhichDimensionsAreOpen) {
  expect_refusal(rdasim({"run", chip_, model()}), 2,
                 {"dimensions batch, time are open", "/steps=N"});
}

TEST_F(Model, IsAWorkloadFileAfterItsImport) {
  ASSERT_EQ(rdasim(sized({"import-model", model(), "-o", path("m.json")})).code, 0);
  expect_parts(read(path("m.json")), {"\"data\": \"m.npz\"", "\"residual\": true",
                                      "\"type\": \"layer_norm\"", "\"activation\": \"gelu\""});
  EXPECT_EQ(read(path("m.json")).find("\"bias\""), std::string::npos) << read(path("m.json"));
  const Outcome imported = rdasim({"run", chip_, path("m.json"), "--outputs", path("a.npz")});
  const Outcome direct = rdasim(sized({"run", chip_, model(), "--outputs", path("b.npz")}));
  ASSERT_EQ(imported.code, 0) << imported.err;
  ASSERT_EQ(direct.code, 0) << direct.err;
  const auto cycles = [](const Outcome& run) { return run.out.substr(run.out.find("cycles"), 60); };
  EXPECT_EQ(cycles(imported), cycles(direct));
}

TEST_F(Model, IsQuantizedToAWorkloadFileWithScales) {
  const Outcome made =
      rdasim(sized({"quantize", model(), "--to", "int8", "--keep", "1", "-o", path("q.json")}));
  ASSERT_EQ(made.code, 0) << made.err;
  expect_parts(made.out, {"layer int8 tensors", "0     input_weights", "0     hidden"});
  expect_parts(read(path("q.json")),
               {"\"data\": \"model.onnx\"", "\"weights\": \"int8\"", "\"scales\""});
  const Outcome run = rdasim({"run", chip_, path("q.json"), "--accuracy"});
  ASSERT_EQ(run.code, 0) << run.err;
  expect_parts(run.out, {"accuracy of layers, against fp64", "0     lstm        int8",
                         "1     layer_norm  fp32", "2     linear      int8"});
}

TEST_F(Model, IsQuantizedWithFactorsOfRows) {
  const Outcome made =
      rdasim(sized({"quantize", model(), "--to", "int8", "--rows", "float", "-o", path("q.json")}));
  ASSERT_EQ(made.code, 0) << made.err;
  expect_parts(made.out, {"0     input_weights", "  rows "});
  expect_parts(read(path("q.json")), {"\"rows\": \"float\""});
  const Outcome run = rdasim({"run", chip_, path("q.json"), "--set", "/grid/rows=10"});
  ASSERT_EQ(run.code, 0) << run.err;
  expect_parts(run.out, {"bit-exact"});
  expect_refusal(rdasim({"quantize", model(), "--to", "bf16", "--rows", "float"}), 64,
                 {"--rows: bf16 has no scales (--to int8 would be right)"});
}

TEST_F(Model, IsNotQuantizedToWhatNoProductHas) {
  expect_refusal(rdasim({"quantize", model(), "--to", "int32"}), 64, {"--to", "int32 holds sums"});
  expect_refusal(rdasim(sized({"quantize", model(), "--to", "int8", "--keep", "9"})), 64,
                 {"--keep: 9 is no layer (0 to 2)"});
  expect_refusal(rdasim({"quantize", workload_, "--to", "int8", "--keep", "0"}), 64,
                 {"--keep: the layers of this workload are equal"});
}

TEST_F(Model, ComparesWithWhatIsExpected) {
  ASSERT_EQ(rdasim(sized({"run", chip_, model(), "--outputs", path("y.npz")})).code, 0);
  const auto compared = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words =
        sized({"run", chip_, model(), "--expected", path("y.npz"), "--tolerance", "1e-9"});
    words.insert(words.end(), more.begin(), more.end());
    return rdasim(words);
  };
  const Outcome same = compared({});
  EXPECT_EQ(same.code, 0) << same.err;
  expect_parts(same.out, {"compared with", "largest difference", "h_n_l0"});
  const Outcome other = compared({"--set", "/data_seed=2"});
  EXPECT_EQ(other.code, 5);
  expect_parts(other.err, {"expected", "tolerance 1e-09"});
}

TEST_F(Model, RepeatsFromItsReport) {
  ASSERT_EQ(rdasim(sized({"run", chip_, model(), "-o", path("r.json")})).code, 0);
  ASSERT_EQ(rdasim({"run", "--from", path("r.json"), "-o", path("again.json")}).code, 0);
  EXPECT_EQ(read(path("again.json")), read(path("r.json")));
  file("model.onnx", read(repository("tests/fuzz/corpus/onnx/random_00.onnx")));
  EXPECT_EQ(rdasim({"run", "--from", path("r.json")}).code, 2);
}

TEST_F(Model, RefusesOverridesOfWhatTheModelSays) {
  expect_refusal(rdasim(sized({"run", chip_, model(), "--weights", path("w.npz")})), 2,
                 {"/data", "its own"});
}

TEST_F(Model, IsDescribedWithTheChipsThatItFits) {
  const Outcome outcome = rdasim(sized({"describe", model()}));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out, {"lstm residual", "layer_norm", "linear gelu", "tiny", "yes:"});
}

TEST_F(Model, MayBeValidated) {
  EXPECT_EQ(rdasim({"validate", "workload", model()}).code, 2);  // its dimensions are open
  EXPECT_EQ(rdasim({"validate", repository("tests/fuzz/corpus/onnx/random_00.onnx")}).code, 0);
}

}  // namespace
}  // namespace rda::cli
