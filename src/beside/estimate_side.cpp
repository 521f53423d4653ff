// SPDX-License-Identifier: Apache-2.0
#include "beside/estimate_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "gpu/model/persistent.h"
#include "rda/error.h"

namespace rda::beside {
namespace {

/// Of precisions as wide, the first one that the GPU has.
std::string precision_near(const gpu::Gpu& gpu, const std::string& chip) {
  const bool integer = chip == "int8";
  const int bytes = chip.starts_with("fp8") || integer ? 1 : std::max(gpu::bytes_of(chip), 1);
  for (const char* name :
       {integer ? "int8" : "fp8", chip == "bf16" ? "bf16" : "fp16", "fp16", "tf32", "fp32"})
    if (gpu::bytes_of(name) >= bytes && gpu.peak_tflops.contains(name) &&
        !(chip == "fp32" && std::string_view(name) == "tf32"))
      return name;
  return "fp32";
}

/// Kernels by class, the longest first. What the GPU waits for is none.
std::vector<KernelClass> classes_of(const gpu::Estimate& estimate) {
  std::map<std::string, KernelClass> by_name;
  double all = 0;
  for (const gpu::KernelEstimate& kernel : estimate.kernels) {
    if (kernel.kernel_class == gpu::kHostGaps) continue;
    KernelClass& row = by_name[kernel.kernel_class];
    row.name = kernel.kernel_class;
    ++row.kernels;
    row.launches += static_cast<double>(kernel.launches);
    row.us += kernel.us;
    all += kernel.us;
  }
  std::vector<KernelClass> rows;
  for (auto& [name, row] : by_name) {
    if (all > 0) row.share = row.us / all;
    row.us_per_step = row.us / static_cast<double>(estimate.network.steps);
    rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows, std::greater(), &KernelClass::us);
  return rows;
}

gpu::Estimate estimate_of(const gpu::Gpu& gpu, const gpu::Calibration& calibration,
                          std::optional<gpu::Style> style, const gpu::Network& network) {
  if (style) return gpu::estimate(gpu, calibration, network, {*style});
  if (gpu::persistent_choice(gpu, network).kind != gpu::Persistent::none) {
    gpu::Estimate persistent = gpu::estimate(gpu, calibration, network, {gpu::Style::persistent});
    if (persistent.refused.empty()) return persistent;
  }
  return gpu::estimate(gpu, calibration, network, {gpu::Style::cudnn});
}

std::vector<std::string> notes_of(const gpu::Estimate& estimate) {
  std::vector<std::string> notes{fmt::format("estimate, style {}, calibration {}",
                                             word(estimate.style), estimate.calibration)};
  if (!estimate.coverage.empty()) notes.push_back(estimate.coverage);
  if (!estimate.limit.empty())
    notes.push_back(estimate.limit == "launches"
                        ? "the host's launches take longer than the kernels"
                        : "the kernels take longer than the host's launches");
  return notes;
}

}  // namespace

Side estimate_side(const gpu::Gpu& gpu, const gpu::Calibration& calibration,
                   std::optional<gpu::Style> style, const std::string& precision,
                   const gpu::Measured& chip) {
  Side side;
  side.gpu = gpu.name;
  side.kind = SideKind::estimate;
  side.network = chip;
  side.network.variant = "";
  side.network.precision = precision.empty() ? precision_near(gpu, chip.precision) : precision;
  const gpu::Estimate estimate =
      estimate_of(gpu, calibration, style, gpu::network_of(side.network));
  if (!estimate.refused.empty())
    throw Error(ExitCode::bad_input,
                fmt::format("{}, style {}: {}", gpu.name, word(estimate.style), estimate.refused));
  side.network.phase = estimate.style == gpu::Style::training ? "training" : "inference";
  side.device = gpu.description.empty() ? gpu.name : gpu.description;
  side.us = estimate.total_us;
  side.us_per_step = estimate.us_per_step;
  side.classes = classes_of(estimate);
  if (estimate.total_us > estimate.busy_us && estimate.total_us > 0)
    side.idle = Idle{estimate.busy_us,
                     estimate.total_us - estimate.busy_us,
                     1 - estimate.busy_us / estimate.total_us,
                     {},
                     {}};
  side.launch_us = estimate.launch_us;
  side.notes = notes_of(estimate);
  return side;
}

}  // namespace rda::beside
