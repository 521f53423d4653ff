// SPDX-License-Identifier: Apache-2.0
// training_values WORKLOAD...: trains each workload for its batches in fp64 on one batch, with the
// targets of WORKLOAD.targets.npz in the order of time, and writes to WORKLOAD.values the gradients
// of the first batch ("<parameter>.gradient"), the loss of each batch, and the weights at the end.
// Where the batch can be one graph for a chip, that graph makes the same weights in the first
// batch.
#include <cmath>
#include <cstdio>
#include <fstream>

#include "rda/error.h"
#include "rda/workload.h"
#include "training/batch_graph.h"
#include "training/task.h"
#include "training/trainer.h"
#include "workload/npz_writer.h"

namespace {

using namespace rda::training;

/// @throws rda::WorkloadError  if the graph of a batch does not make the weights of `trained`
void check_batch_graph(const rda::Workload& workload, const rda::ExactTensors& inputs,
                       const Trainer& trained) {
  constexpr double kBound = 1e-10;
  const Plan& plan = trained.plan();
  rda::Graph graph;
  try {
    graph = batch_graph(workload, plan);
  } catch (const rda::WorkloadError&) {
    return;  // an embedding, or attention
  }
  rda::ExactTensors tensors = batch_tensors(workload, plan);
  for (const auto& [name, tensor] : inputs) tensors[name] = tensor;
  const auto made = evaluate_exact(graph, tensors, graph.steps);
  for (const Parameter& parameter : plan.parameters) {
    const std::vector<double>& want = trained.tensors().at(parameter.name).values;
    const std::vector<double>& got = made.at(parameter.name + ".row");
    for (std::size_t i = 0; i < want.size(); ++i)
      if (!(std::abs(got.at(i) - want[i]) <= kBound))
        throw rda::WorkloadError(parameter.name, "differs in the graph of a batch");
  }
}

void train(const std::string& file) {
  const rda::Workload workload = rda::load_workload(file);
  Trainer trainer(workload, Arithmetic::exact);
  const rda::ExactTensors inputs = own_batch(workload, trainer.plan());
  std::vector<rda::workload::NpzArray> arrays;
  rda::workload::NpzArray losses{"loss", {workload.training->batches}, {}};
  for (int batch = 0; batch < workload.training->batches; ++batch) {
    const BatchResult result = trainer.train(inputs);
    losses.values.push_back(result.loss);
    if (batch > 0) continue;
    check_batch_graph(workload, inputs, trainer);
    for (const Parameter& parameter : trainer.plan().parameters) {
      const std::string name = rda::graph::gradient_of(parameter.name);
      arrays.push_back({name, {parameter.rows, parameter.cols}, result.values.at(name)});
    }
  }
  for (const Parameter& parameter : trainer.plan().parameters)
    arrays.push_back({parameter.name,
                      {parameter.rows, parameter.cols},
                      trainer.tensors().at(parameter.name).values});
  for (const std::string& target : trainer.plan().targets) {
    const rda::Matrix<double>& values = inputs.at(target);
    arrays.push_back({target, {values.rows, values.cols}, values.values});
  }
  arrays.push_back(losses);
  std::ofstream(file + ".values", std::ios::binary) << rda::workload::npz_bytes(arrays);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    try {
      train(argv[i]);
    } catch (const rda::Error& error) {
      std::fprintf(stderr, "%s: %s\n", argv[i], error.what());
      return 1;
    }
  }
  return 0;
}
