// SPDX-License-Identifier: Apache-2.0
#include "workload/row_factors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "workload/layers.h"

namespace rda::workload {
namespace {

/// "W", "W2", ... or "U" behind the last point of a tensor's name; 0: no weights of a product.
char matrix_of(const std::string& tensor) {
  const std::string last = tensor.substr(tensor.rfind('.') + 1);
  const bool numbered = last.find_first_not_of("0123456789", 1) == std::string::npos;
  return numbered && (last[0] == 'W' || last[0] == 'U') ? last[0] : '\0';
}

/// @param most  the largest weight, in units of the factor
float factor_for(double largest, double most, RowScales kind) {
  if (largest == 0) return 1;
  const double least = std::max<double>(largest / most, std::numeric_limits<float>::min());
  if (kind == RowScales::power_of_two) {
    int exponent = 0;
    const bool exact = std::frexp(least, &exponent) == 0.5;
    return static_cast<float>(std::ldexp(1, exact ? exponent - 1 : exponent));
  }
  const auto factor = static_cast<float>(least);
  return factor * most < largest ? std::nextafter(factor, std::numeric_limits<float>::max())
                                 : factor;
}

Tensor divided(Tensor& weights, int scale, RowScales kind) {
  Tensor factors{weights.rows, 1, {}};
  const double most = std::ldexp(127, scale);
  const auto cols = static_cast<std::size_t>(weights.cols);
  for (std::size_t first = 0; first < weights.values.size(); first += cols) {
    const std::span row = std::span(weights.values).subspan(first, cols);
    double largest = 0;
    for (const float value : row) largest = std::max(largest, std::fabs(double{value}));
    const float factor = factor_for(largest, most, kind);
    for (float& value : row) value /= factor;
    factors.values.push_back(factor);
  }
  return factors;
}

}  // namespace

std::string factors_of(const std::string& tensor) { return tensor + ".rows"; }

void divide_rows(const Workload& workload, Tensors& tensors) {
  for (const PlacedLayer& placed : layers_of(workload)) {
    const Scales& scales = placed.scales;
    if (scales.rows == RowScales::none || placed.formats.weights != Format::int8) continue;
    const std::string layer = fmt::format("layer{}.", placed.number);
    std::vector<std::pair<std::string, Tensor>> factors;
    for (auto at = tensors.lower_bound(layer); at != tensors.end() && at->first.starts_with(layer);
         ++at) {
      const char matrix = matrix_of(at->first);
      if (matrix == '\0') continue;
      const int scale = matrix == 'U' ? scales.recurrent_weights : scales.input_weights;
      factors.emplace_back(factors_of(at->first), divided(at->second, scale, scales.rows));
    }
    for (auto& [name, tensor] : factors) tensors[name] = std::move(tensor);
  }
}

}  // namespace rda::workload
