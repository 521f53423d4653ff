// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/ceil_div.h"
#include "rda/error.h"
#include "workload/arrays.h"
#include "workload/data.h"
#include "workload/tensors.h"

namespace rda::workload {
namespace {

/// Reads torch's arrays and cuts them into the tensors of the graph.
class Reader {
 public:
  explicit Reader(const Workload& workload)
      : workload_(workload), data_(open_data(workload)), layers_(layers_of(workload)) {}

  Tensors run(std::int64_t steps) {
    for (const Recurrence& recurrence : layers_.front().directions) read_x(recurrence, steps);
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : placed.directions) read_layer(placed, recurrence, steps);
    if (workload_.layers.listed()) {
      read_states();
    } else {
      read_stacked("h0");
      if (workload_.cell == Cell::lstm) read_stacked("c0");
    }
    return std::move(tensors_);
  }

 private:
  /// Reads x of the `steps` steps of the run that the recurrence computes first.
  void read_x(const Recurrence& recurrence, std::int64_t steps) {
    if (generates_x(workload_) && !data_->has("x")) {
      tensors_[recurrence.x] = generated_x(workload_, recurrence, steps);
      return;
    }
    const Array array = x_array(workload_);
    const std::int64_t last = recurrence.reversed ? workload_.steps : steps;
    const std::vector<double> all =
        read(array, workload_.repetitions() > 1 ? repetitions(steps) : last);
    const auto of_repetition = [&](std::int64_t repetition, std::int64_t made) {
      const std::int64_t first =
          repetition * workload_.steps + first_read(workload_, recurrence, made);
      const std::int64_t batch = workload_.batch;
      const Tensor x = slice(all, first * batch, made * batch, input_of(workload_));
      require_indices(workload_, "x", x, {rows_numbered(layers_, 0), first * batch});
      return as_read(workload_, recurrence, x, made);
    };
    tensors_[recurrence.x] = of_repetitions(workload_, steps, of_repetition);
  }

  /// Repetitions of the first `steps` steps of the run.
  std::int64_t repetitions(std::int64_t steps) const {
    return ceil_div(std::max<std::int64_t>(1, steps), workload_.steps);
  }

  std::vector<double> read(const Array& array, std::int64_t rows) const {
    return data_->read(array.name, array.shape, array.meaning, rows);
  }
  std::vector<double> read(const Array& array) const { return read(array, array.shape.at(0)); }

  static Tensor slice(const std::vector<double>& values, std::int64_t first_row, std::int64_t rows,
                      std::int64_t cols) {
    Tensor tensor{rows, cols, std::vector<float>(static_cast<std::size_t>(rows * cols))};
    std::transform(values.begin() + first_row * cols, values.begin() + (first_row + rows) * cols,
                   tensor.values.begin(), [](double v) { return static_cast<float>(v); });
    return tensor;
  }

  static std::string prefix(const PlacedLayer& placed, const Recurrence& recurrence) {
    return fmt::format("layer{}.{}", placed.number, recurrence.prefix);
  }

  /// Cuts an array with stacked gates into a tensor for each of `gates`.
  void cut(const Array& array, const PlacedLayer& placed, const Recurrence& recurrence,
           const std::vector<std::string>& gates, const char* tensor) {
    const std::vector<double> stacked = read(array);
    const std::int64_t cols = array.shape.size() > 1 ? array.shape.at(1) : 1;
    for (std::int64_t g = 0; g < std::ssize(gates); ++g)
      tensors_[fmt::format("{}{}.{}", prefix(placed, recurrence),
                           gates[static_cast<std::size_t>(g)], tensor)] =
          slice(stacked, g * placed.rows(), placed.rows(), cols);
  }

  /// Cuts the weights of x by gates, and by the parts of x.
  void cut_parts(const PlacedLayer& placed, const Recurrence& recurrence,
                 const std::vector<std::string>& gates) {
    const std::vector<double> stacked = read(weights_array(placed, recurrence, true));
    for (std::int64_t g = 0; g < std::ssize(gates); ++g) {
      put_weights(placed, prefix(placed, recurrence) + gates[static_cast<std::size_t>(g)],
                  slice(stacked, g * placed.rows(), placed.rows(), placed.input));
    }
  }

  void read_query(const PlacedLayer& placed, const Recurrence& recurrence) {
    const std::vector<double> all = read(query_array(placed));
    std::int64_t row = 0;
    for (std::size_t a = 0; a < placed.attended.size(); ++a) {
      const std::int64_t rows = placed.attended[a].size;
      put_weights(placed, prefix(placed, recurrence) + "q" + part_suffix(a),
                  slice(all, row, rows, placed.input));
      row += rows;
    }
  }

  void read_keys(const PlacedLayer& placed, const Recurrence& recurrence) {
    const AdditiveArrays arrays = additive_arrays(placed);
    const std::string at = prefix(placed, recurrence);
    const std::int64_t rows = placed.rows();
    put_weights(placed, at + "q", slice(read(arrays.query), 0, rows, placed.input));
    const Tensor keys = slice(read(arrays.key), 0, rows, arrays.key.shape[1]);
    std::int64_t first = 0;
    for (std::size_t a = 0; a < placed.attended.size(); ++a) {
      tensors_[at + "k" + part_suffix(a) + ".W"] = columns(keys, first, placed.attended[a].size);
      first += placed.attended[a].size;
    }
    tensors_[at + "s.w"] = slice(read(arrays.score), 0, rows, 1);
    if (placed.layer.bias) tensors_[at + "q.b"] = slice(read(arrays.bias), 0, rows, 1);
  }

  /// Cuts the weights of a gate by the parts of x, into tensors "<gate>.W", "<gate>.W2", …
  void put_weights(const PlacedLayer& placed, const std::string& gate, const Tensor& all) {
    std::int64_t first = 0;
    for (std::size_t p = 0; p < placed.parts.size(); ++p) {
      tensors_[gate + ".W" + part_suffix(p)] = columns(all, first, placed.parts[p].size);
      first += placed.parts[p].size;
    }
  }

  static Tensor columns(const Tensor& all, std::int64_t first, std::int64_t count) {
    Tensor part{all.rows, count, {}};
    for (std::int64_t row = 0; row < all.rows; ++row) {
      const auto begin = all.values.begin() + row * all.cols + first;
      part.values.insert(part.values.end(), begin, begin + count);
    }
    return part;
  }

  void read_layer(const PlacedLayer& placed, const Recurrence& recurrence, std::int64_t steps) {
    const std::vector<std::string> gates = placed.gates();
    if (placed.layer.type == LayerType::layer_norm) return read_norm(placed, recurrence);
    if (placed.layer.type == LayerType::input && placed.number > 0)
      read_own_x(placed, recurrence, steps);
    if (placed.has_table()) {
      const Array table = table_array(placed, recurrence);
      tensors_[prefix(placed, recurrence) + "table"] =
          slice(read(table), 0, table.shape[0], table.shape[1]);
    }
    if (placed.layer.score == AttentionScore::general) read_query(placed, recurrence);
    if (placed.adds_keys()) read_keys(placed, recurrence);
    if (gates.empty()) return;
    cut_parts(placed, recurrence, gates);
    if (placed.recurrent())
      cut(weights_array(placed, recurrence, false), placed, recurrence, gates, "U");
    else if (placed.layer.bias)
      cut(bias_array(placed, recurrence, true), placed, recurrence, gates, "b");
    if (placed.recurrent() && placed.layer.bias) read_biases(placed, recurrence);
    if (placed.layer.peepholes)
      cut(peephole_array(placed, recurrence), placed, recurrence, placed.peepholes(), "p");
    if (placed.layer.projection > 0)
      tensors_[prefix(placed, recurrence) + "h.W"] =
          slice(read(projection_array(placed, recurrence)), 0, placed.output(), placed.rows());
  }

  /// x of an input layer behind the first.
  void read_own_x(const PlacedLayer& placed, const Recurrence& recurrence, std::int64_t steps) {
    const Array array = x_array(workload_, placed);
    if (array.optional && !data_->has(array.name)) {
      tensors_[prefix(placed, recurrence) + "x"] = generated_x(workload_, placed, steps);
      return;
    }
    const std::int64_t made = repetitions(steps);
    Tensor x = slice(read(array, workload_.repetitions() > 1 ? made : array.shape.at(0)), 0,
                     made * placed.steps * workload_.batch, placed.layer.size);
    require_indices(workload_, array.name, x, {rows_numbered(layers_, placed.number)});
    tensors_[prefix(placed, recurrence) + "x"] = std::move(x);
  }

  void read_norm(const PlacedLayer& placed, const Recurrence& recurrence) {
    const auto read_into = [&](const std::string& tensor, const Array& array) {
      const std::vector<double> all = read(array);
      std::int64_t first = 0;
      for (std::size_t p = 0; p < placed.parts.size(); ++p) {
        tensors_[prefix(placed, recurrence) + tensor + part_suffix(p)] =
            slice(all, first, placed.parts[p].size, 1);
        first += placed.parts[p].size;
      }
    };
    read_into("weight", weights_array(placed, recurrence, true));
    if (placed.layer.bias) read_into("bias", bias_array(placed, recurrence, true));
  }

  void read_biases(const PlacedLayer& placed, const Recurrence& recurrence) {
    const std::vector<double> from_x = read(bias_array(placed, recurrence, true));
    const std::vector<double> from_h = read(bias_array(placed, recurrence, false));
    const std::vector<std::string> gates = placed.gates();
    for (std::size_t g = 0; g < gates.size(); ++g) {
      const auto part = [&](const std::vector<double>& stacked) {
        const auto begin = stacked.begin() + static_cast<std::ptrdiff_t>(g) * placed.rows();
        return std::vector<double>(begin, begin + placed.rows());
      };
      const std::string gate = prefix(placed, recurrence) + gates[g];
      if (placed.biases_apart(gates[g])) {
        tensors_[gate + ".bw"] = slice(part(from_x), 0, placed.rows(), 1);
        tensors_[gate + ".bu"] = slice(part(from_h), 0, placed.rows(), 1);
      } else {
        tensors_[gate + ".b"] = added_biases(part(from_x), part(from_h));
        require_finite(tensors_[gate + ".b"], placed, recurrence, g);
      }
    }
  }

  /// Refuses a bias sum that exceeds the largest float.
  void require_finite(const Tensor& bias, const PlacedLayer& placed, const Recurrence& recurrence,
                      std::size_t gate) const {
    const auto bad =
        std::ranges::find_if(bias.values, [](float value) { return !std::isfinite(value); });
    if (bad == bias.values.end()) return;
    throw WorkloadError(
        fmt::format(
            "{}: {}[{}]", workload_.data, bias_array(placed, recurrence, true).name,
            static_cast<std::ptrdiff_t>(gate) * placed.rows() + (bad - bias.values.begin())),
        fmt::format("its sum with the value of {} exceeds the largest float",
                    bias_array(placed, recurrence, false).name));
  }

  /// Values of an optional array: zeros if the file does not have it.
  std::vector<double> read_if_there(const Array& array) const {
    std::int64_t size = 1;
    for (const std::int64_t extent : array.shape) size *= extent;
    return data_->has(array.name) ? read(array)
                                  : std::vector<double>(static_cast<std::size_t>(size), 0);
  }

  void read_stacked(const std::string& state) {
    const std::int64_t batch = workload_.batch, hidden = workload_.hidden;
    const std::vector<double> values = read_if_there(stacked_state_array(workload_, state));
    std::int64_t row = 0;
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : placed.directions) {
        tensors_[prefix(placed, recurrence) + state] = slice(values, row, batch, hidden);
        row += batch;
      }
  }

  void read_states() {
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : placed.directions)
        for (const char* state : {"h0", "c0"}) {
          if (!placed.has_own_states()) continue;
          if (!placed.has_c() && state == std::string_view("c0")) continue;
          const Array array = state_array(workload_, placed, recurrence, state);
          tensors_[prefix(placed, recurrence) + state] =
              slice(read_if_there(array), 0, array.shape.at(0), array.shape.at(1));
        }
  }

  const Workload& workload_;
  const std::unique_ptr<const ArrayFile> data_;
  const std::vector<PlacedLayer> layers_;
  Tensors tensors_;
};

}  // namespace

Tensors read_tensors(const Workload& workload, std::int64_t steps) {
  return Reader(workload).run(steps);
}

}  // namespace rda::workload
