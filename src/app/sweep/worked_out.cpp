// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/worked_out.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/sweep/ground.h"
#include "base/gather.h"
#include "rda/error.h"
#include "sweep/point_values.h"

namespace rda::app {

bool is_expression(const std::string& column) {
  return !column.starts_with('/') && column.find_first_of("+-*/^()<>=!&|?:") != column.npos;
}

WorkedOut::WorkedOut(const std::vector<sweep::NamedExpression>& figures,
                     const std::vector<std::string>& columns)
    : computed_(computed_numbers()), figures_(figures.size()), measures_(figures, columns) {
  for (const sweep::NamedExpression& figure : figures) names_.push_back(figure.name);
  names_.insert(names_.end(), columns.begin(), columns.end());
}

sweep::Table::WorkedOut WorkedOut::of(const sweep::Results::Row& row) {
  sweep::Table::WorkedOut cells;
  if (!std::exchange(noted_, true)) {
    others_ = sweep::other_numbers(row.point, computed_);
    for (const auto& knob : row.point.knobs.get<json::Value::Object>())
      others_.push_back(knob.first);
  }
  if (!row.result || row.result->status != sweep::Status::ok) return cells;
  const auto& numbers =
      measures_.at([&](const std::string& name) { return sweep::value_at(row, name, computed_); });
  for (std::size_t i = 0; i < names_.size(); ++i) cells.emplace_back(names_[i], numbers[i]);
  return cells;
}

void WorkedOut::refuse_unknown(std::vector<std::string> known) const {
  known.insert(known.end(), others_.begin(), others_.end());
  for (std::size_t i = 0; i < figures_; ++i)
    if (std::ranges::find(known, names_[i]) != known.end())
      throw UsageError(
          fmt::format("--figure {}: the points have this name already (choose another "
                      "one)",
                      names_[i]));
  try {
    measures_.refuse_unknown(known, "the points have");
  } catch (const Error& error) {
    throw with_further(UsageError(error.what()), error,
                       [](const std::string& line) { return line; });
  }
}

}  // namespace rda::app
