// SPDX-License-Identifier: Apache-2.0
#include "onnx/network.h"
#include "rda/error.h"
#include "unit/onnx/support_model.h"

namespace rda::onnx {
namespace {

class ImportModel : public ModelFile {
 protected:
  Network import(const std::string& graph, const Given& given = {}) const {
    return import_model(file(model(graph)), given);
  }
  std::string refusal(const std::string& graph, const Given& given = {}) const {
    try {
      import(graph, given);
    } catch (const WorkloadError& error) {
      return error.what();
    }
    return {};
  }
};

TEST_F(ImportModel, TakesSizesWeightsAndOutputs) {
  const Network network = import(relu_graph(3) + bytes(12, value("Y_h", {1, 1, 1})));
  EXPECT_EQ(network.steps, 3);
  EXPECT_EQ(network.batch, 1);
  ASSERT_EQ(network.layers.size(), 1U);
  EXPECT_EQ(network.layers[0].type, "rnn");
  EXPECT_TRUE(network.layers[0].relu);
  EXPECT_EQ(network.arrays.at("weight_ih_l0").values, (std::vector<double>{2}));
  EXPECT_EQ(network.arrays.at("weight_hh_l0").shape, (Shape{1, 1}));
  ASSERT_EQ(network.outputs.size(), 1U);
  EXPECT_EQ(network.outputs[0].parts[0].shown, Shown::h_n);
}

TEST_F(ImportModel, TakesXOfTheGivenInputs) {
  Given given;
  given.has_inputs = true;
  given.inputs["X"] = {{2, 1, 1}, {0.5, -1}};
  const Network network = import(relu_graph(2) + bytes(12, value("Y", {})), given);
  EXPECT_EQ(network.arrays.at("x").values, (std::vector<double>{0.5, -1}));
}

TEST_F(ImportModel, RefusesInputsOfAnotherShapeOrWithoutX) {
  Given given;
  given.has_inputs = true;
  const std::string graph = relu_graph(2) + bytes(12, value("Y", {}));
  EXPECT_NE(refusal(graph, given).find("input 'X': is missing"), std::string::npos);
  given.inputs["X"] = {{3, 1, 1}, {0, 0, 0}};
  EXPECT_NE(refusal(graph, given).find("shape [3, 1, 1]"), std::string::npos);
}

TEST_F(ImportModel, SaysWhichNodeIsNotSupported) {
  const std::string said =
      refusal(relu_graph(2) + bytes(1, node("Erf", {"Y_h"}, {"e"})) + bytes(12, value("e", {})));
  EXPECT_NE(said.find("model.onnx: node 1, Erf: is not supported (supported: LSTM"),
            std::string::npos)
      << said;
}

TEST_F(ImportModel, RefusesALayerThatNobodyReads) {
  const std::string twice = relu_graph(2) + bytes(1, node("MatMul", {"Y_h", "N"}, {"m"})) +
                            bytes(5, tensor("N", {1, 1}, {1})) + bytes(12, value("Y_h", {}));
  EXPECT_NE(refusal(twice).find("nothing reads what node 1, MatMul makes"), std::string::npos);
}

TEST_F(ImportModel, EndsTheSequenceWhereALayerReadsTheLastStep) {
  const Network network =
      import(relu_graph(3) + bytes(1, node("MatMul", {"Y_h", "N"}, {"m"})) +
             bytes(5, tensor("N", {1, 1}, {4})) + bytes(12, value("m", {1, 1, 1})));
  ASSERT_EQ(network.layers.size(), 3U);
  EXPECT_EQ(network.layers[1].type, "last");
  EXPECT_EQ(network.layers[2].type, "linear");
  EXPECT_EQ(network.arrays.at("weight_l2").values, (std::vector<double>{4}));
  EXPECT_EQ(network.outputs[0].parts[0].shown, Shown::last);
}

TEST_F(ImportModel, ReadsExternalDataOnlyFromItsFolder) {
  const auto graph = [](const std::string& location) {
    const std::string entry = bytes(1, "location") + bytes(2, location);
    return bytes(1, node("RNN", {"X", "W", "R"}, {"Y"})) +
           bytes(5, integer(1, 1) + integer(1, 1) + integer(1, 1) + integer(2, 1) + bytes(8, "W") +
                        bytes(13, entry) + integer(14, 1)) +
           bytes(5, tensor("R", {1, 1, 1}, {1})) + bytes(11, value("X", {2, 1, 1})) +
           bytes(12, value("Y", {}));
  };
  file(std::string("\0\0\x40\x40", 4), "w.bin");
  EXPECT_EQ(import(graph("w.bin")).arrays.at("weight_ih_l0").values, (std::vector<double>{3}));
  EXPECT_EQ(external_files(folder_ / "model.onnx").size(), 1U);
  EXPECT_NE(refusal(graph("../w.bin")).find("leads upwards"), std::string::npos);
  EXPECT_NE(refusal(graph((folder_ / "w.bin").string())).find("absolute"), std::string::npos);
  std::filesystem::create_symlink("/etc/passwd", folder_ / "link");
  EXPECT_NE(refusal(graph("link")).find("out of the folder"), std::string::npos);
}

}  // namespace
}  // namespace rda::onnx
