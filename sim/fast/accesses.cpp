// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/accesses.h"

#include "mapping/index.h"

namespace rda::sim::fast {

Box accesses_of(const Program& program, const Port& port) {
  return mapping::writes_memory(program) ? program.where(port).clip(port.access->keep)
                                         : program.moves(port);
}

std::int64_t memory_bytes(const Chip& chip, const Mapping& mapping, const Program& program,
                          std::int64_t firings) {
  std::int64_t bytes = 0;
  for (const auto* ports : {&program.inputs, &program.outputs})
    for (const Port& port : *ports)
      if (port.access)
        bytes += accesses_of(program, port).count_before(program.space, firings) *
                 token_bytes(chip, mapping.streams[port.stream].kind);
  return bytes;
}

}  // namespace rda::sim::fast
