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
  void add(std::int64_t at, std::size_t line) {
    if (distance == 0 || at < distance) {
      distance = at;
      lines.clear();
    }
    if (at == distance) lines.push_back(line);
  }
};

}  // namespace

void Neighbours::note(const Design& design) {
  Place place{design.line, {}};
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

/// By number of a value of this knob, its place among the values.
std::vector<std::int64_t> Neighbours::rank(std::size_t knob) const {
  std::vector<std::int64_t> places(values_[knob].size());
  std::int64_t place = 0;
  for (const auto& [value, number] : values_[knob])
    places[static_cast<std::size_t>(number)] = place++;
  return places;
}

std::vector<std::size_t> Neighbours::of(const Design& design) const {
  std::vector<std::vector<std::int64_t>> ranks;
  for (std::size_t k = 0; k < values_.size(); ++k) ranks.push_back(rank(k));
  const std::vector<Place>& all = groups_.at(design.group);
  const Place& me = *std::ranges::find(all, design.line, &Place::line);
  const auto place_on = [&](const Place& place, std::size_t k) {
    const std::int64_t value = k < place.values.size() ? place.values[k] : -1;
    return value < 0 ? -1 : ranks[k][static_cast<std::size_t>(value)];
  };
  // By the knobs of a step: the nearest designs below and above, by the first of these knobs.
  std::map<Differing, std::pair<Nearest, Nearest>> steps;
  for (const Place& other : all) {
    Differing differing(ranks.size());
    std::int64_t distance = 0, first = 0;
    for (std::size_t k = 0; k < ranks.size(); ++k) {
      const std::int64_t by = place_on(other, k) - place_on(me, k);
      differing[k] = by != 0;
      distance += std::abs(by);
      if (first == 0) first = by;
    }
    if (first == 0) continue;
    auto& [below, above] = steps[differing];
    (first < 0 ? below : above).add(distance, other.line);
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
