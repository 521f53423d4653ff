// SPDX-License-Identifier: Apache-2.0
// training_values WORKLOAD...: trains each workload for its batches in fp64 on one batch, with the
// targets of WORKLOAD.targets.npz in the order of time, and writes to WORKLOAD.values the gradients
// of the first batch ("<parameter>.gradient"), the loss of each batch, and the weights at the end.
#include <cstdio>
#include <fstream>

#include "rda/error.h"
#include "rda/workload.h"
#include "training/task.h"
#include "training/trainer.h"
#include "workload/npz_writer.h"

namespace {

void train(const std::string& file) {
  using namespace rda::training;
  const rda::Workload workload = rda::load_workload(file);
  Trainer trainer(workload, Arithmetic::exact);
  const rda::ExactTensors inputs = own_batch(workload, trainer.plan());
  std::vector<rda::workload::NpzArray> arrays;
  rda::workload::NpzArray losses{"loss", {workload.training->batches}, {}};
  for (int batch = 0; batch < workload.training->batches; ++batch) {
    const BatchResult result = trainer.train(inputs);
    losses.values.push_back(result.loss);
    if (batch > 0) continue;
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
