// SPDX-License-Identifier: Apache-2.0
#include "gpu/model/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gpu/model/gemm.h"
#include "gpu/model/persistent.h"

namespace rda::gpu {
namespace {

/// What is to run where.
struct Call {
  const Gpu& gpu;
  const Calibration& calibration;
  const Network& network;
};

/// What a style changes in the kernels of a library.
struct LibraryStyle {
  Layout layout = Layout::any;
  bool overlaps = true;  ///< layers and directions run on streams of their own
  double saved_us = 0;   ///< a launch, against one in a stream
};

void add_kernels(Plan& plan, KernelEstimate kernels) {
  kernels.us = kernels.us_each * static_cast<double>(kernels.launches);
  if (kernels.launches > 0) plan.kernels.push_back(std::move(kernels));
}

std::int64_t launches_of(const Plan& plan) {
  std::int64_t all = 0;
  for (const KernelEstimate& kernels : plan.kernels) all += kernels.launches;
  return all;
}

std::string size_text(const Gemm& gemm) {
  return fmt::format("{} x {} x {}", gemm.m, gemm.n, gemm.k);
}

/// The product U h of a step, all gates together.
Gemm recurrent_product(const Network& network, Layout layout) {
  return {gates_of(network) * network.hidden, network.batch, network.hidden, network.precision,
          layout};
}

/// The product W x of a layer, of `columns` columns.
Gemm input_product(const Network& network, bool first, std::int64_t columns, Layout layout) {
  const std::int64_t width = first ? network.input : network.hidden * network.directions;
  return {gates_of(network) * network.hidden, columns, width, network.precision, layout};
}

/// Adds the products W x: of the first layer if the network computes it, and of the others. Each is
/// launched `times` times in a layer and direction.
void add_input_products(Plan& plan, const Call& call, std::int64_t times,
                        const LibraryStyle& style) {
  const std::int64_t columns =
      times == 1 ? call.network.batch * call.network.steps : call.network.batch;
  const auto add = [&](bool first, std::int64_t layers) {
    const Gemm gemm = input_product(call.network, first, columns, style.layout);
    const double us =
        std::max(gemm_time(call.gpu, call.calibration, gemm).total_us() - style.saved_us, 0.0);
    add_kernels(plan, {size_text(gemm), std::string(kInputGemmClass),
                       layers * call.network.directions * times, us, 0});
  };
  if (call.network.input_product) add(true, 1);
  add(false, call.network.layers - 1);
}

double element_wise_us(const Call& call) {
  return call.gpu.element_wise_us.value_or(call.calibration.element_wise_us);
}

double sum_us(const Plan& plan) {
  double sum = 0;
  for (const KernelEstimate& kernels : plan.kernels) sum += kernels.us;
  return sum;
}

/// How many steps run at the same time, and how many such waves there are. The next layer starts
/// after the first step of the last one; of two directions, after the last step.
struct Waves {
  std::int64_t lanes = 1, count = 0;
};
Waves waves_of(const Network& network, bool overlaps) {
  if (!overlaps) return {1, network.layers * network.directions * network.steps};
  if (network.directions > 1) return {network.directions, network.layers * network.steps};
  return {std::min(network.layers, network.steps), network.steps + network.layers - 1};
}

Plan library_plan(const Call& call, const LibraryStyle& style) {
  Plan plan;
  add_input_products(plan, call, 1, style);
  const double inputs_us = sum_us(plan);
  const Gemm gemm = recurrent_product(call.network, style.layout);
  const GemmTime time = gemm_time(call.gpu, call.calibration, gemm);
  const double fixed_us = std::max(time.fixed_us - style.saved_us, 0.0);
  const double small_us = std::max(element_wise_us(call) - style.saved_us, 0.0);
  const std::int64_t cells = call.network.layers * call.network.directions * call.network.steps;
  add_kernels(
      plan, {size_text(gemm), std::string(kRecurrentGemmClass), cells, fixed_us + time.work_us, 0});
  add_kernels(plan, {"gates and state", std::string(kElementWiseClass), cells, small_us, 0});
  const Waves waves = waves_of(call.network, style.overlaps);
  const double step_us = fixed_us + time.work_us + small_us;
  const double wave_us = std::max(step_us, static_cast<double>(waves.lanes) * time.work_us);
  plan.busy_us = inputs_us + static_cast<double>(waves.count) * wave_us;
  plan.launch_us = static_cast<double>(launches_of(plan)) * call.calibration.library_launch_us;
  return plan;
}

Plan graph_plan(const Call& call) {
  const double saved = std::max(call.gpu.stream_kernel_us - call.gpu.graph_kernel_us, 0.0);
  Plan plan = library_plan(call, {.saved_us = saved});
  plan.launch_us = call.calibration.graph_launch_us +
                   static_cast<double>(launches_of(plan)) * call.calibration.graph_node_us;
  return plan;
}

Plan persistent_plan(const Call& call) {
  Plan plan;
  add_input_products(plan, call, 1, {});
  const double step = persistent_step_us(call.gpu, call.calibration, call.network);
  // Sequences of both directions are in one kernel, or in two that run at the same time.
  add_kernels(plan, {"all steps of a layer", std::string(kPersistentClass), call.network.layers,
                     step * static_cast<double>(call.network.steps), 0});
  plan.busy_us = sum_us(plan);
  plan.launch_us = static_cast<double>(launches_of(plan)) * call.calibration.library_launch_us;
  plan.call_us = call.calibration.call_us;
  return plan;
}

/// Element-wise kernels of a step of a loop in a framework, written with the framework's
/// operations.
std::int64_t small_kernels(const Network& network, Style style) {
  if (style == Style::fused_cell) return network.cell == "rnn" ? 2 : 1;  // torch fuses no RNNCell
  const bool mxnet = style == Style::ecornn_default;
  // lstm: add; three sigmoids, tanh; f c, i g, their sum; tanh, o times it. MXNet also slices
  // gates.
  if (network.cell == "lstm") return mxnet ? 11 : 10;
  // gru: add and sigmoid of r and of z; r times, add, tanh of n; subtract, times z, add.
  if (network.cell == "gru") return mxnet ? 12 : 10;
  return 2;  // rnn: add, tanh
}

Plan loop_plan(const Call& call, Style style) {
  Plan plan;
  add_input_products(plan, call, call.network.steps, {});
  const Gemm gemm = recurrent_product(call.network, Layout::any);
  const std::int64_t cells = call.network.layers * call.network.directions * call.network.steps;
  add_kernels(plan, {size_text(gemm), std::string(kRecurrentGemmClass), cells,
                     gemm_time(call.gpu, call.calibration, gemm).total_us(), 0});
  add_kernels(plan, {"gates and state", std::string(kElementWiseClass),
                     cells * small_kernels(call.network, style), element_wise_us(call), 0});
  plan.busy_us = sum_us(plan);
  const double launch = style == Style::ecornn_default ? call.calibration.library_launch_us
                                                       : call.calibration.framework_launch_us;
  plan.launch_us = static_cast<double>(launches_of(plan)) * launch;
  return plan;
}

/// The steps from the last to the first: the gradient by h from those by the gates of the step
/// behind it, then those by its own gates.
void add_backward_steps(Plan& plan, const Call& call) {
  const Network& network = call.network;
  const Gemm gemm{network.hidden, network.batch, gates_of(network) * network.hidden,
                  network.precision, Layout::any};
  const GemmTime time = gemm_time(call.gpu, call.calibration, gemm);
  const std::int64_t cells = network.layers * network.directions * network.steps;
  add_kernels(plan, {"backward " + size_text(gemm), std::string(kRecurrentGemmClass), cells,
                     time.total_us(), 0});
  add_kernels(plan, {"backward, gates and state", std::string(kElementWiseClass), cells,
                     element_wise_us(call), 0});
  const Waves waves = waves_of(network, true);
  const double wave_us = std::max(time.total_us() + element_wise_us(call),
                                  static_cast<double>(waves.lanes) * time.work_us);
  plan.busy_us += static_cast<double>(waves.count) * wave_us;
}

/// The products over all steps: gradients by the inputs of all layers but the first, and by both
/// matrices of each; then the updates of two matrices and two biases.
void add_gradient_products(Plan& plan, const Call& call) {
  const Network& network = call.network;
  const double before = sum_us(plan);
  const std::int64_t gates = gates_of(network) * network.hidden;
  const std::int64_t columns = network.batch * network.steps;
  const auto add = [&](std::string_view what, std::int64_t m, std::int64_t n, std::int64_t k,
                       std::int64_t layers) {
    const Gemm gemm{m, n, k, network.precision, Layout::any};
    add_kernels(plan, {fmt::format("{} {}", what, size_text(gemm)), std::string(kInputGemmClass),
                       layers * network.directions,
                       gemm_time(call.gpu, call.calibration, gemm).total_us(), 0});
  };
  const std::int64_t width = network.hidden * network.directions;
  add("by input", width, columns, gates, network.layers - 1);
  add("by W", gates, network.input, columns, 1);
  add("by W", gates, width, columns, network.layers - 1);
  add("by U", gates, network.hidden, columns, network.layers);
  add_kernels(plan, {"update", std::string(kElementWiseClass),
                     4 * network.layers * network.directions, element_wise_us(call), 0});
  plan.busy_us += sum_us(plan) - before;
}

Plan training_plan(const Call& call) {
  Plan plan = library_plan(call, {});
  add_backward_steps(plan, call);
  add_gradient_products(plan, call);
  plan.launch_us = static_cast<double>(launches_of(plan)) * call.calibration.library_launch_us;
  plan.call_us = 2 * call.calibration.call_us;  // forward and backward
  return plan;
}

}  // namespace

Plan plan_of(const Gpu& gpu, const Calibration& calibration, const Network& network, Style style) {
  const Call call{gpu, calibration, network};
  switch (style) {
    case Style::framework:
    case Style::fused_cell:
    case Style::ecornn_default:
      return loop_plan(call, style);
    case Style::persistent:
      return persistent_plan(call);
    case Style::cuda_graph:
      return graph_plan(call);
    case Style::ecornn_fused:
      return library_plan(call, {.overlaps = false});
    case Style::ecornn_layout:
      return library_plan(call, {.layout = Layout::plain, .overlaps = false});
    case Style::training:
      return training_plan(call);
    case Style::cudnn:
      break;
  }
  Plan plan = library_plan(call, {});
  plan.call_us = calibration.call_us;
  return plan;
}

}  // namespace rda::gpu
