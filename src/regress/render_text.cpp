// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "regress/headline.h"
#include "regress/render.h"

namespace rda::regress {
namespace {

/// Most cases for which the text says where they differ.
constexpr std::size_t kMostDetails = 3;

std::string head(const CheckResult& result) {
  const std::int64_t failed = result.failed(), all = std::ssize(result.cases);
  std::string text = fmt::format("{}: {}, ", one_line(result.golden, 400), counted(all, "case"));
  if (failed == 0) return text + "as recorded\n";
  return text + fmt::format("{} failed\n", failed);
}

std::string headline(const CheckResult& result) {
  const std::string line = inputs_headline(result);
  return line.empty() ? "" : wrapped(line + '\n', kScreenColumns, 4);
}

/// "Causes: network (48 cases), mapping (2 cases)".
std::string causes(const std::vector<const CaseResult*>& failed) {
  std::map<std::string, int> by_cause;
  for (const CaseResult* c : failed)
    if (c->where && !c->where->cause.empty()) ++by_cause[c->where->cause];
  std::string text;
  for (const auto& [cause, count] : by_cause)
    text +=
        fmt::format("{}{} ({})", text.empty() ? "Causes: " : ", ", cause, counted(count, "case"));
  return text.empty() ? "" : '\n' + text + '\n';
}

/// Notes about cases that do not fail.
std::string remarks(const CheckResult& result) {
  std::string text;
  std::size_t without_hash = 0;
  for (const CaseResult& c : result.cases)
    for (const Row& row : c.rows) {
      if (c.failed || row.verdict == Verdict::same) continue;
      if (row.metric == "inputs")
        ++without_hash;
      else
        text +=
            wrapped(fmt::format("{}: {}\n", one_line(c.name), in_a_line(row)), kScreenColumns, 4);
    }
  if (without_hash > 0)
    text += fmt::format("{} without a hash of {} inputs (--update records it)\n",
                        counted(without_hash, "case"), without_hash == 1 ? "its" : "their");
  return text.empty() ? "" : '\n' + text;
}

/// A line for each case that passes, with its figures.
std::string passed(const CheckResult& result) {
  std::string text;
  for (const CaseResult& c : result.cases) {
    if (c.failed) continue;
    std::vector<std::string> figures;
    for (const Row& row : c.rows)
      if (row.metric == "refusal")
        figures.push_back(one_line(in_words(row.now), 200));
      else if (row.metric != "inputs")
        figures.push_back(in_a_line(row));
    text += wrapped(fmt::format("passed {}: {}\n", one_line(c.name), join(figures, ", ")),
                    kScreenColumns, 4);
  }
  return text.empty() ? "" : '\n' + text;
}

std::string complaint(const CaseResult& c, bool details) {
  std::string text =
      wrapped(fmt::format("\nFAILED {}\n", one_line(c.name, 400)), kScreenColumns, 7);
  for (const std::string& line : complaints(c))
    text += wrapped("  " + line + '\n', kScreenColumns, 6);
  if (details && c.where) text += '\n' + table_of(*c.where, 4);
  return text;
}

}  // namespace

std::string to_text(const CheckResult& result, bool passing) {
  const std::vector<const CaseResult*> failed = worst_first(result);
  std::string text = head(result) + headline(result) + causes(failed) + remarks(result);
  if (passing) text += passed(result);
  std::size_t details = 0;
  for (const CaseResult* c : failed) text += complaint(*c, c->where && details++ < kMostDetails);
  return text;
}

}  // namespace rda::regress
