// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "rda/map.h"
#include "rda/simulate.h"
#include "rda/workload.h"

int main(int, char* argv[]) {
  const rda::Chip chip = rda::load_chip(argv[1]);
  const rda::Graph graph = rda::lower(rda::load_workload(argv[2]));
  const rda::Mapping mapping = rda::map(graph, chip, rda::MappingOptions{});
  std::cout << rda::simulate(chip, mapping, rda::Tensors{}).cycles << '\n';
}
