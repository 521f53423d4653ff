// SPDX-License-Identifier: Apache-2.0
#include "workload/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "rda/check.h"
#include "rda/error.h"
#include "workload/data.h"
#include "workload/layers.h"
#include "workload/onnx_outputs.h"
#include "workload/onnx_workload.h"
#include "workload/tensors.h"

namespace rda::workload {
namespace {

std::string state_name(const PlacedLayer& placed, const Recurrence& recurrence, const char* state) {
  return fmt::format("layer{}.{}{}", placed.number, recurrence.prefix, state);
}

std::int64_t elements(const PlacedLayer& placed, std::string_view state) {
  return state == "h" ? placed.output() : placed.rows();
}

class Outputs {
 public:
  using Values = std::map<std::string, std::vector<double>>;

  Outputs(const Workload& workload, const Values& values)
      : workload_(workload),
        values_(values),
        layers_(layers_of(workload)),
        recurrences_(recurrences(direction_of(workload))) {}

  NpzArray y() const {
    const std::int64_t cols = layers_.back().output();
    NpzArray array{"y", {workload_.steps, workload_.batch, std::ssize(recurrences_) * cols}, {}};
    std::vector<std::vector<double>> parts;
    for (const Recurrence& recurrence : recurrences_)
      parts.push_back(in_time(recurrence.y, cols, recurrence));
    for (std::size_t at = 0; at < parts.front().size(); at += static_cast<std::size_t>(cols))
      for (const std::vector<double>& part : parts) append(part, at, cols, array.values);
    return array;
  }

  /// A state of equal layers after the last step of each recurrence.
  NpzArray last(const char* state) const {
    NpzArray array{
        fmt::format("{}_n", state),
        {std::ssize(layers_) * std::ssize(recurrences_), workload_.batch, workload_.hidden},
        {}};
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : recurrences_)
        append_last(placed, recurrence, state, array.values);
    return array;
  }

  /// The states of listed layers after the last step, an array for each.
  void add_last(std::vector<NpzArray>& arrays) const {
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : recurrences_)
        for (const char* state : {"h", "c"}) {
          if (!has(placed, state)) continue;
          NpzArray array{fmt::format("{}_n_l{}{}", state, placed.number, recurrence.suffix),
                         {workload_.batch, elements(placed, state)},
                         {}};
          append_last(placed, recurrence, state, array.values);
          arrays.push_back(std::move(array));
        }
  }

  NpzArray tap(const std::string& name) const {
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : recurrences_)
        for (const char* state : {"h", "c"})
          if (has(placed, state) && state_name(placed, recurrence, state) == name) {
            const std::int64_t cols = elements(placed, state);
            return {
                name, {workload_.steps, workload_.batch, cols}, in_time(name, cols, recurrence)};
          }
    throw InternalError("no state has the name " + name);
  }

  static bool has(const PlacedLayer& placed, std::string_view state) {
    return placed.recurrent() && (state == "h" || placed.has_c());
  }

 private:
  static void append(const std::vector<double>& from, std::size_t at, std::int64_t count,
                     std::vector<double>& to) {
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(at);
    to.insert(to.end(), begin, begin + count);
  }

  void append_last(const PlacedLayer& placed, const Recurrence& recurrence, const char* state,
                   std::vector<double>& to) const {
    const std::int64_t row = workload_.batch * elements(placed, state);
    const std::vector<double>& all = values(state_name(placed, recurrence, state), row);
    append(all, all.size() - static_cast<std::size_t>(row), row, to);
  }

  /// @param row  values of a step
  const std::vector<double>& values(const std::string& tensor, std::int64_t row) const {
    const auto found = values_.find(tensor);
    RDA_CHECK(found != values_.end() && std::ssize(found->second) == workload_.steps * row, tensor);
    return found->second;
  }

  /// The rows of a tensor in the order of x. A reverse recurrence makes the last step of a sequence
  /// first.
  std::vector<double> in_time(const std::string& tensor, std::int64_t cols,
                              const Recurrence& recurrence) const {
    const std::vector<double>& made = values(tensor, workload_.batch * cols);
    if (!recurrence.reversed) return made;
    std::vector<double> ordered;
    for (std::int64_t step = 0; step < workload_.steps; ++step)
      for (std::int64_t sequence = 0; sequence < workload_.batch; ++sequence) {
        const std::int64_t from = step_in_time(workload_, recurrence, sequence, step);
        append(made, static_cast<std::size_t>((from * workload_.batch + sequence) * cols), cols,
               ordered);
      }
    return ordered;
  }

  const Workload& workload_;
  const Values& values_;
  const std::vector<PlacedLayer> layers_;
  const std::vector<Recurrence> recurrences_;
};

}  // namespace

std::vector<std::string> tap_names(const Workload& workload) {
  std::vector<std::string> names;
  for (const PlacedLayer& placed : layers_of(workload))
    for (const Recurrence& recurrence : recurrences(direction_of(workload)))
      for (const char* state : {"h", "c"})
        if (Outputs::has(placed, state)) names.push_back(state_name(placed, recurrence, state));
  return names;
}

namespace {

std::vector<NpzArray> own_arrays(const Workload& workload, const Outputs::Values& values,
                                 const std::vector<std::string>& taps) {
  const Outputs outputs(workload, values);
  std::vector<NpzArray> arrays{outputs.y()};
  if (workload.layers.listed()) {
    outputs.add_last(arrays);
  } else {
    arrays.push_back(outputs.last("h"));
    if (workload.cell == Cell::lstm) arrays.push_back(outputs.last("c"));
  }
  for (const std::string& name : taps) arrays.push_back(outputs.tap(name));
  return arrays;
}

bool has(const std::vector<NpzArray>& arrays, const std::string& name) {
  return std::ranges::find(arrays, name, &NpzArray::name) != arrays.end();
}

}  // namespace

std::vector<NpzArray> output_arrays(const Workload& workload, const Outputs::Values& values,
                                    const std::vector<std::string>& taps) {
  if (kind_of(workload.data) != DataKind::onnx) return own_arrays(workload, values, taps);
  const onnx::Network network = network_of(workload);
  std::vector<std::string> needed = taps_of(network);
  std::ranges::copy_if(taps, std::back_inserter(needed), [&](const std::string& name) {
    return std::ranges::find(needed, name) == needed.end();
  });
  const std::vector<NpzArray> own = own_arrays(workload, values, needed);
  std::vector<NpzArray> arrays = model_outputs(network, workload, own);
  for (const NpzArray& array : own)
    if (!has(arrays, array.name)) arrays.push_back(array);
  return arrays;
}

}  // namespace rda::workload
