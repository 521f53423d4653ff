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

/// With cuDNN, PyTorch runs some networks by one kernel, which is a style of its own here.
bool persistent_in_pytorch(const gpu::Gpu& gpu, const gpu::Estimate& estimate) {
  return estimate.style == gpu::Style::cudnn &&
         gpu::persistent_choice(gpu, estimate.network).kind != gpu::Persistent::none;
}

std::vector<std::string> notes_of(const gpu::Gpu& gpu, const gpu::Estimate& estimate) {
  std::vector<std::string> notes{fmt::format("estimate, style {}, calibration {}",
                                             word(estimate.style), estimate.calibration)};
  if (!estimate.coverage.empty()) notes.push_back(estimate.coverage);
  if (!estimate.limit.empty()) notes.push_back("limited by: " + estimate.limit);
  if (persistent_in_pytorch(gpu, estimate))
    notes.emplace_back("PyTorch would run this network by a persistent kernel (style persistent)");
  return notes;
}

}  // namespace

Side estimate_side(const gpu::Gpu& gpu, const gpu::Calibration& calibration, gpu::Run run,
                   const std::string& precision, const gpu::Measured& chip) {
  Side side;
  side.gpu = gpu.name;
  side.kind = SideKind::estimate;
  side.network = chip;
  side.network.precision = precision.empty() ? precision_near(gpu, chip.precision) : precision;
  const gpu::Estimate estimate =
      gpu::estimate(gpu, calibration, gpu::network_of(side.network), run);
  if (!estimate.refused.empty())
    throw Error(ExitCode::bad_input,
                fmt::format("{}, style {}: {}", gpu.name, word(run.style), estimate.refused));
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
  side.notes = notes_of(gpu, estimate);
  return side;
}

}  // namespace rda::beside
