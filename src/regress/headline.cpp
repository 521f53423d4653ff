// SPDX-License-Identifier: Apache-2.0
#include "regress/headline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/text.h"

namespace rda::regress {
namespace {

/// Most values that a headline names.
constexpr std::size_t kMost = 3;

/// A line of changed_inputs() in two parts: "/pcu/stages 6 -> 7" and "chip". Empty for a line that
/// names no value.
std::pair<std::string, std::string> value_and_file(const std::string& line) {
  const std::size_t space = line.find(' '), colon = line.find(": ", space);
  if (line.find(" -> ") == line.npos || colon == line.npos) return {};
  return {line.substr(space + 1, colon - space - 1) + line.substr(colon + 1),
          line.substr(0, space)};
}

std::string listed(const std::vector<std::string>& values) {
  const std::size_t shown = std::min(values.size(), kMost);
  std::string text = "inputs: " + join(std::span(values).first(shown), ", ");
  if (values.size() > shown) text += fmt::format(" and {} more", values.size() - shown);
  return text;
}

bool any_moved(const CaseResult& c, bool of_inputs) {
  return std::ranges::any_of(c.rows, [&](const Row& row) {
    return (row.metric == "inputs") == of_inputs && row.verdict == Verdict::moved;
  });
}

bool knows_inputs(const CaseResult& c) {
  return std::ranges::any_of(c.rows, [](const Row& row) {
    return row.metric == "inputs" && row.verdict == Verdict::same;
  });
}

}  // namespace

std::string inputs_headline(const CaseResult& result) {
  std::vector<std::string> values;
  for (const std::string& line : result.changed_inputs)
    if (const auto [value, file] = value_and_file(line); !value.empty())
      values.push_back(fmt::format("{} ({})", value, file));
  return values.empty() ? "inputs are not those that were recorded" : listed(values);
}

std::string inputs_headline(const CheckResult& result) {
  std::map<std::pair<std::string, std::string>, int> count;
  bool as_recorded = false, unknown = false;
  for (const CaseResult& c : result.cases) {
    if (!c.failed) continue;
    for (const std::string& line : c.changed_inputs)
      if (const auto value = value_and_file(line); !value.first.empty()) ++count[value];
    as_recorded = as_recorded || (any_moved(c, false) && knows_inputs(c));
    unknown = unknown || any_moved(c, true);
  }
  if (count.empty()) return as_recorded && !unknown ? "inputs: as recorded" : "";
  std::vector<std::pair<int, std::string>> values;
  for (const auto& [value, cases] : count)
    values.emplace_back(
        cases, fmt::format("{} ({}; {})", value.first, value.second, counted(cases, "case")));
  std::ranges::stable_sort(values, std::ranges::greater{}, &std::pair<int, std::string>::first);
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(value.second);
  return listed(texts);
}

}  // namespace rda::regress
