// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>

#include "property/suite.h"

namespace rda::test {
namespace {

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}

}  // namespace

void expect_values(const Case& c, const RunResult& result) {
  const auto chip = evaluate_chip(*c.graph, c.tensors, c.mapping.reduction, c.mapping.steps);
  for (const Output& output : c.graph->outputs)
    ASSERT_TRUE(result.values.contains(output.tensor)) << output.tensor;
  for (const auto& [tensor, got] : result.values) {
    ASSERT_TRUE(chip.contains(tensor)) << tensor;
    const std::vector<double>& want = chip.at(tensor);
    const std::int64_t pitch = result.row_size.at(tensor), items = std::ssize(got) / pitch;
    const std::int64_t cols = std::ssize(want) / items;
    ASSERT_EQ(items * cols, std::ssize(want)) << tensor;
    ASSERT_GE(pitch, cols) << tensor;
    for (std::int64_t i = 0; i < items * cols; ++i)
      ASSERT_TRUE(same(got[static_cast<std::size_t>(i / cols * pitch + i % cols)],
                       want[static_cast<std::size_t>(i)]))
          << tensor << " " << i << " of " << items << " x " << cols << ": "
          << got[static_cast<std::size_t>(i / cols * pitch + i % cols)] << ", want "
          << want[static_cast<std::size_t>(i)] << ", steps " << c.graph->steps << ", "
          << c.graph->layers.front();
  }
}

}  // namespace rda::test
