// SPDX-License-Identifier: Apache-2.0
#include "sweep/neighbours.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "json/value.h"
#include "sweep/setting.h"

namespace rda::sweep {
namespace {

/// The knobs in which two designs differ.
using Differing = std::vector<bool>;

bool is_part_of(const Differing& part, const Differing& whole) {
  for (std::size_t k = 0; k < part.size(); ++k)
    if (part[k] && !whole[k]) return false;
  return part != whole;
}

/// The designs of a step that are nearest in one direction.
struct Nearest {
  std::int64_t distance = 0;  ///< in places of all knobs together; 0: there is none
  std::vector<std::size_t> lines;
  void add(std::int64_t at, const std::vector<std::size_t>& more) {
    if (distance == 0 || at < distance) {
      distance = at;
      lines.clear();
    }
    if (at == distance) lines.insert(lines.end(), more.begin(), more.end());
  }
};

}  // namespace

void Neighbours::note(const Design& design) {
  Place place{design.lines, {}};
  for (const auto& [name, value] : design.knobs.get<json::Value::Object>()) {
    const auto [knob, is_new] = knobs_.try_emplace(name, values_.size());
    if (is_new) values_.emplace_back();
    const std::optional<double> number = number_of(value);
    auto& values = values_[knob->second];
    const auto known = values.try_emplace({number, number ? "" : json::dump_line(value)},
                                          static_cast<std::int64_t>(values.size()));
    place.values.resize(values_.size(), -1);
    place.values[knob->second] = known.first->second;
  }
  groups_[design.group].push_back(std::move(place));
}

/// Turns the numbers of values into their ranks; -1 is the rank of none.
void Neighbours::rank() {
  std::vector<std::vector<std::int64_t>> ranks;
  for (const auto& values : values_) {
    ranks.emplace_back(values.size());
    std::int64_t rank = 0;
    for (const auto& [value, number] : values)
      ranks.back()[static_cast<std::size_t>(number)] = rank++;
  }
  for (auto& [group, places] : groups_)
    for (Place& place : places) {
      place.values.resize(ranks.size(), -1);
      for (std::size_t k = 0; k < ranks.size(); ++k)
        if (std::int64_t& value = place.values[k]; value >= 0)
          value = ranks[k][static_cast<std::size_t>(value)];
    }
  values_.clear();
}

std::vector<std::size_t> Neighbours::of(const Design& design) {
  if (!values_.empty()) rank();
  const std::vector<Place>& all = groups_.at(design.group);
  const Place& me = *std::ranges::find(all, design.lines, &Place::lines);
  // By the knobs of a step: the nearest designs below and above, by the first of these knobs.
  std::map<Differing, std::pair<Nearest, Nearest>> steps;
  for (const Place& other : all) {
    Differing differing(me.values.size());
    std::int64_t distance = 0, first = 0;
    for (std::size_t k = 0; k < me.values.size(); ++k) {
      const std::int64_t by = other.values[k] - me.values[k];
      differing[k] = by != 0;
      distance += std::abs(by);
      if (first == 0) first = by;
    }
    if (first == 0) continue;
    auto& [below, above] = steps[differing];
    (first < 0 ? below : above).add(distance, other.lines);
  }
  std::set<std::size_t> lines;
  for (const auto& [differing, nearest] : steps) {
    const bool smallest = std::ranges::none_of(
        steps, [&](const auto& step) { return is_part_of(step.first, differing); });
    if (!smallest) continue;
    for (const Nearest* one : {&nearest.first, &nearest.second})
      lines.insert(one->lines.begin(), one->lines.end());
  }
  return {lines.begin(), lines.end()};
}

}  // namespace rda::sweep
