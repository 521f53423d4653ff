// SPDX-License-Identifier: Apache-2.0
#include "beside/differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rda::beside {
namespace {

std::string text(const std::string& value) { return value; }
std::string text(const std::optional<std::int64_t>& value) {
  return value ? fmt::format("{}", *value) : "";
}
std::string text(const std::optional<bool>& value) {
  if (!value) return "";
  return *value ? "computed" : "not computed";
}

/// GPUs do not say which of the two formats of 8 bits they compute with.
bool is_same_precision(const std::string& chip, const std::string& gpu) {
  return chip == gpu || (gpu == "fp8" && chip.starts_with("fp8_"));
}

/// Not stated: the usual one.
std::string variant_of(const gpu::Measured& run) {
  return run.variant.empty() ? "usual" : run.variant;
}

using Properties = std::vector<std::pair<std::string, std::string>>;

Properties properties_of(const gpu::Measured& run) {
  return {{"cell", text(run.cell)},
          {"input", text(run.input)},
          {"hidden", text(run.hidden)},
          {"layers", text(run.layers)},
          {"directions", text(run.directions)},
          {"batch", text(run.batch)},
          {"steps", text(run.steps)},
          {"precision", text(run.precision)},
          {"variant", variant_of(run)},
          {"input_product", text(run.input_product)},
          {"phase", text(run.phase)},
          {"calls", text(run.calls)}};
}

}  // namespace

std::vector<std::string> properties() {
  std::vector<std::string> names;
  for (auto& [name, value] : properties_of({})) names.push_back(name);
  return names;
}

std::string like_precision(const std::string& chip, const std::string& gpu) {
  const std::string like = gpu == "tf32" ? "fp32" : gpu;
  if (like == chip || (like != "fp32" && like != "bf16" && like != "fp16")) return "";
  return fmt::format("--set /formats/weights={0} --set /formats/activations={0}", like);
}

std::vector<Difference> differences(const gpu::Measured& chip, const gpu::Measured& gpu) {
  const Properties here = properties_of(chip), there = properties_of(gpu);
  std::vector<Difference> found;
  for (std::size_t i = 0; i < here.size(); ++i) {
    const auto& [name, value] = here[i];
    const std::string& other = there[i].second;
    // Any number of calls can be divided by: it has only to be known.
    const bool same = name == "calls"       ? !other.empty()
                      : name == "precision" ? is_same_precision(value, other)
                      : name == "variant"   ? variant_of(gpu) == variant_of(chip)
                                            : value == other;
    if (!same) found.push_back({name, value, other});
  }
  return found;
}

}  // namespace rda::beside
