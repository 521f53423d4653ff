// SPDX-License-Identifier: Apache-2.0
#include "regress/differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "regress/check.h"

namespace rda::regress {
namespace {

using json::Value;

std::string spelled(const Value* value) {
  return value ? one_line(dump_line(*value), 60) : "absent";
}

void compare(const Value* before, const Value* now, const std::string& pointer,
             std::vector<std::string>& lines) {
  if (before && now && *before == *now) return;
  const auto* a = before ? before->get_if<Value::Object>() : nullptr;
  const auto* b = now ? now->get_if<Value::Object>() : nullptr;
  if (!a || !b) {
    lines.push_back(fmt::format("{}: {} -> {}", pointer, spelled(before), spelled(now)));
    return;
  }
  std::set<std::string> keys;
  for (const auto* members : {a, b})
    for (const auto& member : *members) keys.insert(member.first);
  for (const std::string& key : keys) {
    const auto x = a->find(key), y = b->find(key);
    compare(x == a->end() ? nullptr : &x->second, y == b->end() ? nullptr : &y->second,
            json::child(pointer, key), lines);
  }
}

/// The values that a case says, then and now: "case /pcu/lanes: 8 -> 16".
void compare_said(const Value& before, const Value& now, std::vector<std::string>& lines) {
  const auto &a = before.get<Value::Object>(), &b = now.get<Value::Object>();
  std::set<std::string> keys;
  for (const auto* members : {&a, &b})
    for (const auto& member : *members) keys.insert(member.first);
  for (const std::string& key : keys) {
    const auto x = a.find(key), y = b.find(key);
    const Value *first = x == a.end() ? nullptr : &x->second,
                *second = y == b.end() ? nullptr : &y->second;
    if (!first || !second || *first != *second)
      lines.push_back(fmt::format("case {}: {} -> {}", key, spelled(first), spelled(second)));
  }
}

}  // namespace

std::vector<std::string> differences(const Value& before, const Value& now) {
  std::vector<std::string> lines;
  compare(&before, &now, "", lines);
  return lines;
}

std::vector<std::string> changed_inputs(const ProfileFile& profiles, const Case& expected,
                                        const Outcome& now, const std::string& name) {
  std::vector<std::string> lines;
  bool all_known = true;
  const auto add = [&](std::string_view what, const Value* before, const Value& after) {
    all_known = all_known && before;
    if (before)
      for (const std::string& line : differences(*before, after))
        lines.push_back(fmt::format("{} {}", what, line));
  };
  const auto chip = profiles.chips.find(expected.chip);
  const auto workload = profiles.workloads.find(expected.workload);
  add("chip", chip == profiles.chips.end() ? nullptr : &chip->second, now.chip);
  add("workload", workload == profiles.workloads.end() ? nullptr : &workload->second, now.workload);
  add("options", profiles.options.is_null() ? nullptr : &profiles.options, now.options);
  const auto said = profiles.said.find(name);
  if (said != profiles.said.end() && said->second.get_if<Value::Object>())
    compare_said(said->second, said_by(expected), lines);
  if (!lines.empty()) return lines;
  if (!all_known)
    return {
        "which values cannot be told: the .profile.json beside the golden file has no record "
        "of them (check --update writes both files; keep both)"};
  return {"the files are what they were: the case says something else (steps, policy, set, ...)"};
}

}  // namespace rda::regress
