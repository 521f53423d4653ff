// SPDX-License-Identifier: Apache-2.0
#include "app/accuracy_text.h"

#include <fmt/format.h>

#include "rda/numerics.h"

namespace rda::app {
namespace {

std::string formats_text(const Formats& formats) {
  if (formats.weights == formats.activations) return std::string(word(formats.weights));
  return fmt::format("{}, {}", word(formats.weights), word(formats.activations));
}

std::string decibels_text(const flow::LayerAccuracy& row) {
  return row.noise > 0 ? fmt::format("{:.3f} dB", row.decibels()) : "exact";
}

}  // namespace

std::string accuracy_text(const std::vector<flow::LayerAccuracy>& rows,
                          const std::vector<std::string>& layers) {
  std::string text = fmt::format(
      "\naccuracy of layers, against fp64\n  {:<5} {:<11} {:<18} {:>12} {:>12} {:>13}\n", "layer",
      "type", "formats", "signal/noise", "max |error|", "same arg max");
  for (const flow::LayerAccuracy& row : rows)
    text +=
        fmt::format("  {:<5} {:<11} {:<18} {:>12} {:>12.6g} {:>11.2f} %\n", row.layer,
                    layers[static_cast<std::size_t>(row.layer)], formats_text(row.formats),
                    decibels_text(row), row.max_abs_error,
                    100.0 * static_cast<double>(row.same_largest) / static_cast<double>(row.rows));
  return text;
}

}  // namespace rda::app
