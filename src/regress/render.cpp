// SPDX-License-Identifier: Apache-2.0
#include "regress/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "json/writer.h"
#include "regress/headline.h"

namespace rda::regress {
namespace {

constexpr std::size_t kNameWidth = 40;

std::string ratio_text(const Row& row) {
  if (!row.ratio || row.verdict == Verdict::same) return "";
  return fmt::format(", x {:.4f}", *row.ratio);
}

/// The end of a case as text, for the row `refusal`.
std::string end_of(const json::Value& refusal) {
  return refusal.is_null() ? "it runs" : in_words(refusal);
}

bool is_refusal(const Row& row) { return row.metric == "refusal" && row.verdict != Verdict::fresh; }

/// The difference of the worst row.
double distance(const CaseResult& result) {
  double worst = 0;
  for (const Row& row : result.rows)
    if (row.ratio && *row.ratio > 0 && row.verdict == Verdict::moved)
      worst = std::max(worst, std::fabs(std::log(*row.ratio)));
  return worst;
}

void add_rows(std::string& text, std::string_view title, const std::vector<Change>& changes,
              const std::string& indent) {
  if (changes.empty()) return;
  const std::size_t width = kNameWidth - indent.size();
  text += fmt::format("{}{:<{}} {:>12} {:>12} {:>12}\n", indent, title, width, "before", "now",
                      "change");
  for (const Change& change : changes) {
    const std::string name = one_line(change.what, 72);
    const bool fits = name.size() <= width;
    if (!fits) text += indent + name + '\n';
    text += fmt::format("{}{:<{}} {:>12} {:>12} {:>+12}\n", indent, fits ? name : "", width,
                        change.before, change.now, change.by());
  }
}

}  // namespace

std::string in_words(const json::Value& value) {
  if (value.is_null()) return "-";
  if (const auto* text = value.get_if<std::string>()) return *text;
  return dump_line(value);
}

std::string in_a_line(const Row& row) {
  if (row.metric == "inputs" && row.verdict == Verdict::moved)
    return "inputs are not those that were recorded";
  if (row.metric == "inputs" && row.verdict == Verdict::fresh)
    return "inputs are not recorded (--update records them)";
  switch (row.verdict) {
    case Verdict::missing:
      return fmt::format("{} {} -> missing: the run has no such figure", row.metric,
                         in_words(row.recorded));
    case Verdict::fresh:
      return fmt::format("{} is new: {} (--update records it)", row.metric, in_words(row.now));
    case Verdict::same:
      return fmt::format("{} {}", row.metric, in_words(row.now));
    default:
      break;
  }
  if (is_refusal(row))
    return fmt::format("it was: {}; it is: {}", end_of(row.recorded), end_of(row.now));
  const std::string rule = row.rule == "equal" ? "" : " (" + row.rule + ")";
  return fmt::format("{} {} -> {}{}{}", row.metric, in_words(row.recorded), in_words(row.now),
                     ratio_text(row), rule);
}

std::string cut(std::string_view text) {
  constexpr std::size_t kMostBytes = 400;
  return one_line(text, kMostBytes);
}

namespace {

/// Whether the headline of its inputs leaves something out.
bool lists_inputs(const CaseResult& result) {
  return result.changed_inputs.size() > 1 ||
         inputs_headline(result).find(" -> ") == std::string::npos;
}

}  // namespace

std::vector<std::string> complaints(const CaseResult& result) {
  std::vector<std::string> lines;
  if (!result.problem.empty()) lines.push_back("it cannot run: " + result.problem);
  const auto fresh = [](const Row& row) { return row.verdict == Verdict::fresh; };
  const bool all_new = std::ranges::all_of(result.rows, fresh);
  for (const Row& row : result.rows)
    if (fails(row, false) && !(all_new && row.metric == "inputs")) {
      if (is_refusal(row)) {
        lines.push_back("it came to:   " + end_of(row.recorded));
        lines.push_back("now it is:    " + end_of(row.now));
      } else {
        lines.push_back(row.metric == "inputs" && row.verdict == Verdict::moved
                            ? inputs_headline(result)
                            : in_a_line(row));
      }
      if (row.metric == "inputs" && lists_inputs(result))
        for (const std::string& change : result.changed_inputs) lines.push_back("  " + change);
      if (!row.why.empty()) lines.push_back("  recorded because: " + row.why);
    }
  if (result.where)
    for (const std::string& sentence : result.where->says) lines.push_back(sentence);
  if (!result.no_where.empty()) lines.push_back(result.no_where);
  return lines;
}

std::string table_of(const Where& where, std::size_t indent) {
  const std::string space(indent, ' ');
  std::string text;
  if (where.chain_steps > 0) {
    text += fmt::format("{}critical chain of the first {}, cycles\n", space,
                        counted(where.chain_steps, "step"));
    add_rows(text, "by kind", where.spent, space);
    add_rows(text, "changed most", where.chain, space);
  }
  add_rows(text, "units", where.units, space);
  add_rows(text, "streams", where.streams, space);
  return text;
}

std::vector<const CaseResult*> worst_first(const CheckResult& result) {
  std::vector<const CaseResult*> failed;
  for (const CaseResult& c : result.cases)
    if (c.failed) failed.push_back(&c);
  std::ranges::stable_sort(failed, std::ranges::greater{},
                           [](const CaseResult* c) { return distance(*c); });
  return failed;
}

std::string to_json(const CheckResult& result) { return dump(json::to_value(result)) + '\n'; }

}  // namespace rda::regress
