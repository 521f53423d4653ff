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
      : workload_(workload), values_(values), layers_(layers_of(workload)) {}

  NpzArray y() const {
    const PlacedLayer& last = layers_.back();
    const std::vector<Part> parts = last.outputs();
    const std::vector<std::string> tensors = output_tensors(last);
    std::int64_t elements = 0;
    std::vector<std::vector<double>> made;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      elements += parts[p].size;
      made.push_back(in_time(tensors[p], parts[p].size, last.steps, parts[p].reversed));
    }
    NpzArray array{"y", {last.steps, workload_.batch, elements}, {}};
    for (std::int64_t item = 0; item < last.steps * workload_.batch; ++item)
      for (std::size_t p = 0; p < parts.size(); ++p)
        append(made[p], static_cast<std::size_t>(item * parts[p].size), parts[p].size,
               array.values);
    return array;
  }

  /// A state of equal layers after the last step of each recurrence.
  NpzArray last(const char* state) const {
    NpzArray array{fmt::format("{}_n", state),
                   {std::ssize(layers_) * std::ssize(layers_.front().directions), workload_.batch,
                    workload_.hidden},
                   {}};
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : placed.directions)
        append_last(placed, recurrence, state, array.values);
    return array;
  }

  /// The states of listed layers after the last step, an array for each.
  void add_last(std::vector<NpzArray>& arrays) const {
    for (const PlacedLayer& placed : layers_)
      for (const Recurrence& recurrence : placed.directions)
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
      for (const Recurrence& recurrence : placed.directions)
        for (const char* state : {"h", "c"})
          if (has(placed, state) && state_name(placed, recurrence, state) == name) {
            const std::int64_t cols = elements(placed, state);
            return {name,
                    {placed.steps, workload_.batch, cols},
                    in_time(name, cols, placed.steps, recurrence.reversed)};
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
    const std::vector<double>& all =
        values(state_name(placed, recurrence, state), row, placed.steps);
    append(all, all.size() - static_cast<std::size_t>(row), row, to);
  }

  /// @param row  values of a step
  const std::vector<double>& values(const std::string& tensor, std::int64_t row,
                                    std::int64_t steps) const {
    const auto found = values_.find(tensor);
    RDA_CHECK(found != values_.end() && std::ssize(found->second) == steps * row, tensor);
    return found->second;
  }

  /// The rows of a tensor in the order of time. A reverse recurrence makes the last step first.
  std::vector<double> in_time(const std::string& tensor, std::int64_t cols, std::int64_t steps,
                              bool reversed) const {
    const std::int64_t row = workload_.batch * cols;
    const std::vector<double>& made = values(tensor, row, steps);
    if (!reversed) return made;
    std::vector<double> ordered;
    for (std::int64_t step = steps - 1; step >= 0; --step)
      append(made, static_cast<std::size_t>(step * row), row, ordered);
    return ordered;
  }

  const Workload& workload_;
  const Values& values_;
  const std::vector<PlacedLayer> layers_;
};

}  // namespace

std::vector<std::string> tap_names(const Workload& workload) {
  std::vector<std::string> names;
  for (const PlacedLayer& placed : layers_of(workload))
    for (const Recurrence& recurrence : placed.directions)
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

std::vector<NpzArray> of_one(const Workload& workload, const Outputs::Values& values,
                             const std::vector<std::string>& taps) {
  if (kind_of(workload.data) != DataKind::onnx) return own_arrays(workload, values, taps);
  const onnx::Network network = network_of(workload);
  std::vector<std::string> needed = taps_of(network, workload);
  std::ranges::copy_if(taps, std::back_inserter(needed), [&](const std::string& name) {
    return std::ranges::find(needed, name) == needed.end();
  });
  const std::vector<NpzArray> own = own_arrays(workload, values, needed);
  std::vector<NpzArray> arrays = model_outputs(network, workload, own);
  for (const NpzArray& array : own)
    if (!has(arrays, array.name)) arrays.push_back(array);
  return arrays;
}

/// The values of one of the repetitions.
Outputs::Values part_of(const Outputs::Values& values, std::int64_t repetition,
                        std::int64_t repetitions) {
  Outputs::Values part;
  for (const auto& [name, all] : values) {
    const std::int64_t count = std::ssize(all) / repetitions;
    const auto begin = all.begin() + repetition * count;
    part[name].assign(begin, begin + count);
  }
  return part;
}

}  // namespace

std::vector<NpzArray> output_arrays(const Workload& workload, const Outputs::Values& values,
                                    const std::vector<std::string>& taps) {
  const std::int64_t repetitions = workload.repetitions();
  if (repetitions == 1) return of_one(workload, values, taps);
  Workload once = workload;
  once.repeat.reset();
  std::vector<NpzArray> arrays;
  for (std::int64_t repetition = 0; repetition < repetitions; ++repetition) {
    std::vector<NpzArray> next = of_one(once, part_of(values, repetition, repetitions), taps);
    for (std::size_t a = 0; a < next.size(); ++a) {
      if (repetition == 0) {
        arrays.push_back(std::move(next[a]));
        arrays[a].shape.insert(arrays[a].shape.begin(), repetitions);
      } else {
        arrays[a].values.insert(arrays[a].values.end(), next[a].values.begin(),
                                next[a].values.end());
      }
    }
  }
  return arrays;
}

}  // namespace rda::workload
