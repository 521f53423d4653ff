// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"
#include "rda/numerics.h"

namespace rda {

/// What training makes small: the mean of (y − target)² over all elements, or the mean over all
/// items of −Σ target · ln softmax(y).
enum class Loss { mse, cross_entropy };
constexpr std::array<std::string_view, 2> names(Loss) { return {"mse", "cross_entropy"}; }

/// How gradients change weights, as torch.optim.SGD (without and with momentum) and Adam.
enum class Optimizer { sgd, momentum, adam };
constexpr std::array<std::string_view, 3> names(Optimizer) { return {"sgd", "momentum", "adam"}; }

/// How the learning rate falls from the first batch to 0 behind the last one.
enum class Schedule { constant, linear, cosine };
constexpr std::array<std::string_view, 3> names(Schedule) {
  return {"constant", "linear", "cosine"};
}

/// Where what the forward pass made waits for the backward pass.
enum class Stash {
  policy,     ///< the first of the others with which a batch fits the chip
  resident,   ///< in PMUs
  recompute,  ///< in PMUs, but for what element-wise operators make again of the rest
  spilled,    ///< in off-chip memory
};
constexpr std::array<std::string_view, 4> names(Stash) {
  return {"policy", "resident", "recompute", "spilled"};
}

/// How weights and the optimizer's values are rounded: to the nearest value, or up or down at
/// random with probabilities that make the mean the value itself.
enum class Rounding { nearest, stochastic };
constexpr std::array<std::string_view, 2> names(Rounding) { return {"nearest", "stochastic"}; }

/// Formats of the values of training, each fp32, bf16 or fp16, and how they are rounded.
struct Precision {
  Format operands = Format::fp32;   ///< weights, activations and gradients that products multiply
  Format weights = Format::fp32;    ///< as kept from batch to batch
  Format gradients = Format::fp32;  ///< by weights, as the update reads them
  Format state = Format::fp32;      ///< c, the h that a GRU blends, and carried gradients
  Format optimizer = Format::fp32;  ///< momentum, mean and variance; also the Kahan terms
  Rounding rounding = Rounding::nearest;  ///< of weights and the optimizer's values
  bool kahan = false;     ///< each weight has a term of what its rounding has left out so far
  double loss_scale = 1;  ///< gradients are computed of the loss times this
  static void describe(auto& self, auto& visit);  // src/workload/training_fields.h
};

/// What is learned of an engine's sensors: the cycles until it fails, up to a cap and as a part of
/// it; or whether it fails within a horizon.
enum class TurbofanTask { remaining_life, failure };
constexpr std::array<std::string_view, 2> names(TurbofanTask) {
  return {"remaining_life", "failure"};
}

/// Values of a cycle of a turbofan engine: its number, 3 settings, 21 sensors.
inline constexpr int kTurbofanFeatures = 25;

/// Windows of the sensor readings of turbofan engines that run until they fail.
struct Turbofan {
  std::string file;  ///< of NASA's C-MAPSS data, relative to the workload file; empty: generated
  TurbofanTask task = TurbofanTask::remaining_life;
  int engines = 40;                               ///< generated
  int cap = 125;                                  ///< cycles
  int horizon = 30;                               ///< cycles
  static void describe(auto& self, auto& visit);  // src/workload/training_fields.h
};

/// When the stages of a pipeline compute and update: all of a batch and then the update; an update
/// after each micro-batch; or as the first, with half of the micro-batches in the other direction
/// (Li and Hoefler, SC 2021).
enum class PipelineSchedule { synchronous, asynchronous, chimera };
constexpr std::array<std::string_view, 3> names(PipelineSchedule) {
  return {"synchronous", "asynchronous", "chimera"};
}

/// A network that is cut into stages of consecutive layers, each on a chip of its own.
struct Pipeline {
  CountOrList<int> stages{2, {}};  ///< their number, or the first layer of each
  int micro_batches = 4;           ///< of a batch
  PipelineSchedule schedule = PipelineSchedule::synchronous;
  /// asynchronous: the learning rate of a stage is at most this, divided by its delay in updates;
  /// 0: that of /training.
  double delay_scale = 0;
  /// Cycles of each stage, the first two of a micro-batch; all empty: as many as
  /// multiply-accumulates.
  std::vector<std::int64_t> forward_cycles, backward_cycles, update_cycles;
  std::int64_t handover_cycles = 0;               ///< from stage to stage
  static void describe(auto& self, auto& visit);  // src/workload/training_fields.h
};

/// How `rdasim train` trains a workload.
struct Training {
  Loss loss = Loss::mse;
  Optimizer optimizer = Optimizer::sgd;
  double learning_rate = 0.01;
  double momentum = 0.9;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  Schedule schedule = Schedule::constant;
  int warmup = 0;                    ///< batches
  double clip_norm = 0;              ///< largest norm of all gradients together; 0: not clipped
  int batches = 100;                 ///< each of them changes the weights once
  std::int64_t truncate = 0;         ///< steps after which gradients by states are cut; 0: never
  bool simulate = false;             ///< a batch of training is mapped and run, not inference
  Stash stash = Stash::policy;       ///< of a batch that is simulated
  Precision precision;               ///< of the chip's arithmetic
  std::optional<Turbofan> turbofan;  ///< none: one batch, the workload's own x
  std::optional<Pipeline> pipeline;  ///< none: all layers on one chip
  static void describe(auto& self, auto& visit);  // src/workload/training_fields.h
};

}  // namespace rda
