// SPDX-License-Identifier: Apache-2.0
#include "training/simulated.h"

#include "training/batch_graph.h"
#include "training/stash.h"
#include "training/task.h"
#include "training/windows.h"

namespace rda::training {

bool simulates_training(const Workload& workload) {
  return workload.training && workload.training->simulate;
}

bool settles_stash(const Workload& workload) {
  return simulates_training(workload) && workload.training->stash == Stash::policy;
}

Graph graph_of(const Workload& workload) {
  if (!simulates_training(workload)) return lower(workload);
  return with_stash(batch_graph(workload, plan_of(workload)), workload.training->stash);
}

Tensors tensors_of(const Workload& workload, std::int64_t steps) {
  if (!simulates_training(workload)) return make_tensors(workload, steps);
  const Plan plan = plan_of(workload);
  ExactTensors exact = batch_tensors(workload, plan);
  const ExactTensors inputs =
      workload.training->turbofan ? Windows(workload, plan).batch(0) : own_batch(workload, plan);
  for (const auto& [name, tensor] : inputs) exact[name] = tensor;
  for (const Parameter& parameter : plan.parameters)
    for (double& value : exact.at(parameter.name).values)
      value = round_to(workload.training->precision.weights, value);
  Tensors tensors;
  for (const auto& [name, tensor] : exact)
    tensors[name] = {tensor.rows, tensor.cols, {tensor.values.begin(), tensor.values.end()}};
  return tensors;
}

}  // namespace rda::training
