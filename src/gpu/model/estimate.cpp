// SPDX-License-Identifier: Apache-2.0
#include "gpu/model/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "gpu/model/persistent.h"
#include "gpu/model/plan.h"
#include "rda/error.h"

namespace rda::gpu {
namespace {

void check_network(const Network& network) {
  gates_of(network);
  const std::array<std::pair<std::string_view, std::int64_t>, 5> sizes{{{"input", network.input},
                                                                        {"hidden", network.hidden},
                                                                        {"layers", network.layers},
                                                                        {"batch", network.batch},
                                                                        {"steps", network.steps}}};
  for (const auto& [what, size] : sizes) {
    const std::int64_t most = what == "layers" ? 1024 : std::int64_t{1} << 30;
    if (size < 1 || size > most)
      throw Error(ExitCode::bad_input, fmt::format("network: {} = {} (1 to {})", what, size, most));
  }
  if (network.directions != 1 && network.directions != 2)
    throw Error(ExitCode::bad_input,
                fmt::format("network: directions = {} (1 or 2)", network.directions));
}

/// Why the GPU does not run the network in this style; empty if it does.
std::string refusal(const Gpu& gpu, const Network& network, Style style) {
  if (peak_per_us(gpu, network.precision) == 0) {
    std::string known;
    for (const auto& [precision, peak] : gpu.peak_tflops) known += ", " + precision;
    return fmt::format("{} has no peak for {} (it has {})", gpu.name, network.precision,
                       known.substr(std::min<std::size_t>(2, known.size())));
  }
  if (style != Style::persistent) return {};
  const PersistentChoice choice = persistent_choice(gpu, network);
  return choice.kind == Persistent::none ? choice.rule : "";
}

void add_wait(Estimate& estimate, std::string why, double us) {
  if (us <= 0) return;
  estimate.kernels.push_back({std::move(why), std::string(kHostGaps), 0, 0, us});
  estimate.total_us += us;
}

double host_us(const Calibration& calibration, const Network& network, Host host) {
  if (host == Host::none) return 0;
  return calibration.deepbench_step_us *
         std::min(static_cast<double>(network.steps), calibration.deepbench_steps);
}

bool is_within(const ErrorGroup& group, std::string_view size, std::int64_t value) {
  const auto range = group.ranges.find(std::string(size));
  return range == group.ranges.end() ||
         (range->second.at(0) <= value && value <= range->second.at(1));
}

bool is_covered(const ErrorGroup& group, const Network& network) {
  return std::ranges::find(group.cells, network.cell) != group.cells.end() &&
         group.precision == network.precision && group.input_product == network.input_product &&
         is_within(group, "input", network.input) && is_within(group, "hidden", network.hidden) &&
         is_within(group, "layers", network.layers) &&
         is_within(group, "directions", network.directions) &&
         is_within(group, "batch", network.batch) && is_within(group, "steps", network.steps);
}

/// Of the published rows of the same GPU that the model is wrong about; empty if there are none.
std::string warning(const Calibration& calibration, const Estimate& estimate) {
  for (const ErrorGroup& group : calibration.groups)
    if (!group.covers && group.gpu == estimate.gpu && group.style == word(estimate.style))
      return fmt::format("; the rows of {} have a bias of {:+.0f} %", group.name, group.bias);
  return {};
}

std::string coverage_text(const Calibration& calibration, const Estimate& estimate) {
  if (!estimate.covered_by)
    return "no published rows of such networks: error not known" + warning(calibration, estimate);
  const ErrorGroup& group = *estimate.covered_by;
  const bool other_host = group.host != word(estimate.host);
  return fmt::format("{}{}: median error {:.1f} %, p90 {:.1f} % in {} published rows{}", group.name,
                     group.calibration ? " (calibration)" : "", group.median, group.p90, group.rows,
                     other_host ? fmt::format(", of host {}", group.host) : "");
}

}  // namespace

const ErrorGroup* covering_group(const Calibration& calibration, const Gpu& gpu,
                                 const Network& network, Style style) {
  for (const ErrorGroup& group : calibration.groups)
    if (group.covers && group.gpu == gpu.name && group.style == word(style) &&
        is_covered(group, network))
      return &group;
  return nullptr;
}

Estimate estimate(const Gpu& gpu, const Calibration& calibration, const Network& network, Run run) {
  check_network(network);
  Estimate result;
  result.style = run.style;
  result.host = run.host;
  result.gpu = gpu.name;
  result.calibration = calibration.name;
  result.network = network;
  result.refused = refusal(gpu, network, run.style);
  if (!result.refused.empty()) return result;

  Plan plan = plan_of(gpu, calibration, network, run.style);
  result.kernels = std::move(plan.kernels);
  result.busy_us = result.total_us = plan.busy_us;
  result.launch_us = plan.launch_us;
  result.limit = plan.launch_us > plan.busy_us ? "launches" : "GPU";
  add_wait(result, "launches", plan.launch_us - plan.busy_us);
  add_wait(result, "start of the call", plan.call_us);
  add_wait(result, "DeepBench's first steps", host_us(calibration, network, run.host));
  result.us_per_step = result.total_us / static_cast<double>(network.steps);
  const ErrorGroup* const group = covering_group(calibration, gpu, network, run.style);
  if (group) result.covered_by = *group;
  result.coverage = coverage_text(calibration, result);
  return result;
}

}  // namespace rda::gpu
