// SPDX-License-Identifier: Apache-2.0
#include "sweep/group_knobs.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "sweep/axis.h"

namespace rda::sweep {
namespace {

using json::Value;

constexpr std::size_t kMostOfAName = 4000;  // of a group, bytes: tables and pictures cut it to fit

}  // namespace

void GroupKnobs::note(const Design& design) {
  for (const auto& [name, value] : design.knobs.get<Value::Object>()) {
    const auto [knob, is_new] = knobs_.try_emplace(name);
    if (is_new) knob->second.first = value;
    knob->second.varies = knob->second.varies || knob->second.first != value;
    const auto [first, is_first] = knob->second.in_group.try_emplace(design.group, value);
    knob->second.varies_in_group = knob->second.varies_in_group || first->second != value;
  }
}

std::vector<std::string> GroupKnobs::varying() const {
  std::vector<std::string> names;
  for (const auto& [name, values] : knobs_)
    if (values.varies_in_group) names.push_back(name);
  return names;
}

std::vector<std::string> GroupKnobs::telling(const std::vector<std::string>& by, std::size_t asked,
                                             std::size_t groups) const {
  std::vector<std::string> names = by;
  if (!names.empty() && asked == groups) return names;
  for (const auto& [name, values] : knobs_) {
    if (!values.varies || values.varies_in_group || std::ranges::find(by, name) != by.end())
      continue;
    std::set<std::string> different;
    for (const auto& [group, value] : values.in_group) different.insert(json::dump_line(value));
    if (name == kWorkload && different.size() * asked >= groups) {
      names = by;
      names.push_back(name);
      return names;
    }
    names.push_back(name);
  }
  return names;
}

std::string GroupKnobs::name_of(std::size_t group, const std::vector<std::string>& knobs) const {
  std::vector<std::string> words;
  for (const std::string& name : knobs) {
    const auto knob = knobs_.find(name);
    if (knob == knobs_.end() || !knob->second.in_group.contains(group)) continue;
    const Value& value = knob->second.in_group.at(group);
    const auto* text = value.get_if<std::string>();
    words.push_back(text ? *text : name + ' ' + json::dump_line(value));
  }
  return one_line(join(words, ", "), kMostOfAName);
}

}  // namespace rda::sweep
