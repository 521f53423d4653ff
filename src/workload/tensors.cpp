// SPDX-License-Identifier: Apache-2.0
#include "workload/tensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rda/numerics.h"
#include "workload/layers.h"
#include "workload/random_values.h"
#include "workload/row_factors.h"

namespace rda {
namespace workload {
namespace {

/// Generates the weights, biases and states of a layer.
class LayerTensors {
 public:
  LayerTensors(const Workload& workload, const PlacedLayer& placed, std::int64_t steps,
               const std::string& prefix, Tensors& tensors)
      : workload_(workload),
        placed_(placed),
        steps_(steps),
        prefix_(prefix),
        bound_(1 /
               std::sqrt(static_cast<double>(placed.recurrent() ? placed.rows() : placed.input))),
        tensors_(tensors) {}

  void make() {
    for (const std::string& gate : placed_.gates()) make_gate(gate + ".");
    if (placed_.layer.type == LayerType::layer_norm) make_norm();
    if (placed_.has_table()) add("table", placed_.layer.vocabulary, placed_.rows());
    if (placed_.layer.score == AttentionScore::general) make_query();
    if (placed_.adds_keys()) make_keys();
    if (placed_.layer.type == LayerType::input && placed_.number > 0) make_x();
    for (const std::string& gate : placed_.peepholes()) add(gate + ".p", placed_.rows(), 1);
    if (placed_.layer.projection > 0) add("h.W", placed_.output(), placed_.rows());
    if (!placed_.has_own_states()) return;
    add_zeros("h0", placed_.output());
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
    for (std::size_t p = 0; p < placed_.parts.size(); ++p) {
      const std::string weight = "weight" + part_suffix(p);
      add(weight, placed_.parts[p].size, 1);
      for (float& value : tensors_[prefix_ + weight].values) value += 1;
      if (placed_.layer.bias) add("bias" + part_suffix(p), placed_.parts[p].size, 1);
    }
  }

  void make_x() { tensors_[prefix_ + "x"] = generated_x(workload_, placed_, steps_); }

  void make_query() {
    for (std::size_t a = 0; a < placed_.attended.size(); ++a)
      for (std::size_t p = 0; p < placed_.parts.size(); ++p)
        add("q" + part_suffix(a) + ".W" + part_suffix(p), placed_.attended[a].size,
            placed_.parts[p].size);
  }

  void make_keys() {
    for (std::size_t p = 0; p < placed_.parts.size(); ++p)
      add("q.W" + part_suffix(p), placed_.rows(), placed_.parts[p].size);
    for (std::size_t a = 0; a < placed_.attended.size(); ++a)
      add("k" + part_suffix(a) + ".W", placed_.rows(), placed_.attended[a].size);
    if (placed_.layer.bias) add("q.b", placed_.rows(), 1);
    add("s.w", placed_.rows(), 1);
  }

  void make_gate(const std::string& gate) {
    for (std::size_t p = 0; p < placed_.parts.size(); ++p)
      add(gate + "W" + part_suffix(p), placed_.rows(), placed_.parts[p].size);
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
  const std::int64_t steps_;  // of the run
  const std::string prefix_;
  const double bound_;  // of generated values
  Tensors& tensors_;
};

}  // namespace

Tensor added_biases(const std::vector<double>& input, const std::vector<double>& recurrent) {
  Tensor sum{std::ssize(input), 1, std::vector<float>(input.size())};
  std::ranges::transform(input, recurrent, sum.values.begin(),
                         [](double x, double h) { return static_cast<float>(x + h); });
  return sum;
}

namespace {

/// 1 for each step that a sequence has, in each item of the attention.
Tensor attention_mask(const RunSpec& run, const PlacedLayer& placed) {
  Tensor mask{placed.steps * run.batch, placed.attended_steps, {}};
  for (std::int64_t item = 0; item < mask.rows; ++item)
    for (std::int64_t step = 0; step < mask.cols; ++step)
      mask.values.push_back(step < length_of(run, item % run.batch) ? 1.0F : 0.0F);
  return mask;
}

}  // namespace

void add_totals(const Workload& workload, std::int64_t steps, Tensors& tensors) {
  const auto add = [&](const std::string& name, std::int64_t size) {
    tensors[name] = {workload.batch, size,
                     std::vector<float>(static_cast<std::size_t>(workload.batch * size))};
  };
  for (const PlacedLayer& placed : layers_of(workload)) {
    for (const Recurrence& recurrence : placed.directions)
      for (std::size_t p = 0; p < placed.fed; ++p)
        add(fmt::format("layer{}.{}feed{}0", placed.number, recurrence.prefix, part_suffix(p)),
            placed.parts[placed.parts.size() - placed.fed + p].size);
    const std::string prefix =
        fmt::format("layer{}.{}", placed.number, placed.directions.front().prefix);
    if (placed.attends_ragged)
      tensors[prefix + "mask"] = of_repetitions(
          workload, steps, [&](auto...) { return attention_mask(workload, placed); });
    if (!ends_sequence(placed.layer.type)) continue;
    add(prefix + "count0", 1);
    for (std::size_t p = 0; p < placed.parts.size(); ++p)
      for (const char* state : {"total", "kept"})
        add(prefix + state + part_suffix(p) + "0", placed.parts[p].size);
  }
}

Tensors generated_tensors(const Workload& workload, std::int64_t steps) {
  Tensors tensors;
  const std::vector<PlacedLayer> layers = layers_of(workload);
  for (const Recurrence& recurrence : layers.front().directions)
    tensors[recurrence.x] = generated_x(workload, recurrence, steps);
  for (const PlacedLayer& placed : layers)
    for (const Recurrence& recurrence : placed.directions)
      LayerTensors(workload, placed, steps,
                   fmt::format("layer{}.{}", placed.number, recurrence.prefix), tensors)
          .make();
  return tensors;
}

}  // namespace workload

Tensors make_tensors(const Workload& workload, std::int64_t steps) {
  const std::int64_t made = std::clamp<std::int64_t>(steps, 0, workload.steps_of_run());
  Tensors tensors = workload.data.empty() ? workload::generated_tensors(workload, made)
                                          : workload::read_tensors(workload, made);
  if (!workload.lengths.empty()) {
    tensors["mask"] = workload::mask(workload, false, made);
    tensors["mask.reverse"] = workload::mask(workload, true, made);
  }
  workload::add_totals(workload, made, tensors);
  workload::divide_rows(workload, tensors);
  for (std::size_t i = 0; i < names(Function{}).size(); ++i) {
    const auto function = static_cast<Function>(i);
    const auto table = function_table(function);
    tensors[fmt::format("table.{}", word(function))] = {
        kTableEntries, 1, {table.begin(), table.end()}};
    std::vector<float> words;
    for (const QuadraticEntry& entry : quadratic_table(function))
      words.insert(words.end(), {entry.value, entry.slope, entry.curve});
    tensors[fmt::format("quadratic_table.{}", word(function))] = {kTableEntries, kQuadraticWords,
                                                                  std::move(words)};
  }
  return tensors;
}

}  // namespace rda
