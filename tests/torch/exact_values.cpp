// SPDX-License-Identifier: Apache-2.0
// exact_values WORKLOAD.json...: writes what each workload means, evaluated in fp64, to
// WORKLOAD.json.values, in the arrangement of `rdasim run --outputs`.
#include <cstdio>
#include <fstream>

#include "rda/error.h"
#include "rda/graph.h"
#include "rda/workload.h"
#include "workload/outputs.h"

namespace {

void evaluate(const std::string& file) {
  const rda::Workload workload = rda::load_workload(file);
  const rda::Graph graph = rda::lower(workload);
  const auto values =
      rda::evaluate_exact(graph, rda::make_tensors(workload, workload.steps), workload.steps);
  std::ofstream(file + ".values", std::ios::binary)
      << rda::workload::npz_bytes(rda::workload::output_arrays(workload, values, {}));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    for (int i = 1; i < argc; ++i) evaluate(argv[i]);
  } catch (const rda::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
