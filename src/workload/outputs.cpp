// SPDX-License-Identifier: Apache-2.0
#include "workload/outputs.h"

#include <fmt/format.h>

#include <algorithm>

#include "rda/check.h"
#include "workload/tensors.h"

namespace rda::workload {
namespace {

std::string state_name(int layer, const Recurrence& recurrence, const char* state) {
  return fmt::format("layer{}.{}{}", layer, recurrence.prefix, state);
}

class Outputs {
 public:
  using Values = std::map<std::string, std::vector<double>>;

  Outputs(const Workload& workload, const Values& values)
      : workload_(workload),
        values_(values),
        recurrences_(recurrences(workload.direction)),
        row_(std::int64_t{workload.batch} * workload.hidden) {}

  NpzArray y() const {
    const auto directions = recurrences_.size();
    NpzArray array{"y", shape(workload_.steps, std::ssize(recurrences_)), {}};
    array.values.reserve(directions * size());
    std::vector<std::vector<double>> parts;
    for (const Recurrence& recurrence : recurrences_) parts.push_back(in_time(recurrence.y));
    for (std::size_t at = 0; at < size(); at += static_cast<std::size_t>(workload_.hidden))
      for (const std::vector<double>& part : parts)
        append(part, at, workload_.hidden, array.values);
    return array;
  }

  /// A state after the last step of each recurrence.
  NpzArray last(const char* state) const {
    NpzArray array{
        fmt::format("{}_n", state), shape(workload_.layers * std::ssize(recurrences_), 1), {}};
    for (int layer = 0; layer < workload_.layers; ++layer)
      for (const Recurrence& recurrence : recurrences_) {
        const std::vector<double>& all = values(state_name(layer, recurrence, state));
        append(all, all.size() - static_cast<std::size_t>(row_), row_, array.values);
      }
    return array;
  }

  NpzArray tap(const std::string& name) const {
    return {name, shape(workload_.steps, 1), in_time(name)};
  }

 private:
  std::size_t size() const { return static_cast<std::size_t>(workload_.steps * row_); }

  Shape shape(std::int64_t rows, std::int64_t directions) const {
    return {rows, workload_.batch, directions * workload_.hidden};
  }

  static void append(const std::vector<double>& from, std::size_t at, std::int64_t count,
                     std::vector<double>& to) {
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(at);
    to.insert(to.end(), begin, begin + count);
  }

  const std::vector<double>& values(const std::string& tensor) const {
    const auto found = values_.find(tensor);
    RDA_CHECK(found != values_.end() && found->second.size() == size(), tensor);
    return found->second;
  }

  /// The rows of a tensor in the order of x. A reverse recurrence makes its last step first.
  std::vector<double> in_time(const std::string& tensor) const {
    const std::vector<double>& made = values(tensor);
    const bool reversed = std::ranges::any_of(recurrences_, [&](const Recurrence& recurrence) {
      return recurrence.reversed &&
             (tensor == recurrence.y || tensor.find("." + recurrence.prefix) != std::string::npos);
    });
    if (!reversed) return made;
    std::vector<double> ordered;
    for (std::int64_t step = workload_.steps; step-- > 0;)
      append(made, static_cast<std::size_t>(step * row_), row_, ordered);
    return ordered;
  }

  const Workload& workload_;
  const Values& values_;
  const std::vector<Recurrence> recurrences_;
  const std::int64_t row_;  // values of a step
};

}  // namespace

std::vector<std::string> tap_names(const Workload& workload) {
  std::vector<std::string> names;
  for (int layer = 0; layer < workload.layers; ++layer)
    for (const Recurrence& recurrence : recurrences(workload.direction)) {
      names.push_back(state_name(layer, recurrence, "h"));
      if (workload.cell == Cell::lstm) names.push_back(state_name(layer, recurrence, "c"));
    }
  return names;
}

std::vector<NpzArray> output_arrays(const Workload& workload,
                                    const std::map<std::string, std::vector<double>>& values,
                                    const std::vector<std::string>& taps) {
  const Outputs outputs(workload, values);
  std::vector<NpzArray> arrays{outputs.y(), outputs.last("h")};
  if (workload.cell == Cell::lstm) arrays.push_back(outputs.last("c"));
  for (const std::string& name : taps) arrays.push_back(outputs.tap(name));
  return arrays;
}

}  // namespace rda::workload
