// SPDX-License-Identifier: Apache-2.0
#include "gpu/model/network.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gpu/model/gpu.h"
#include "rda/error.h"

namespace rda::gpu {
namespace {

template <class Enum>
std::optional<Enum> enumerator_of(std::string_view text) {
  const auto all = names(Enum{});
  const auto found = std::ranges::find(all, text);
  if (found == all.end()) return {};
  return static_cast<Enum>(found - all.begin());
}

std::int64_t positive(std::string_view what, std::optional<std::int64_t> value) {
  if (!value)
    throw Error(ExitCode::bad_input, fmt::format("network: {} is not stated (state it)", what));
  if (*value < 1 || *value > (std::int64_t{1} << 30))
    throw Error(ExitCode::bad_input,
                fmt::format("network: {} = {} (1 to {})", what, *value, std::int64_t{1} << 30));
  return *value;
}

}  // namespace

std::optional<Style> style_of(std::string_view text) { return enumerator_of<Style>(text); }
std::optional<Host> host_of(std::string_view text) { return enumerator_of<Host>(text); }

std::string all_styles() {
  std::string text;
  for (const std::string_view name : names(Style{})) text += fmt::format(", {}", name);
  return text.substr(2);
}

std::int64_t gates_of(const Network& network) {
  if (network.cell == "lstm") return 4;
  if (network.cell == "gru") return 3;
  if (network.cell == "rnn") return 1;
  throw Error(ExitCode::bad_input,
              fmt::format("network: no cell \"{}\" (lstm, gru, rnn)", one_line(network.cell, 40)));
}

Network network_of(const Measured& measured) {
  Network network;
  network.cell = measured.cell;
  if (measured.cell.empty())
    throw Error(ExitCode::bad_input, "network: the cell is not stated (lstm, gru, rnn)");
  gates_of(network);
  network.hidden = positive("hidden", measured.hidden);
  network.steps = positive("steps", measured.steps);
  network.input = positive("input", measured.input.value_or(network.hidden));
  network.layers = positive("layers", measured.layers.value_or(1));
  network.directions = positive("directions", measured.directions.value_or(1));
  network.batch = positive("batch", measured.batch.value_or(1));
  if (!measured.precision.empty()) network.precision = measured.precision;
  if (bytes_of(network.precision) == 0)
    throw Error(ExitCode::bad_input,
                fmt::format("network: no precision \"{}\" (fp32, tf32, fp16, bf16, fp8, int8)",
                            one_line(network.precision, 40)));
  network.input_product = measured.input_product.value_or(true);
  return network;
}

std::string text_of(const Network& network) {
  const std::string deep = network.layers > 1 ? fmt::format(" x {} layers", network.layers) : "";
  return fmt::format("{} {}{}{} x {} steps, batch {}, {}", network.cell, network.hidden, deep,
                     network.directions > 1 ? " bidirectional" : "", network.steps, network.batch,
                     network.precision);
}

}  // namespace rda::gpu
