// SPDX-License-Identifier: Apache-2.0
#include "training/micro_batches.h"

namespace rda::training {

bool is_asynchronous(const Training& training) {
  return training.pipeline && training.pipeline->schedule == PipelineSchedule::asynchronous;
}

int updates_of_batch(const Training& training) {
  return is_asynchronous(training) ? training.pipeline->micro_batches : 1;
}

namespace {

Matrix<double> rows_of(const Matrix<double>& whole, std::int64_t batch, std::int64_t first,
                       std::int64_t count) {
  Matrix<double> made{whole.rows / batch * count, whole.cols, {}};
  for (std::int64_t step = 0; step < whole.rows / batch; ++step) {
    const auto begin = whole.values.begin() + (step * batch + first) * whole.cols;
    made.values.insert(made.values.end(), begin, begin + count * whole.cols);
  }
  return made;
}

}  // namespace

ExactTensors sequences_of(const ExactTensors& tensors, const Graph& graph, std::int64_t batch,
                          std::int64_t first) {
  ExactTensors made;
  for (const Node& node : graph.nodes)
    if ((node.op == Op::input || node.op == Op::state) && !node.tensor.empty())
      made[node.tensor] = rows_of(tensors.at(node.tensor), batch, first, graph.batch);
  return made;
}

}  // namespace rda::training
