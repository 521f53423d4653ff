// SPDX-License-Identifier: Apache-2.0
#include "sweep/across.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/sha256.h"
#include "base/statistics.h"

namespace rda::sweep {
namespace {

using json::Value;

double rounded(double number) {
  const std::string text = fmt::format("{:.12g}", number);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::optional<double> together(const std::vector<double>& values, const Goal& goal, Across across) {
  const auto [least, greatest] = std::ranges::minmax(values);
  if (across == Across::worst) return goal.maximize ? least : greatest;
  if (least <= 0) return std::nullopt;
  return least == greatest ? least : rounded(geometric_mean(values));
}

void AcrossWorkloads::add(const std::string& group, const Point& point, std::size_t line,
                          std::optional<Values> values) {
  auto& workloads = workloads_[group];
  const std::size_t workload =
      workloads.try_emplace(sha256(workload_of(point)), workloads.size()).first->second;
  const auto [known, is_new] =
      known_.try_emplace({group, sha256(design_of(point))}, designs_.size());
  if (is_new) designs_.push_back({group, {0, {}, point.key, {}, point.knobs}, {}});
  Points& points = designs_[known->second];
  points.design.lines.push_back(line);
  const auto& first = points.design.knobs.get<Value::Object>();
  for (const auto& [name, value] : point.knobs.get<Value::Object>())
    if (const auto same = first.find(name); same == first.end() || same->second != value)
      of_workload_.insert(name);
  if (values) points.of_workload.emplace(workload, *std::move(values));
}

std::optional<std::vector<double>> AcrossWorkloads::combined(const Points& points) const {
  std::vector<double> result;
  for (std::size_t goal = 0; goal < question_.goals.size(); ++goal) {
    std::vector<double> values;
    for (const auto& [workload, of_goals] : points.of_workload) {
      if (!of_goals[goal]) return std::nullopt;
      values.push_back(*of_goals[goal]);
    }
    const std::optional<double> value = together(values, question_.goals[goal], *question_.across);
    if (!value) return std::nullopt;
    result.push_back(*value);
  }
  return result;
}

void AcrossWorkloads::finish(Judgement& judgement,
                             const std::function<void(const std::string& group, Design)>& take) {
  for (Points& points : designs_) {
    if (points.of_workload.size() < workloads(points.group)) {
      ++judgement.incomplete;
      continue;
    }
    std::optional<std::vector<double>> values = combined(points);
    if (!values) {
      ++judgement.without;
      continue;
    }
    points.design.values = *std::move(values);
    std::erase_if(*points.design.knobs.get_if<Value::Object>(),
                  [&](const auto& knob) { return of_workload_.contains(knob.first); });
    take(points.group, std::move(points.design));
  }
}

}  // namespace rda::sweep
