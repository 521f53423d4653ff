// SPDX-License-Identifier: Apache-2.0
#include "workload/tensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/random.h"
#include "rda/numerics.h"
#include "workload/layers.h"

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

/// Generates the weights, biases and states of a layer.
class LayerTensors {
 public:
  LayerTensors(const Workload& workload, const PlacedLayer& placed, const std::string& prefix,
               Tensors& tensors)
      : workload_(workload),
        placed_(placed),
        prefix_(prefix),
        bound_(1 /
               std::sqrt(static_cast<double>(placed.recurrent() ? placed.rows() : placed.input))),
        tensors_(tensors) {}

  void make() {
    for (const std::string& gate : placed_.gates()) make_gate(gate + ".");
    if (placed_.layer.type == LayerType::layer_norm) make_norm();
    for (const std::string& gate : placed_.peepholes()) add(gate + ".p", placed_.rows(), 1);
    if (placed_.layer.projection > 0) add("h.W", placed_.output(), placed_.rows());
    if (placed_.recurrent()) add_zeros("h0", placed_.output());
    if (placed_.has_c()) add_zeros("c0", placed_.rows());
  }

 private:
  std::vector<float> made(const std::string& what, std::int64_t count) const {
    return uniform(workload_, prefix_ + what, count, bound_);
  }
  void add(const std::string& what, std::int64_t rows, std::int64_t cols) {
    tensors_[prefix_ + what] = {rows, cols, made(what, rows * cols)};
  }
  void add_zeros(const std::string& what, std::int64_t cols) {
    const auto size = static_cast<std::size_t>(workload_.batch * cols);
    tensors_[prefix_ + what] = {workload_.batch, cols, std::vector<float>(size)};
  }

  /// Weights around 1, as after training.
  void make_norm() {
    add("weight", placed_.rows(), 1);
    for (float& value : tensors_[prefix_ + "weight"].values) value += 1;
    if (placed_.layer.bias) add("bias", placed_.rows(), 1);
  }

  void make_gate(const std::string& gate) {
    add(gate + "W", placed_.rows(), placed_.input);
    if (placed_.recurrent()) add(gate + "U", placed_.rows(), placed_.output());
    if (!placed_.layer.bias) return;
    if (!placed_.recurrent()) return add(gate + "b", placed_.rows(), 1);
    const std::vector<float> from_x = made(gate + "bw", placed_.rows());
    const std::vector<float> from_h = made(gate + "bu", placed_.rows());
    if (placed_.biases_apart(gate.substr(0, gate.size() - 1))) {
      tensors_[prefix_ + gate + "bw"] = {placed_.rows(), 1, from_x};
      tensors_[prefix_ + gate + "bu"] = {placed_.rows(), 1, from_h};
    } else {
      tensors_[prefix_ + gate + "b"] =
          added_biases({from_x.begin(), from_x.end()}, {from_h.begin(), from_h.end()});
    }
  }

  const Workload& workload_;
  const PlacedLayer& placed_;
  const std::string prefix_;
  const double bound_;  // of generated values
  Tensors& tensors_;
};

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

std::int64_t step_in_time(const Workload& workload, const Recurrence& recurrence,
                          std::int64_t sequence, std::int64_t step) {
  const std::int64_t length = length_of(workload, sequence);
  return recurrence.reversed && step < length ? length - 1 - step : step;
}

std::int64_t first_read(const Workload& workload, const Recurrence& recurrence,
                        std::int64_t steps) {
  if (!recurrence.reversed || !workload.lengths.empty()) return 0;
  return steps > 0 ? workload.steps - steps : workload.steps;
}

Tensor as_read(const Workload& workload, const Recurrence& recurrence, const Tensor& x,
               std::int64_t steps) {
  if (!recurrence.reversed) return x;
  const std::int64_t batch = workload.batch, first = first_read(workload, recurrence, steps);
  Tensor result{steps * batch, x.cols, {}};
  result.values.reserve(static_cast<std::size_t>(result.rows * x.cols));
  for (std::int64_t step = 0; step < steps; ++step)
    for (std::int64_t sequence = 0; sequence < batch; ++sequence) {
      const std::int64_t read = step_in_time(workload, recurrence, sequence, step) - first;
      const auto begin = x.values.begin() + (read * batch + sequence) * x.cols;
      result.values.insert(result.values.end(), begin, begin + x.cols);
    }
  return result;
}

Tensor mask(const Workload& workload, std::int64_t steps) {
  Tensor mask{steps * workload.batch, 1, {}};
  for (std::int64_t step = 0; step < steps; ++step)
    for (std::int64_t sequence = 0; sequence < workload.batch; ++sequence)
      mask.values.push_back(step < length_of(workload, sequence) ? 1.0F : 0.0F);
  return mask;
}

Tensor added_biases(const std::vector<double>& input, const std::vector<double>& recurrent) {
  Tensor sum{std::ssize(input), 1, std::vector<float>(input.size())};
  std::ranges::transform(input, recurrent, sum.values.begin(),
                         [](double x, double h) { return static_cast<float>(x + h); });
  return sum;
}

Tensor generated_x(const Workload& workload, const Recurrence& recurrence, std::int64_t steps) {
  const std::int64_t first = first_read(workload, recurrence, steps);
  const std::int64_t made = recurrence.reversed ? workload.steps - first : steps;
  const std::int64_t input = input_of(workload), items = made * workload.batch;
  const Tensor x{items, input,
                 uniform(workload, "x", items * input, 1, first * workload.batch * input)};
  return as_read(workload, recurrence, x, steps);
}

Tensors generated_tensors(const Workload& workload, std::int64_t steps) {
  Tensors tensors;
  for (const Recurrence& recurrence : recurrences(direction_of(workload))) {
    tensors[recurrence.x] = generated_x(workload, recurrence, steps);
    for (const PlacedLayer& placed : layers_of(workload))
      LayerTensors(workload, placed, fmt::format("layer{}.{}", placed.number, recurrence.prefix),
                   tensors)
          .make();
  }
  return tensors;
}

}  // namespace workload

Tensors make_tensors(const Workload& workload, std::int64_t steps) {
  const std::int64_t made = std::clamp<std::int64_t>(steps, 0, workload.steps);
  Tensors tensors = workload.data.empty() ? workload::generated_tensors(workload, made)
                                          : workload::read_tensors(workload, made);
  if (!workload.lengths.empty()) tensors["mask"] = workload::mask(workload, made);
  for (std::size_t i = 0; i < names(Function{}).size(); ++i) {
    const auto function = static_cast<Function>(i);
    const auto table = function_table(function);
    tensors[fmt::format("table.{}", word(function))] = {
        kTableEntries, 1, {table.begin(), table.end()}};
  }
  return tensors;
}

}  // namespace rda
