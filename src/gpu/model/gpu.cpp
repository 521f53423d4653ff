// SPDX-License-Identifier: Apache-2.0
#include "gpu/model/gpu.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "json/extends.h"
#include "json/knobs.h"
#include "json/suggest.h"

namespace rda::gpu {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 6> kBytes{
    {{"fp32", 4}, {"tf32", 4}, {"fp16", 2}, {"bf16", 2}, {"fp8", 1}, {"int8", 1}}};

}  // namespace

std::vector<json::Problem> broken_rules(const Gpu& gpu) {
  std::vector<json::Problem> problems;
  if (capability(gpu) == 0)
    problems.push_back({"/compute_capability", fmt::format("\"{}\" is no version (such as \"8.0\")",
                                                           gpu.compute_capability)});
  if (gpu.peak_tflops.empty())
    problems.push_back({"/peak_tflops", "has no precision (such as {\"fp32\": 15.7})"});
  for (const auto& [precision, peak] : gpu.peak_tflops)
    if (bytes_of(precision) == 0)
      problems.push_back({json::child("/peak_tflops", precision),
                          "no such precision (fp32, tf32, fp16, bf16, fp8, int8)"});
  if (gpu.dram_reached_gbs > gpu.dram_gbs)
    problems.push_back({"/dram_reached_gbs", fmt::format("{} is above the peak, dram_gbs = {}",
                                                         gpu.dram_reached_gbs, gpu.dram_gbs)});
  const std::vector<std::string> known = json::pointers(json::knobs<Gpu>());
  for (const auto& [pointer, source] : gpu.sources)
    if (std::ranges::find(known, pointer) == known.end())
      problems.push_back({json::child("/sources", pointer),
                          "no value has this pointer" + json::suggest_pointer(pointer, known)});
  return problems;
}

Gpu load_gpu(const std::filesystem::path& file, std::span<const Override> overrides) {
  const json::Extended from(file, json::FileKind::gpu, json::shape<Gpu>());
  Gpu gpu = from.read<Gpu>(overrides);
  from.refuse(broken_rules(gpu), overrides);
  if (gpu.name.empty()) gpu.name = file.stem().string();
  return gpu;
}

int bytes_of(const std::string& precision) {
  const auto found = std::ranges::find(kBytes, precision, &decltype(kBytes)::value_type::first);
  return found == kBytes.end() ? 0 : found->second;
}

double peak_per_us(const Gpu& gpu, const std::string& precision) {
  const auto found = gpu.peak_tflops.find(precision);
  return found == gpu.peak_tflops.end() ? 0 : found->second * 1e6;
}

int capability(const Gpu& gpu) {
  int major = 0, minor = 0;
  const std::string& text = gpu.compute_capability;
  const char* const end = text.data() + text.size();
  const auto [dot, failed] = std::from_chars(text.data(), end, major);
  if (failed != std::errc() || dot == end || *dot != '.' || major < 1 || major > 99) return 0;
  const auto [rest, wrong] = std::from_chars(dot + 1, end, minor);
  if (wrong != std::errc() || rest != end || minor < 0 || minor > 9) return 0;
  return 10 * major + minor;
}

}  // namespace rda::gpu
