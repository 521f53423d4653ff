// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gpu/model/calibration.h"
#include "gpu/model/gpu.h"
#include "gpu/model/network.h"

namespace rda::gpu {

/// A kernel that runs all steps and keeps the weights in registers.
enum class Persistent {
  none,
  block,  ///< each block has all weights and some sequences (PERSIST_STATIC_SMALL_H)
  grid,   ///< all blocks share the weights and meet at a barrier (PERSIST_STATIC)
};

/// What cuDNN runs when PyTorch asks for it (ATen, cudnn/RNN.cpp), forward.
struct PersistentChoice {
  Persistent kind = Persistent::none;
  std::string rule;  ///< the rule that forbids a persistent kernel, or the one that chose it
};
PersistentChoice persistent_choice(const Gpu& gpu, const Network& network);

/// A step of the persistent kernel: its barrier, its products and, where an SM's registers cannot
/// hold the weights of a block, their reads from L2. us
/// Requires a choice other than none, and a precision that the GPU has a peak for.
double persistent_step_us(const Gpu& gpu, const Calibration& calibration, const Network& network);

}  // namespace rda::gpu
