// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rda/error.h"
#include "workload/arrays.h"
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
    const std::vector<double> values = read(x_array(workload_), before + steps);
    const Tensor x = slice(values, before * batch, steps * batch, input);
    tensors_[recurrence.x] = recurrence.reversed ? reversed(x, workload_.batch) : x;
  }

  std::vector<double> read(const Array& array, std::int64_t rows) const {
    return npz_.read(array.name, array.shape, array.meaning, rows);
  }
  std::vector<double> read(const Array& array) const { return read(array, array.shape.at(0)); }

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

  void read_matrices(int layer, const Recurrence& recurrence, bool of_x) {
    const std::int64_t hidden = workload_.hidden;
    const Array array = weights_array(workload_, layer, recurrence, of_x);
    const std::vector<double> stacked = read(array);
    for (std::int64_t g = 0; g < std::ssize(gates_); ++g)
      tensors_[fmt::format("layer{}.{}{}.{}", layer, recurrence.prefix,
                           gates_[static_cast<std::size_t>(g)], of_x ? "W" : "U")] =
          slice(stacked, g * hidden, hidden, array.shape.at(1));
  }

  void read_layer(int layer, const Recurrence& recurrence) {
    read_matrices(layer, recurrence, true);
    read_matrices(layer, recurrence, false);
    const std::vector<double> from_x = read(bias_array(workload_, layer, recurrence, true));
    const std::vector<double> from_h = read(bias_array(workload_, layer, recurrence, false));
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
            "{}: {}[{}]", workload_.data, bias_array(workload_, layer, recurrence, true).name,
            static_cast<std::ptrdiff_t>(gate) * workload_.hidden + (bad - bias.values.begin())),
        fmt::format("its sum with the value of {} exceeds the largest float",
                    bias_array(workload_, layer, recurrence, false).name));
  }

  void read_state(const std::string& state) {
    const std::int64_t batch = workload_.batch, hidden = workload_.hidden;
    const Array array = state_array(workload_, state);
    const auto size = static_cast<std::size_t>(array.shape.at(0) * batch * hidden);
    const std::vector<double> values = npz_.has(state) ? read(array) : std::vector<double>(size, 0);
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
