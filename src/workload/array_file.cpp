// SPDX-License-Identifier: Apache-2.0
#include "workload/array_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "rda/error.h"

namespace rda::workload {
namespace {

constexpr std::size_t kLongestNameOfArray = 200;  // bytes, in messages

}  // namespace

std::string to_string(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

std::size_t elements_of(const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
  return count;
}

void require_shape(const Shape& found, const Shape& needed, const std::string& meaning,
                   const std::string& where) {
  if (found != needed)
    throw WorkloadError(
        where, fmt::format("shape {}, needed {} {}", to_string(found), to_string(needed), meaning));
}

void require_finite(const std::vector<double>& values, const Shape& shape,
                    const std::string& where) {
  constexpr double kMost = std::numeric_limits<float>::max();
  const auto bad =
      std::ranges::find_if(values, [](double value) { return !(std::abs(value) <= kMost); });
  if (bad == values.end()) return;
  Shape index(shape.size());
  std::int64_t rest = bad - values.begin();
  for (std::size_t d = shape.size(); d-- > 0; rest /= shape[d]) index[d] = rest % shape[d];
  throw WorkloadError(where + to_string(index),
                      std::isfinite(*bad)
                          ? fmt::format("{} (at most {}, the largest float)", *bad, kMost)
                          : fmt::format("{} (finite numbers only)", *bad));
}

std::string ArrayFile::place_of(const std::string& array) const {
  return name() + ": " + one_line(array, kLongestNameOfArray);
}

void ArrayFile::require(const std::string& array, const Shape& needed,
                        const Meaning& meaning) const {
  if (!has(array))
    throw WorkloadError(place_of(array), fmt::format("missing, needed {} {}", to_string(needed),
                                                     meaning.dimensions));
}

}  // namespace rda::workload
