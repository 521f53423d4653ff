// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "rda/training.h"

namespace rda::training {

/// Precisions that have a name: all values in one format, except for master weights.
enum class NamedPrecision {
  fp32,
  bf16,
  bf16_stochastic,
  bf16_kahan,
  bf16_masters,
  fp16,
  fp16_stochastic,
  fp16_kahan,
  fp16_masters
};
constexpr std::array<std::string_view, 9> names(NamedPrecision) {
  return {"fp32",         "bf16", "bf16_stochastic", "bf16_kahan",
          "bf16_masters", "fp16", "fp16_stochastic", "fp16_kahan",
          "fp16_masters"};
}

/// The precision of this name. The others round to nearest; masters keep weights and the
/// optimizer's values in fp32; fp16 scales the loss by 1024.
Precision precision_of(NamedPrecision name);

/// Bytes that a weight takes between batches, with its gradient and what the optimizer keeps of it.
int bytes_of_weight(const Training& training);

}  // namespace rda::training
