// SPDX-License-Identifier: Apache-2.0
#include "training/precisions.h"

#include "training/update.h"

namespace rda::training {

Precision precision_of(NamedPrecision name) {
  using enum NamedPrecision;
  Precision precision;
  if (name == fp32) return precision;
  const Format format = name < fp16 ? Format::bf16 : Format::fp16;
  precision.operands = precision.gradients = precision.state = format;
  if (name != bf16_masters && name != fp16_masters)
    precision.weights = precision.optimizer = format;
  if (name == bf16_stochastic || name == fp16_stochastic) precision.rounding = Rounding::stochastic;
  precision.kahan = name == bf16_kahan || name == fp16_kahan;
  if (format == Format::fp16) precision.loss_scale = 1024;
  return precision;
}

int bytes_of_weight(const Training& training) {
  const Precision& precision = training.precision;
  const auto kept = static_cast<int>(kept_tensors(training, "").size());
  return bytes(precision.weights) + bytes(precision.gradients) + kept * bytes(precision.optimizer);
}

}  // namespace rda::training
