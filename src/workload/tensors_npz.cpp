// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rda/error.h"
#include "workload/npz.h"
#include "workload/tensors.h"

namespace rda::workload {
namespace {

/// Reads torch's arrays and cuts them into the tensors of the graph.
class Reader {
 public:
  explicit Reader(const Workload& workload)
      : workload_(workload),
        npz_(workload.data),
        gates_(gates(workload.cell)),
        recurrences_(recurrences(workload.direction)) {}

  Tensors run(std::int64_t steps) {
    for (const Recurrence& recurrence : recurrences_) {
      read_x(recurrence, steps);
      for (int layer = 0; layer < workload_.layers; ++layer) read_layer(layer, recurrence);
    }
    read_state("h0");
    if (workload_.cell == Cell::lstm) read_state("c0");
    return std::move(tensors_);
  }

 private:
  /// Reads x of the `steps` steps that the recurrence computes first.
  void read_x(const Recurrence& recurrence, std::int64_t steps) {
    const std::int64_t batch = workload_.batch, input = input_size(workload_, 0);
    const std::int64_t before = recurrence.reversed ? workload_.steps - steps : 0;
    const std::vector<double> values =
        npz_.read("x", {workload_.steps, batch, input}, "(steps, batch, input)", before + steps);
    const Tensor x = slice(values, before * batch, steps * batch, input);
    tensors_[recurrence.x] = recurrence.reversed ? reversed(x, workload_.batch) : x;
  }

  static Tensor slice(const std::vector<double>& values, std::int64_t first_row, std::int64_t rows,
                      std::int64_t cols) {
    Tensor tensor{rows, cols, std::vector<float>(static_cast<std::size_t>(rows * cols))};
    std::transform(values.begin() + first_row * cols, values.begin() + (first_row + rows) * cols,
                   tensor.values.begin(), [](double v) { return static_cast<float>(v); });
    return tensor;
  }

  std::vector<double> part(const std::vector<double>& stacked, std::size_t gate) const {
    const auto begin = stacked.begin() + static_cast<std::ptrdiff_t>(gate) * workload_.hidden;
    return {begin, begin + workload_.hidden};
  }

  void read_matrices(int layer, const Recurrence& recurrence, const char* array, const char* matrix,
                     std::int64_t cols, const char* meaning) {
    const std::int64_t hidden = workload_.hidden;
    const auto count = static_cast<std::int64_t>(gates_.size());
    const std::vector<double> stacked =
        npz_.read(name(array, layer, recurrence), {count * hidden, cols},
                  fmt::format("({}·hidden, {})", count, meaning));
    for (std::int64_t g = 0; g < count; ++g)
      tensors_[fmt::format("layer{}.{}{}.{}", layer, recurrence.prefix,
                           gates_[static_cast<std::size_t>(g)], matrix)] =
          slice(stacked, g * hidden, hidden, cols);
  }

  static std::string name(const char* array, int layer, const Recurrence& recurrence) {
    return fmt::format("{}_l{}{}", array, layer, recurrence.suffix);
  }

  std::vector<double> read_biases(int layer, const Recurrence& recurrence,
                                  const char* array) const {
    const auto count = static_cast<std::int64_t>(gates_.size());
    return npz_.read(name(array, layer, recurrence), {count * workload_.hidden},
                     fmt::format("({}·hidden)", count));
  }

  void read_layer(int layer, const Recurrence& recurrence) {
    read_matrices(layer, recurrence, "weight_ih", "W", input_size(workload_, layer),
                  layer == 0 ? "input" : "hidden");
    read_matrices(layer, recurrence, "weight_hh", "U", workload_.hidden, "hidden");
    const std::vector<double> from_x = read_biases(layer, recurrence, "bias_ih");
    const std::vector<double> from_h = read_biases(layer, recurrence, "bias_hh");
    for (std::size_t g = 0; g < gates_.size(); ++g) {
      const std::string prefix = fmt::format("layer{}.{}{}.", layer, recurrence.prefix, gates_[g]);
      if (biases_apart(workload_, gates_[g])) {
        tensors_[prefix + "bw"] = slice(part(from_x, g), 0, workload_.hidden, 1);
        tensors_[prefix + "bu"] = slice(part(from_h, g), 0, workload_.hidden, 1);
      } else {
        tensors_[prefix + "b"] = added_biases(part(from_x, g), part(from_h, g));
        require_finite(tensors_[prefix + "b"], layer, recurrence, g);
      }
    }
  }

  /// Refuses a bias sum that exceeds the largest float.
  void require_finite(const Tensor& bias, int layer, const Recurrence& recurrence,
                      std::size_t gate) const {
    const auto bad =
        std::ranges::find_if(bias.values, [](float value) { return !std::isfinite(value); });
    if (bad == bias.values.end()) return;
    throw WorkloadError(
        fmt::format(
            "{}: {}[{}]", workload_.data, name("bias_ih", layer, recurrence),
            static_cast<std::ptrdiff_t>(gate) * workload_.hidden + (bad - bias.values.begin())),
        fmt::format("its sum with the value of {} exceeds the largest float",
                    name("bias_hh", layer, recurrence)));
  }

  void read_state(const std::string& state) {
    const std::int64_t batch = workload_.batch, hidden = workload_.hidden;
    const Shape shape{workload_.layers * std::ssize(recurrences_), batch, hidden};
    const char* meaning =
        recurrences_.size() > 1 ? "(layers·directions, batch, hidden)" : "(layers, batch, hidden)";
    const auto size = static_cast<std::size_t>(shape[0] * batch * hidden);
    const std::vector<double> values =
        npz_.has(state) ? npz_.read(state, shape, meaning) : std::vector<double>(size, 0);
    std::int64_t row = 0;
    for (int layer = 0; layer < workload_.layers; ++layer)
      for (const Recurrence& recurrence : recurrences_) {
        tensors_[fmt::format("layer{}.{}{}", layer, recurrence.prefix, state)] =
            slice(values, row, batch, hidden);
        row += batch;
      }
  }

  const Workload& workload_;
  const Npz npz_;
  const std::vector<std::string> gates_;
  const std::vector<Recurrence> recurrences_;
  Tensors tensors_;
};

}  // namespace

Tensors read_tensors(const Workload& workload, std::int64_t steps) {
  return Reader(workload).run(steps);
}

}  // namespace rda::workload
