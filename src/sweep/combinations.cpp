// SPDX-License-Identifier: Apache-2.0
#include "sweep/combinations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "base/random.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

std::vector<double> stratified(Random& random, std::size_t count) {
  std::vector<std::size_t> strata(count);
  std::iota(strata.begin(), strata.end(), std::size_t{0});
  random.shuffle(strata);
  std::vector<double> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double position = static_cast<double>(strata[i]) + random.uniform_real();
    result[i] = position / static_cast<double>(count);
  }
  return result;
}

}  // namespace

std::vector<std::vector<double>> shares(const SampleSpec& sample, std::size_t dimensions) {
  Random random(static_cast<std::uint64_t>(sample.seed));
  const auto count = static_cast<std::size_t>(sample.points);
  std::vector<std::vector<double>> result(dimensions);
  for (std::vector<double>& dimension : result) {
    if (sample.method == SampleMethod::latin_hypercube) {
      dimension = stratified(random, count);
    } else {
      dimension.resize(count);
      std::ranges::generate(dimension, [&] { return random.uniform_real(); });
    }
  }
  return result;
}

Combinations::Combinations(const std::vector<Dimension>& dimensions,
                           const std::optional<SampleSpec>& sample, const std::string& file)
    : dimensions_(dimensions), choices_(dimensions.size()) {
  std::size_t sampled = 0;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    if (!sample || !dimensions[d].sampled)
      wheels_.push_back({d, dimensions[d].count});
    else
      ++sampled;
  }
  if (sample) wheels_.push_back({std::nullopt, static_cast<std::size_t>(sample->points)});
  double count = 1;
  for (const Wheel& wheel : wheels_) count *= static_cast<double>(wheel.count);
  if (count > kMostCombinations)
    throw ConfigError(
        file, "/axes",
        fmt::format("{:.3g} combinations are more than {:.0g} (vary less, zip axes, or "
                    "sample)",
                    count, kMostCombinations));
  count_ = static_cast<std::uint64_t>(count);
  if (sample) samples_ = shares(*sample, sampled);
}

void Combinations::show(const Wheel& wheel) {
  if (wheel.dimension) {
    choices_[*wheel.dimension] = {wheel.at, 0};
    return;
  }
  std::size_t sampled = 0;
  for (std::size_t d = 0; d < dimensions_.size(); ++d) {
    if (!dimensions_[d].sampled) continue;
    const double share = samples_[sampled++][wheel.at];
    const double position = share * static_cast<double>(dimensions_[d].count);
    choices_[d] = {std::min(static_cast<std::size_t>(position), dimensions_[d].count - 1), share};
  }
}

bool Combinations::next() {
  if (started_) {
    auto wheel = wheels_.rbegin();
    while (wheel != wheels_.rend() && ++wheel->at == wheel->count) (wheel++)->at = 0;
    if (wheel == wheels_.rend()) return false;
  }
  started_ = true;
  for (const Wheel& wheel : wheels_) show(wheel);
  return true;
}

}  // namespace rda::sweep
