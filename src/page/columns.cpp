// SPDX-License-Identifier: Apache-2.0
#include "page/columns.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "report/figure_unit.h"
#include "sweep/setting.h"

namespace rda::page {
namespace {

/// A figure with more texts than these tells nothing apart.
constexpr std::size_t kMostTexts = 24;

std::string text_of(const json::Value& value) {
  const auto* text = value.get_if<std::string>();
  return text ? *text : json::dump_line(value);
}

bool is_number(const json::Value& value) {
  return value.get_if<json::Integer>() || value.get_if<double>();
}

std::set<std::string> texts_of(const std::vector<json::Value>& values) {
  std::set<std::string> texts;
  for (const json::Value& value : values)
    if (!value.is_null()) texts.insert(text_of(value));
  return texts;
}

void fill(SweepColumn& column, const std::vector<json::Value>& values, std::size_t designs,
          const std::set<std::string>& texts) {
  const bool numbers = std::ranges::all_of(
      values, [](const json::Value& value) { return value.is_null() || is_number(value); });
  if (!numbers) column.texts.assign(texts.begin(), texts.end());
  column.values.resize(designs);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_null()) continue;
    column.values[i] = numbers ? sweep::number_of(values[i])
                               : std::optional(static_cast<double>(
                                     std::distance(texts.begin(), texts.find(text_of(values[i])))));
  }
}

}  // namespace

void Columns::add(std::size_t design, const std::string& name, const json::Value& value,
                  bool knob) {
  const auto [number, is_new] = known_.try_emplace(name, columns_.size());
  if (is_new) columns_.push_back({name, knob, {}});
  std::vector<json::Value>& values = columns_[number->second].values;
  if (values.size() <= design) values.resize(design + 1);
  if (values[design].is_null()) values[design] = value;
}

void Columns::finish(SweepPage& page) && {
  const auto is_goal = [&](const Collected& column) {
    return std::ranges::find(page.goals, column.name, &SweepGoal::name) != page.goals.end();
  };
  std::ranges::stable_sort(columns_, {}, [&](const Collected& column) {
    return column.knob ? 0 : is_goal(column) ? 1 : 2;
  });
  for (const Collected& collected : columns_) {
    const std::set<std::string> texts = texts_of(collected.values);
    const bool goal = is_goal(collected);
    if (texts.size() <= 1 && !goal) {
      if (!texts.empty()) page.constants.push_back({collected.name, *texts.begin()});
      continue;
    }
    SweepColumn column{collected.name, collected.knob, unit_of_figure(collected.name), {}, {}};
    fill(column, collected.values, page.designs.size(), texts);
    if (collected.knob || column.texts.size() <= kMostTexts)
      page.columns.push_back(std::move(column));
  }
}

}  // namespace rda::page
