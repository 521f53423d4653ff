// SPDX-License-Identifier: Apache-2.0
#include "mapping/values.h"

#include <cstddef>

namespace rda::mapping {

std::vector<bool> vector_values(const Mapping& mapping, const Program& program,
                                const Operations& work) {
  std::vector<bool> vectors;
  for (const Port& input : program.inputs)
    vectors.push_back(mapping.streams[input.stream].kind == TokenKind::vector);
  for (const Operation& operation : work.operations) {
    bool vector = false;
    operation.for_each_operand([&](int value) {
      const auto number = static_cast<std::size_t>(value);
      if (value >= 0 && number < vectors.size() && vectors[number]) vector = true;
    });
    vectors.push_back(vector && !reduces_lanes(operation.op));
  }
  return vectors;
}

}  // namespace rda::mapping
