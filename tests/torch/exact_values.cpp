// SPDX-License-Identifier: Apache-2.0
// exact_values WORKLOAD...: writes what each workload or ONNX model means, evaluated in fp64, to
// WORKLOAD.values, in the arrangement of `rdasim run --outputs`. The inputs of model.onnx are in
// model.onnx.npz. What is wrong with a workload goes to stderr and to WORKLOAD.error.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "rda/error.h"
#include "rda/graph.h"
#include "rda/workload.h"
#include "workload/outputs.h"

namespace {

void evaluate(const std::string& file) {
  std::vector<rda::Override> overrides;
  const std::filesystem::path inputs = file + ".npz";
  if (std::filesystem::exists(inputs))
    overrides.push_back({"/inputs", '"' + inputs.filename().string() + '"'});
  const rda::Workload workload = rda::load_workload(file, overrides);
  const rda::Graph graph = rda::lower(workload);
  const auto values =
      rda::evaluate_exact(graph, rda::make_tensors(workload, workload.steps), workload.steps);
  std::ofstream(file + ".values", std::ios::binary)
      << rda::workload::npz_bytes(rda::workload::output_arrays(workload, values, {}));
}

}  // namespace

int main(int argc, char** argv) {
  int failed = 0;
  for (int i = 1; i < argc; ++i) {
    try {
      evaluate(argv[i]);
    } catch (const rda::Error& error) {
      std::fprintf(stderr, "%s\n", error.what());
      std::ofstream(argv[i] + std::string(".error")) << error.what() << '\n';
      failed = 1;
    }
  }
  return failed;
}
