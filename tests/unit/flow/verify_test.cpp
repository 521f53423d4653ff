// SPDX-License-Identifier: Apache-2.0
#include "flow/verify.h"

#include <gtest/gtest.h>

#include "flow/evaluate.h"
#include "rda/error.h"
#include "rda/workload.h"

namespace rda::flow {
namespace {

/// A small LSTM, and the result of a run that computed it as the reference does.
struct VerifyTest : testing::Test {
  VerifyTest() {
    workload.hidden = workload.input = 5;
    workload.steps = 3;
    workload.batch = 2;
    graph = lower(workload);
    tensors = make_tensors(workload, 3);
    for (const Node& node : graph.nodes)
      if (!node.gate.empty())
        order.cuts[node.gate] = {0, 2};  // one vector of W's columns, one of U's
    const auto values = evaluate_chip(graph, tensors, order, 3);
    for (const char* tensor : {"y", "layer0.c"}) result.values[tensor] = values.at(tensor);
  }

  Workload workload;
  Graph graph;
  Tensors tensors;
  ReductionOrder order;
  RunResult result;
};

TEST(StepsToVerify, AreAllWhereALayerMakesOneStepOfThem) {
  Workload last;
  last.input = 4;
  last.steps = 3;
  last.layers.list.emplace_back().type = LayerType::last;
  Conditions conditions;
  conditions.verify_steps = 2;
  EXPECT_EQ(steps_to_verify(conditions, last), 3);
}

TEST_F(VerifyTest, AcceptsWhatEqualsTheReferenceAndMeasuresItsDistanceFromFp64) {
  const Verification verification = verify(graph, tensors, order, 3, result);
  EXPECT_EQ(verification.steps, 3);
  EXPECT_TRUE(verification.bit_exact);
  EXPECT_GT(verification.max_abs_error, 0);
  EXPECT_LT(verification.max_abs_error, 0.2);
}

TEST_F(VerifyTest, NamesTensorStepSequenceAndIndexOfTheFirstDifference) {
  const std::size_t at = (1 * 2 + 1) * 5 + 4;  // step 1, sequence 1, element 4
  result.values["y"][at] += 1;
  try {
    verify(graph, tensors, order, 3, result);
    FAIL() << "a wrong value was accepted";
  } catch (const MismatchError& error) {
    EXPECT_EQ(error.exit_code, ExitCode::values_differ);
    EXPECT_EQ(std::string(error.what()).find("y: step 1, sequence 1, index 4: got "), 0u)
        << error.what();
  }
}

TEST(VerifyDirections, NamesAWrongValueOfTheReverseDirection) {
  Workload workload;
  workload.cell = Cell::rnn;
  workload.hidden = workload.input = 5;
  workload.steps = 3;
  workload.direction = Direction::bidirectional;
  const Graph graph = lower(workload);
  const Tensors tensors = make_tensors(workload, 3);
  RunResult result;
  const auto values = evaluate_chip(graph, tensors, {}, 3);
  for (const char* tensor : {"y", "y.reverse"}) result.values[tensor] = values.at(tensor);
  EXPECT_TRUE(verify(graph, tensors, {}, 3, result).bit_exact);
  std::swap(result.values["y"], result.values["y.reverse"]);
  EXPECT_THROW(verify(graph, tensors, {}, 3, result), MismatchError);
  std::swap(result.values["y"], result.values["y.reverse"]);
  result.values["y.reverse"].back() += 1;
  EXPECT_THROW(verify(graph, tensors, {}, 3, result), MismatchError);
}

TEST_F(VerifyTest, IgnoresThePaddingOfALastVector) {
  std::vector<double> padded;
  const std::vector<double>& values = result.values["y"];
  for (std::size_t i = 0; i < values.size(); ++i) {
    padded.push_back(values[i]);
    if (i % 5 == 4) padded.insert(padded.end(), 3, 0.0);
  }
  result.values["y"] = padded;
  EXPECT_NO_THROW(verify(graph, tensors, order, 3, result));
}

TEST_F(VerifyTest, RefusesARunWithoutOutput) {
  result.values.clear();
  EXPECT_THROW(verify(graph, tensors, order, 3, result), InternalError);
}

TEST_F(VerifyTest, RefusesARunThatDoesNotShowAStateReadRowByRow) {
  EXPECT_EQ(tapped_states(graph), std::set<std::string>{"layer0.c"});
  result.values.erase("layer0.c");
  EXPECT_THROW(verify(graph, tensors, order, 3, result), MismatchError);
}

TEST_F(VerifyTest, ComparesNothingForZeroSteps) {
  const Verification verification = verify(graph, tensors, order, 0, {});
  EXPECT_EQ(verification.steps, 0);
  EXPECT_FALSE(verification.bit_exact);
}

}  // namespace
}  // namespace rda::flow
