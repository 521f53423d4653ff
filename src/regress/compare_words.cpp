// SPDX-License-Identifier: Apache-2.0
#include "regress/compare_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/text.h"
#include "regress/render.h"

namespace rda::regress {
namespace {

/// Bytes of an outcome's message that fit on a line.
constexpr std::size_t kMostValueBytes = 120;

}  // namespace

std::string number_text(const std::optional<double>& value) {
  return value ? fmt::format("{:.4f}", *value) : "-";
}

std::string value_text(const json::Value& value) {
  if (const auto* real = value.get_if<double>()) return fmt::format("{:.6g}", *real);
  return one_line(in_words(value), kMostValueBytes);
}

std::vector<const Pair*> worst_of(const Comparison& comparison, std::size_t most) {
  std::vector<const Pair*> worst;
  for (const Pair& pair : comparison.pairs)
    if (pair.a != pair.b && worst.size() < most) worst.push_back(&pair);
  return worst;
}

std::string verdict(const Comparison& comparison) {
  std::int64_t pairs = 0, differ = 0;
  for (const Summary& summary : comparison.summaries) {
    pairs += summary.pairs;
    differ += summary.differ;
  }
  std::string text = differ == 0 ? fmt::format("{} figures, all equal", pairs)
                                 : fmt::format("{} of {} figures differ", differ, pairs);
  if (!comparison.only_a.empty())
    text += fmt::format("; {} only in the first", comparison.only_a.size());
  if (!comparison.only_b.empty())
    text += fmt::format("; {} only in the second", comparison.only_b.size());
  return text + '\n';
}

std::vector<std::string> figures_only(const Comparison& comparison) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> lines;
  const auto add = [&](std::string_view which, const std::vector<std::string>& names) {
    if (names.empty()) return;
    const std::size_t shown = std::min(names.size(), kNamed);
    lines.push_back(fmt::format(
        "not compared: {} that the {} has alone ({}{})", counted(std::ssize(names), "figure"),
        which, join(std::span(names).first(shown), ", "), names.size() > shown ? ", ..." : ""));
  };
  add("first", comparison.figures_only_a);
  add("second", comparison.figures_only_b);
  return lines;
}

std::vector<const Summary*> shown(const Comparison& comparison) {
  constexpr std::size_t kFew = 4;
  std::vector<const Summary*> rows;
  for (const Summary& summary : comparison.summaries)
    if (summary.pairs > 0 && (summary.differ > 0 || comparison.summaries.size() <= kFew))
      rows.push_back(&summary);
  return rows;
}

}  // namespace rda::regress
