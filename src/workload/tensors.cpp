// SPDX-License-Identifier: Apache-2.0
#include "workload/tensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/random.h"
#include "rda/numerics.h"

namespace rda {
namespace workload {
namespace {

/// The random numbers of a tensor. They depend only on seed and name, so a longer x begins with the
/// values of a shorter one.
Random random_for(const Workload& workload, const std::string& tensor) {
  std::uint64_t state = workload.data_seed;
  for (const char c : tensor) state = split_mix(state) ^ static_cast<unsigned char>(c);
  return Random(split_mix(state));
}

/// `count` random numbers of a tensor in ±bound, from number `first` on.
std::vector<float> uniform(const Workload& workload, const std::string& name, std::int64_t count,
                           double bound, std::int64_t first = 0) {
  Random random = random_for(workload, name);
  for (std::int64_t skipped = 0; skipped < first; ++skipped) random.next();
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(random.uniform_real(-bound, bound));
  return values;
}

void generate_gate(const Workload& workload, const std::string& prefix, std::int64_t input,
                   bool apart, Tensors& tensors) {
  const std::int64_t hidden = workload.hidden;
  const double bound = 1 / std::sqrt(static_cast<double>(hidden));
  const auto made = [&](const std::string& what, std::int64_t cols) {
    return uniform(workload, prefix + what, hidden * cols, bound);
  };
  tensors[prefix + "W"] = {hidden, input, made("W", input)};
  tensors[prefix + "U"] = {hidden, hidden, made("U", hidden)};
  std::vector<float> from_x = made("bw", 1), from_h = made("bu", 1);
  if (apart) {
    tensors[prefix + "bw"] = {hidden, 1, std::move(from_x)};
    tensors[prefix + "bu"] = {hidden, 1, std::move(from_h)};
  } else {
    tensors[prefix + "b"] =
        added_biases({from_x.begin(), from_x.end()}, {from_h.begin(), from_h.end()});
  }
}

/// x of the `steps` steps that the recurrence computes first.
Tensor generated_x(const Workload& workload, const Recurrence& recurrence, std::int64_t steps) {
  const std::int64_t input = input_size(workload, 0), items = steps * workload.batch;
  const std::int64_t before = recurrence.reversed && steps > 0 ? workload.steps - steps : 0;
  Tensor x{items, input, uniform(workload, "x", items * input, 1, before * workload.batch * input)};
  return recurrence.reversed ? reversed(x, workload.batch) : x;
}

void generate_layer(const Workload& workload, int layer, const std::string& prefix,
                    Tensors& tensors) {
  for (const std::string& gate : gates(workload.cell))
    generate_gate(workload, prefix + gate + ".", input_size(workload, layer),
                  biases_apart(workload, gate), tensors);
  const auto states =
      static_cast<std::size_t>(workload.batch) * static_cast<std::size_t>(workload.hidden);
  const Tensor zero{workload.batch, workload.hidden, std::vector<float>(states)};
  tensors[prefix + "h0"] = zero;
  if (workload.cell == Cell::lstm) tensors[prefix + "c0"] = zero;
}

}  // namespace

std::vector<Recurrence> recurrences(Direction direction) {
  const Recurrence forward{false, "x", "y", "", ""};
  const Recurrence reverse{true, "x.reverse", "y.reverse", "reverse.", "_reverse"};
  switch (direction) {
    case Direction::reverse:
      return {reverse};
    case Direction::bidirectional:
      return {forward, reverse};
    case Direction::forward:
      break;
  }
  return {forward};
}

Tensor reversed(const Tensor& x, int batch) {
  Tensor result = x;
  const std::ptrdiff_t step = std::ptrdiff_t{batch} * x.cols, size = std::ssize(x.values);
  for (std::ptrdiff_t at = 0; at < size; at += step)
    std::copy_n(x.values.begin() + at, step, result.values.begin() + (size - step - at));
  return result;
}

std::vector<std::string> gates(Cell cell) {
  switch (cell) {
    case Cell::lstm:
      return {"i", "f", "g", "o"};
    case Cell::gru:
      return {"r", "z", "n"};
    case Cell::rnn:
      break;
  }
  return {"h"};
}

std::int64_t input_size(const Workload& workload, int layer) {
  return layer == 0 && workload.input > 0 ? workload.input : workload.hidden;
}

bool biases_apart(const Workload& workload, const std::string& gate) {
  return workload.cell == Cell::gru && workload.gru_reset == GruReset::after && gate == "n";
}

Tensor added_biases(const std::vector<double>& input, const std::vector<double>& recurrent) {
  Tensor sum{std::ssize(input), 1, std::vector<float>(input.size())};
  std::ranges::transform(input, recurrent, sum.values.begin(),
                         [](double x, double h) { return static_cast<float>(x + h); });
  return sum;
}

Tensors generated_tensors(const Workload& workload, std::int64_t steps) {
  Tensors tensors;
  for (const Recurrence& recurrence : recurrences(workload.direction)) {
    tensors[recurrence.x] = generated_x(workload, recurrence, steps);
    for (int layer = 0; layer < workload.layers; ++layer)
      generate_layer(workload, layer, fmt::format("layer{}.{}", layer, recurrence.prefix), tensors);
  }
  return tensors;
}

}  // namespace workload

Tensors make_tensors(const Workload& workload, std::int64_t steps) {
  const std::int64_t made = std::clamp<std::int64_t>(steps, 0, workload.steps);
  Tensors tensors = workload.data.empty() ? workload::generated_tensors(workload, made)
                                          : workload::read_tensors(workload, made);
  for (const Activation activation : {Activation::sigmoid, Activation::tanh}) {
    const auto table = activation_table(activation);
    tensors[fmt::format("table.{}", word(activation))] = {
        kTableEntries, 1, {table.begin(), table.end()}};
  }
  return tensors;
}

}  // namespace rda
