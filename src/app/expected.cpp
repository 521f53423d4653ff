// SPDX-License-Identifier: Apache-2.0
// The values of a run against those that a user expects.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/outputs.h"
#include "base/text.h"
#include "rda/error.h"
#include "workload/npz.h"
#include "workload/outputs.h"

namespace rda::app {
namespace {

using workload::NpzArray;
using workload::Shape;

/// The largest difference of an array, and its place.
struct Difference {
  std::string array;
  Shape shape, place;
  double chip = 0, exact = 0, got = 0, want = 0;
};

Shape place_of(std::size_t at, const Shape& shape) {
  Shape place(shape.size());
  auto rest = static_cast<std::int64_t>(at);
  for (std::size_t d = shape.size(); d-- > 0; rest /= shape[d]) place[d] = rest % shape[d];
  return place;
}

const NpzArray& find(const std::vector<NpzArray>& arrays, const std::string& name,
                     const std::string& file) {
  const auto found = std::ranges::find(arrays, name, &NpzArray::name);
  if (found != arrays.end()) return *found;
  std::vector<std::string> names;
  for (const NpzArray& array : arrays) names.push_back(array.name);
  throw WorkloadError(file + ": " + one_line(name),
                      fmt::format("the run makes no such array (it makes {})", join(names, ", ")));
}

/// NaN counts as farther than any number.
double distance(double a, double b) {
  const double between = std::abs(a - b);
  return std::isnan(between) ? HUGE_VAL : between;
}

Difference difference(const NpzArray& chip, const NpzArray& exact,
                      const std::vector<double>& want) {
  Difference found{chip.name,         chip.shape, place_of(0, chip.shape), 0, 0,
                   chip.values.at(0), want[0]};
  for (std::size_t i = 0; i < want.size(); ++i) {
    found.exact = std::max(found.exact, distance(exact.values[i], want[i]));
    if (const double far = distance(chip.values[i], want[i]); far > found.chip) {
      found.chip = far;
      found.place = place_of(i, chip.shape);
      found.got = chip.values[i];
      found.want = want[i];
    }
  }
  return found;
}

std::vector<Difference> differences(const OutputValues& outputs, const Workload& workload) {
  const workload::Npz expected(outputs.expected);
  const auto chip = workload::output_arrays(workload, outputs.values.chip, outputs.taps);
  const auto exact = workload::output_arrays(workload, outputs.values.exact, outputs.taps);
  std::vector<Difference> all;
  for (const std::string& name : expected.names()) {
    const NpzArray& made = find(chip, name, outputs.expected);
    all.push_back(difference(made, find(exact, name, outputs.expected),
                             expected.read(name, made.shape, "(as the run makes it)")));
  }
  if (all.empty()) throw WorkloadError(outputs.expected, "has no array");
  return all;
}

}  // namespace

std::string compare_with_expected(const OutputValues& outputs, const Workload& workload) {
  if (outputs.expected.empty()) return {};
  std::string text =
      fmt::format("\ncompared with {}\n  {:<24} {:>10} {:>10}  largest at\n",
                  one_line(outputs.expected, 200), "largest difference", "chip", "exact");
  for (const Difference& one : differences(outputs, workload))
    text += fmt::format("  {:<24} {:>10.3g} {:>10.3g}  {}\n", cut(one_line(one.array), 24),
                        one.chip, one.exact, workload::to_string(one.place));
  return text;
}

void require_expected(const OutputValues& outputs, const Workload& workload) {
  if (!outputs.tolerance) return;
  for (const Difference& one : differences(outputs, workload))
    if (one.chip > *outputs.tolerance)
      throw MismatchError(fmt::format("{}: {}{}: got {:.6g}, expected {:.6g} (tolerance {:g})",
                                      one_line(outputs.expected, 200), one_line(one.array),
                                      workload::to_string(one.place), one.got, one.want,
                                      *outputs.tolerance));
}

}  // namespace rda::app
