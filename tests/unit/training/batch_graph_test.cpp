// SPDX-License-Identifier: Apache-2.0
#include "training/batch_graph.h"

#include <algorithm>

#include "rda/error.h"
#include "training/task.h"
#include "training/trainer.h"
#include "unit/training/support.h"

namespace rda::training {
namespace {

Layer recurrent(LayerType type, Direction direction = Direction::forward) {
  Layer made = layer(type, 3);
  made.direction = direction;
  return made;
}

Layer linear(int size) { return layer(LayerType::linear, size); }

/// The largest difference between the weights that the graph of a batch makes and the trainer's.
double difference(const Workload& workload) {
  Trainer trainer(workload, Arithmetic::exact);
  const Plan& plan = trainer.plan();
  const ExactTensors inputs = own_batch(workload, plan);
  const Graph graph = batch_graph(workload, plan);
  ExactTensors tensors = batch_tensors(workload, plan);
  for (const auto& [name, tensor] : inputs) tensors[name] = tensor;
  const auto made = evaluate_exact(graph, tensors, graph.steps);
  trainer.train(inputs);
  double largest = 0;
  for (const Parameter& parameter : plan.parameters) {
    const std::vector<double>& got = made.at(parameter.name + ".row");
    const std::vector<double>& want = trainer.tensors().at(parameter.name).values;
    EXPECT_EQ(got.size(), want.size()) << parameter.name;
    for (std::size_t i = 0; i < want.size(); ++i)
      largest = std::max(largest, std::abs(got[i] - want[i]));
  }
  return largest;
}

TEST(BatchGraph, MakesTheWeightsOfTheTrainer) {
  Layer last;
  last.type = LayerType::last;
  Workload workload =
      trained(2, {recurrent(LayerType::lstm), recurrent(LayerType::gru), last, linear(2)});
  EXPECT_LT(difference(workload), 1e-14);
  workload.training->clip_norm = 0.01;
  EXPECT_LT(difference(workload), 1e-14);
}

TEST(BatchGraph, OfBothDirectionsWithAdam) {
  Workload workload = trained(2, {recurrent(LayerType::rnn, Direction::bidirectional),
                                  recurrent(LayerType::lstm, Direction::reverse)});
  workload.training->optimizer = Optimizer::adam;
  EXPECT_LT(difference(workload), 1e-12);
}

TEST(BatchGraph, ReadsWholeSequencesInOneDomainForEachGradient) {
  const Workload workload = trained(2, {linear(4)});
  const Plan plan = plan_of(workload);
  const Graph graph = batch_graph(workload, plan);
  ASSERT_EQ(graph.rows.size(), 1);
  EXPECT_EQ(graph.rows.begin()->second, 4);  // W and b are updated side by side
  const auto take = std::ranges::find_if(
      graph.nodes, [](const Node& node) { return node.op == Op::take && node.transposed; });
  ASSERT_NE(take, graph.nodes.end());
  EXPECT_EQ(take->size, 6);  // 3 steps of 2 sequences
}

TEST(BatchGraph, RefusesTablesOfEmbeddings) {
  Layer embedding;
  embedding.type = LayerType::embedding;
  embedding.size = 2;
  embedding.vocabulary = 5;
  Workload workload = trained(2, {embedding, linear(2)});
  workload.input = 1;
  EXPECT_THROW(batch_graph(workload, plan_of(workload)), WorkloadError);
}

}  // namespace
}  // namespace rda::training
