// SPDX-License-Identifier: Apache-2.0
#include "sweep/factor.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sweep/setting.h"

namespace rda::sweep {
namespace {

using json::Value;

/// Numbers that span at least this factor are taken by their logarithms.
constexpr double kWide = 4;

/// A number, and a text of what is none; flags are none.
using Level = std::pair<std::optional<double>, std::string>;

Level level_of(const Value& value) {
  const std::optional<double> number = value.get_if<bool>() ? std::nullopt : number_of(value);
  return {number, number ? "" : json::dump_line(value)};
}

/// The place of each number between the least (-1) and the greatest (1).
std::vector<Numbers> places(const std::vector<double>& numbers, bool logarithm) {
  const auto scaled = [&](double number) { return logarithm ? std::log2(number) : number; };
  const double least = scaled(numbers.front()), greatest = scaled(numbers.back());
  std::vector<Numbers> terms;
  for (const double number : numbers)
    terms.push_back({2 * (scaled(number) - least) / (greatest - least) - 1});
  return terms;
}

std::vector<Numbers> indicators(std::size_t levels) {
  std::vector<Numbers> terms(levels, Numbers(levels - 1));
  for (std::size_t level = 1; level < levels; ++level) terms[level][level - 1] = 1;
  return terms;
}

}  // namespace

Factor factor_of(const std::string& knob, std::span<const Observation> observations) {
  std::map<Level, std::pair<Value, std::size_t>> levels;
  std::vector<Level> of_each;
  for (const Observation& observation : observations) {
    const Value& value = observation.knobs.get<Value::Object>().at(knob);
    of_each.push_back(level_of(value));
    levels.try_emplace(of_each.back(), value, 0);
  }
  Factor factor;
  factor.knobs = {knob};
  std::vector<double> numbers;
  for (auto& [level, value] : levels) {
    value.second = factor.levels.size();
    factor.levels.push_back(value.first);
    if (level.first) numbers.push_back(*level.first);
  }
  for (const Level& level : of_each) factor.level.push_back(levels.at(level).second);
  factor.is_number = numbers.size() == levels.size();
  factor.is_logarithm =
      factor.is_number && numbers.front() > 0 && numbers.back() >= kWide * numbers.front();
  if (levels.size() > 1)
    factor.terms =
        factor.is_number ? places(numbers, factor.is_logarithm) : indicators(levels.size());
  return factor;
}

void Factor::merge(const Factor& other) {
  knobs.push_back(other.name());
  std::vector<Value>& values = others.emplace_back(levels.size());
  for (std::size_t i = 0; i < level.size(); ++i) values[level[i]] = other.levels[other.level[i]];
}

Numbers Factor::column(std::size_t term) const {
  Numbers column;
  for (const std::size_t at : level) column.push_back(terms[at][term]);
  return column;
}

void Factor::add_square() {
  for (Numbers& of_level : terms) of_level.push_back(of_level.front() * of_level.front());
}

bool Factor::follows_from(std::span<const Factor* const> others) const {
  std::map<std::vector<std::size_t>, std::size_t> known;
  for (std::size_t i = 0; i < level.size(); ++i) {
    std::vector<std::size_t> of_others;
    for (const Factor* other : others) of_others.push_back(other->level[i]);
    if (known.try_emplace(of_others, level[i]).first->second != level[i]) return false;
  }
  return true;
}

}  // namespace rda::sweep
