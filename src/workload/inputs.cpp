// SPDX-License-Identifier: Apache-2.0
// x, and which steps of it sequences have.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rda/error.h"
#include "workload/random_values.h"
#include "workload/tensors.h"

namespace rda::workload {

std::int64_t first_read(const RunSpec& run, const Recurrence& recurrence, std::int64_t steps) {
  if (!recurrence.reversed) return 0;
  return steps > 0 ? run.steps - steps : run.steps;
}

Tensor as_read(const RunSpec& run, const Recurrence& recurrence, const Tensor& x,
               std::int64_t steps) {
  if (!recurrence.reversed) return x;
  const std::int64_t row = run.batch * x.cols;
  Tensor result{steps * run.batch, x.cols, {}};
  result.values.reserve(static_cast<std::size_t>(steps * row));
  for (std::int64_t step = 0; step < steps; ++step) {
    const auto begin = x.values.begin() + (steps - 1 - step) * row;
    result.values.insert(result.values.end(), begin, begin + row);
  }
  return result;
}

Tensor mask(const RunSpec& run, bool reversed, std::int64_t steps) {
  Tensor mask{steps * run.batch, 1, {}};
  for (std::int64_t step = 0; step < steps; ++step)
    for (std::int64_t sequence = 0; sequence < run.batch; ++sequence) {
      const std::int64_t made = step % run.steps;
      const std::int64_t in_time = reversed ? run.steps - 1 - made : made;
      mask.values.push_back(in_time < length_of(run, sequence) ? 1.0F : 0.0F);
    }
  return mask;
}

Tensor random_x(const RunSpec& run, const std::string& name, Items items, std::int64_t size,
                std::int64_t rows) {
  Tensor x{items.count, size, uniform(run, name, items.count * size, 1, items.first * size)};
  const auto count = static_cast<double>(rows);
  const auto index = [&](float value) {
    return static_cast<float>(std::min(std::floor((double{value} + 1) / 2 * count), count - 1));
  };
  if (rows > 0) std::ranges::transform(x.values, x.values.begin(), index);
  return x;
}

Tensor of_repetitions(const RunSpec& run, std::int64_t steps, const OfRepetition& x) {
  Tensor all;
  for (std::int64_t first = 0; first < std::max<std::int64_t>(1, steps); first += run.steps) {
    Tensor next = x(first / run.steps, std::min(steps - first, run.steps));
    if (first == 0) {
      all = std::move(next);
    } else {
      all.rows += next.rows;
      all.values.insert(all.values.end(), next.values.begin(), next.values.end());
    }
  }
  return all;
}

Tensor generated_x(const Workload& workload, const Recurrence& recurrence, std::int64_t steps) {
  const std::int64_t rows = rows_numbered(layers_of(workload), 0);
  return of_repetitions(workload, steps, [&](std::int64_t repetition, std::int64_t made) {
    const std::int64_t first = repetition * workload.steps + first_read(workload, recurrence, made);
    const Items items{first * workload.batch, made * workload.batch};
    return as_read(workload, recurrence, random_x(workload, "x", items, input_of(workload), rows),
                   made);
  });
}

Tensor generated_x(const Workload& workload, const PlacedLayer& placed, std::int64_t steps) {
  const std::string name =
      fmt::format("layer{}.{}x", placed.number, placed.directions.front().prefix);
  const std::int64_t items = placed.steps * workload.batch;
  const std::int64_t rows = rows_numbered(layers_of(workload), placed.number);
  return of_repetitions(workload, steps, [&](std::int64_t repetition, std::int64_t) {
    return random_x(workload, name, {repetition * items, items}, placed.layer.size, rows);
  });
}

void require_indices(const Workload& workload, const std::string& array, const Tensor& x,
                     Numbering numbering) {
  const auto [rows, first] = numbering;
  const auto fits = [&](float value) {
    return value >= 0 && value < static_cast<float>(rows) && value == std::floor(value);
  };
  const auto bad = std::ranges::find_if_not(x.values, fits);
  if (rows == 0 || bad == x.values.end()) return;
  const std::int64_t item = first + (bad - x.values.begin());
  const std::string& file = workload.inputs.empty() ? workload.data : workload.inputs;
  throw WorkloadError(
      fmt::format("{}: {}[{}, {}]", file, array, item / workload.batch, item % workload.batch),
      fmt::format("{} names no row of the embedding (a whole number from 0 to {} would be right)",
                  *bad, rows - 1));
}

}  // namespace rda::workload
