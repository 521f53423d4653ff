// SPDX-License-Identifier: Apache-2.0
#include "gpu/model/persistent.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ceil_div.h"
#include "rda/check.h"

namespace rda::gpu {
namespace {

/// Of an SM's registers: what holds weights. cuDNN's RNN_blockPersist_fp_GRU<128> has 384 threads
/// of 160 registers on an A100, 245 kB, and 196 kB of weights.
constexpr double kRegisterShare = 0.8;
/// Hidden sizes of the kernels of a block: 128, 160, 192 (names of cuDNN's kernels).
constexpr std::int64_t kBlockRounding = 32;
constexpr std::int64_t kMostGridHidden = 1024, kGridMultiple = 128;

std::int64_t most_block_hidden(const Network& network) { return network.cell == "rnn" ? 384 : 192; }

double weights_kb(const Network& network, std::int64_t hidden) {
  return static_cast<double>(gates_of(network)) * static_cast<double>(hidden) *
         static_cast<double>(hidden) * bytes_of(network.precision) / 1024;
}

/// Why the steps of a V100 are too few, or its batch is wrong; empty if they are not.
std::string volta_rule(const Network& network) {
  const std::int64_t n = network.batch, t = network.steps;
  if (n != 8 && (n % 16 != 0 || n == 80 || n == 112))
    return fmt::format("batch {} on 7.0 (8, or a multiple of 16 but 80 and 112)", n);
  const bool long_enough = (t >= 40 && n <= 128) || (t >= 20 && n <= 96) || (t >= 10 && n <= 32);
  if (!long_enough)
    return fmt::format("{} steps at batch {} on 7.0 (40 to batch 128, 20 to 96, 10 to 32)", t, n);
  return {};
}

std::string ampere_rule(const Gpu& gpu, const Network& network) {
  if (gpu.sms < 98 || capability(gpu) == 86)
    return fmt::format("{} SMs of {} (98 SMs or more, and not 8.6)", gpu.sms,
                       gpu.compute_capability);
  if (network.cell == "gru") return "a gru (lstm or rnn from 8.0 on)";
  if (network.batch % 8 != 0 || network.batch > 128)
    return fmt::format("batch {} (a multiple of 8 up to 128)", network.batch);
  if (network.cell == "rnn" && network.batch >= 96 && network.hidden >= 896)
    return fmt::format("batch {} with hidden {} (below 96, or hidden below 896)", network.batch,
                       network.hidden);
  return {};
}

/// The first rule of the shape that forbids the kernel of a grid; empty if none does.
std::string shape_rule(const Network& network) {
  if (network.precision != "fp16") return fmt::format("{} (fp16 only)", network.precision);
  if (network.layers != 1) return fmt::format("{} layers (1)", network.layers);
  if (network.directions != 1) return "two directions (1)";
  if (network.hidden > kMostGridHidden)
    return fmt::format("hidden {} (up to {})", network.hidden, kMostGridHidden);
  if (network.hidden % kGridMultiple != 0 || network.input % kGridMultiple != 0)
    return fmt::format("hidden {}, input {} (multiples of {})", network.hidden, network.input,
                       kGridMultiple);
  return {};
}

std::string grid_rule(const Gpu& gpu, const Network& network) {
  if (const std::string rule = shape_rule(network); !rule.empty()) return rule;
  const int version = capability(gpu);
  if (version != 70 && version < 80)
    return fmt::format("compute capability {} (7.0, or 8.0 and later)", gpu.compute_capability);
  const std::string rule = version == 70 ? volta_rule(network) : ampere_rule(gpu, network);
  if (!rule.empty()) return rule;
  const double held = kRegisterShare * gpu.registers_kb * static_cast<double>(gpu.sms);
  const double needed = weights_kb(network, network.hidden);
  if (needed > held)
    return fmt::format("{:.0f} kB of weights in registers for {:.0f} kB", needed, held);
  return {};
}

double block_step_us(const Gpu& gpu, const Network& network) {
  const std::int64_t hidden = round_up(network.hidden, kBlockRounding);
  const auto sms = static_cast<double>(gpu.sms);
  const auto rows = static_cast<double>(ceil_div(network.batch * network.directions, gpu.sms));
  const double weights = static_cast<double>(gates_of(network)) * static_cast<double>(hidden) *
                         static_cast<double>(hidden);
  const double work = 2 * weights * rows / (peak_per_us(gpu, network.precision) / sms);
  const double spilled =
      std::max(weights_kb(network, hidden) - kRegisterShare * gpu.registers_kb, 0.0) * 1024;
  return gpu.block_barrier_us + work + spilled / (gpu.l2_gbs * 1e3 / sms);
}

double grid_step_us(const Gpu& gpu, const Calibration& calibration, const Network& network) {
  const double operations =
      2.0 * static_cast<double>(gates_of(network)) * static_cast<double>(network.hidden) *
      static_cast<double>(network.hidden) * static_cast<double>(network.batch);
  return gpu.grid_barrier_us +
         operations / peak_per_us(gpu, network.precision) / calibration.gemm_efficiency;
}

}  // namespace

PersistentChoice persistent_choice(const Gpu& gpu, const Network& network) {
  const std::int64_t most = most_block_hidden(network);
  const bool small = network.hidden <= most;
  if (small && capability(gpu) >= 60)
    return {Persistent::block, fmt::format("hidden {} is at most {}: a block holds all weights",
                                           network.hidden, most)};
  const std::string rule = grid_rule(gpu, network);
  if (rule.empty()) return {Persistent::grid, "all blocks share the weights of one layer"};
  const std::string block =
      small ? fmt::format("compute capability {} is below 6.0", gpu.compute_capability)
            : fmt::format("hidden {} is above {}", network.hidden, most);
  return {Persistent::none,
          fmt::format("{}, and the kernel of a grid does not take {}", block, rule)};
}

double persistent_step_us(const Gpu& gpu, const Calibration& calibration, const Network& network) {
  const Persistent kind = persistent_choice(gpu, network).kind;
  RDA_CHECK(kind != Persistent::none, "a persistent kernel takes the network");
  return kind == Persistent::block ? block_step_us(gpu, network)
                                   : grid_step_us(gpu, calibration, network);
}

}  // namespace rda::gpu
