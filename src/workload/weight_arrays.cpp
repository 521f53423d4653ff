// SPDX-License-Identifier: Apache-2.0
#include "workload/weight_arrays.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "workload/arrays.h"
#include "workload/layers.h"

namespace rda::workload {
namespace {

using Elements = std::vector<double>;

void append(const Elements& from, Elements& to) { to.insert(to.end(), from.begin(), from.end()); }

/// Joins the tensors of a layer's recurrence into the arrays of torch.
class LayerArrays {
 public:
  LayerArrays(const PlacedLayer& placed, const Recurrence& recurrence, const ExactTensors& tensors,
              std::vector<NpzArray>& arrays)
      : placed_(placed),
        recurrence_(recurrence),
        prefix_(fmt::format("layer{}.{}", placed.number, recurrence.prefix)),
        tensors_(tensors),
        arrays_(arrays) {}

  void add() {
    if (placed_.layer.type == LayerType::layer_norm) return add_norm();
    if (placed_.has_table()) put(table_array(placed_, recurrence_), values("table"));
    if (placed_.layer.score == AttentionScore::general) add_query();
    const std::vector<std::string> gates = placed_.gates();
    if (gates.empty()) return;
    Elements of_x;
    for (const std::string& gate : gates) append(parts(gate + ".W"), of_x);
    put(weights_array(placed_, recurrence_, true), std::move(of_x));
    if (placed_.recurrent()) put(weights_array(placed_, recurrence_, false), stacked(gates, "U"));
    if (placed_.layer.bias) add_biases(gates);
    if (placed_.layer.peepholes)
      put(peephole_array(placed_, recurrence_), stacked(placed_.peepholes(), "p"));
    if (placed_.layer.projection > 0) put(projection_array(placed_, recurrence_), values("h.W"));
  }

 private:
  const Elements& values(const std::string& what) const {
    return tensors_.at(prefix_ + what).values;
  }
  void put(const Array& array, Elements values) {
    arrays_.push_back({array.name, array.shape, std::move(values)});
  }

  Elements stacked(const std::vector<std::string>& gates, const char* what) const {
    Elements all;
    for (const std::string& gate : gates) append(values(gate + "." + what), all);
    return all;
  }

  /// Columns of the parts of the input side by side.
  Elements parts(const std::string& what) const {
    Elements all;
    const std::int64_t rows = tensors_.at(prefix_ + what).rows;
    for (std::int64_t row = 0; row < rows; ++row)
      for (std::size_t p = 0; p < placed_.parts.size(); ++p) {
        const Matrix<double>& part = tensors_.at(prefix_ + what + part_suffix(p));
        const auto begin = part.values.begin() + row * part.cols;
        all.insert(all.end(), begin, begin + part.cols);
      }
    return all;
  }

  void add_norm() {
    const auto joined = [&](const std::string& what) {
      Elements all;
      for (std::size_t p = 0; p < placed_.parts.size(); ++p)
        append(values(what + part_suffix(p)), all);
      return all;
    };
    put(weights_array(placed_, recurrence_, true), joined("weight"));
    if (placed_.layer.bias) put(bias_array(placed_, recurrence_, true), joined("bias"));
  }

  void add_query() {
    Elements all;
    for (std::size_t a = 0; a < placed_.attended.size(); ++a)
      append(parts("q" + part_suffix(a) + ".W"), all);
    put(query_array(placed_), std::move(all));
  }

  void add_biases(const std::vector<std::string>& gates) {
    Elements of_x, of_h;
    for (const std::string& gate : gates) {
      const bool apart = placed_.biases_apart(gate);
      append(values(gate + (apart ? ".bw" : ".b")), of_x);
      append(apart ? values(gate + ".bu") : Elements(values(gate + ".b").size()), of_h);
    }
    put(bias_array(placed_, recurrence_, true), std::move(of_x));
    if (placed_.recurrent()) put(bias_array(placed_, recurrence_, false), std::move(of_h));
  }

  const PlacedLayer& placed_;
  const Recurrence& recurrence_;
  const std::string prefix_;
  const ExactTensors& tensors_;
  std::vector<NpzArray>& arrays_;
};

}  // namespace

namespace {

/// x in the order of time.
Elements x_in_time(const Workload& workload, const Recurrence& recurrence,
                   const ExactTensors& tensors) {
  const Matrix<double>& x = tensors.at(recurrence.x);
  if (!recurrence.reversed) return x.values;
  Elements ordered;
  const std::int64_t step = workload.batch * x.cols;
  for (auto end = x.values.end(); end != x.values.begin(); end -= step)
    ordered.insert(ordered.end(), end - step, end);
  return ordered;
}

}  // namespace

std::vector<NpzArray> weight_arrays(const Workload& workload, const ExactTensors& tensors) {
  const std::vector<PlacedLayer> layers = layers_of(workload);
  const Array x = x_array(workload);
  std::vector<NpzArray> arrays{
      {x.name, x.shape, x_in_time(workload, layers.front().directions.front(), tensors)}};
  for (const PlacedLayer& placed : layers) {
    if (placed.layer.type != LayerType::input || placed.number == 0) continue;
    const Array own = x_array(workload, placed);
    arrays.push_back(
        {own.name, own.shape, tensors.at(fmt::format("layer{}.x", placed.number)).values});
  }
  for (const PlacedLayer& placed : layers)
    for (const Recurrence& recurrence : placed.directions)
      LayerArrays(placed, recurrence, tensors, arrays).add();
  return arrays;
}

}  // namespace rda::workload
