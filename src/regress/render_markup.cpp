// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/rows.h"
#include "base/text.h"
#include "base/xml.h"
#include "regress/headline.h"
#include "regress/render.h"

namespace rda::regress {
namespace {

/// Most cases whose details are on a summary page.
constexpr std::size_t kMostWorst = 10;

/// The value of a workflow command, or of one of its properties.
std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    result += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return result;
}

std::vector<std::string> row_of(const CaseResult& c, const Row& row) {
  const std::string cause = c.where && row.metric != "inputs" ? c.where->cause : "";
  const std::string ratio = row.ratio ? fmt::format("{:.4f}", *row.ratio) : "";
  return {cut(c.name),
          cut(row.metric),
          cut(in_words(row.recorded)),
          cut(in_words(row.now)),
          ratio,
          std::string(word(row.verdict)),
          cause};
}

std::string time_of(double seconds) { return fmt::format(" time=\"{:.3f}\"", seconds); }

double total_seconds(const CheckResult& result) {
  double sum = 0;
  for (const CaseResult& c : result.cases) sum += c.seconds.value_or(0);
  return sum;
}

std::string details_of(const CaseResult& c) {
  std::string text = fmt::format("\n<details><summary>{}</summary>\n\n", xml(cut(c.name)));
  for (const std::string& line : complaints(c)) {
    const bool below = line.starts_with("  ");
    text +=
        fmt::format("{}- {}\n", below ? "  " : "", markdown(cut(below ? line.substr(2) : line)));
  }
  if (c.where) text += "\n```\n" + table_of(*c.where, 0) + "```\n";
  return text + "\n</details>\n";
}

/// The first complaint in a line; of changed inputs also the first figure that moved.
std::string message_of(const std::vector<std::string>& complaints) {
  std::string text = complaints.front();
  if (!text.starts_with("inputs")) return text;
  const auto figure = std::ranges::find_if(complaints, [](const std::string& line) {
    return !line.starts_with("inputs") && !line.starts_with(' ');
  });
  return figure == complaints.end() ? text : text + "; " + *figure;
}

}  // namespace

std::string to_markdown(const CheckResult& result) {
  const std::int64_t failed = result.failed(), all = std::ssize(result.cases);
  std::string text =
      fmt::format("### {}: {}\n\n{} of {} cases as recorded.\n", markdown(cut(result.golden)),
                  failed == 0 ? "passed" : "FAILED", all - failed, all);
  if (const std::string line = inputs_headline(result); !line.empty())
    text += '\n' + markdown(cut(line)) + '\n';
  std::vector<std::vector<std::string>> rows;
  const std::vector<const CaseResult*> worst = worst_first(result);
  for (const CaseResult* c : worst) {
    if (!c->problem.empty())
      rows.push_back({cut(c->name), "-", "-", cut(c->problem), "", "cannot run", ""});
    for (const Row& row : c->rows)
      if (fails(row, false)) rows.push_back(row_of(*c, row));
  }
  for (const CaseResult& c : result.cases)
    for (const Row& row : c.rows)
      if (!c.failed && row.verdict != Verdict::same) rows.push_back(row_of(c, row));
  if (!rows.empty())
    text += '\n' + table(RowForm::markdown,
                         {{"case"},
                          {"metric"},
                          {"recorded", true},
                          {"now", true},
                          {"ratio", true},
                          {"verdict"},
                          {"cause"}},
                         rows);
  for (std::size_t i = 0; i < std::min(worst.size(), kMostWorst); ++i)
    text += details_of(*worst[i]);
  return text;
}

std::string to_junit(const CheckResult& result) {
  const std::int64_t errors =
      std::ranges::count_if(result.cases, [](const CaseResult& c) { return !c.problem.empty(); });
  const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"",
                                         result.cases.size(), result.failed() - errors, errors);
  std::string seconds;
  for (const CaseResult& c : result.cases)
    if (c.seconds) seconds = time_of(total_seconds(result));
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuites {0}{2}>\n<testsuite name=\"{1}\" {0} skipped=\"0\"{2}>\n",
                      counts, xml(result.golden), seconds);
  for (const CaseResult& c : result.cases) {
    text += fmt::format("<testcase classname=\"{}\" name=\"{}\"{}", xml(result.golden), xml(c.name),
                        c.seconds ? time_of(*c.seconds) : "");
    if (!c.failed) {
      text += "/>\n";
      continue;
    }
    const std::vector<std::string> lines = complaints(c);
    std::string body;
    for (const std::string& line : lines) body += line + '\n';
    if (c.where) body += '\n' + table_of(*c.where, 0);
    const std::string_view element = c.problem.empty() ? "failure" : "error";
    text += fmt::format(">\n<{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n</testcase>\n", element,
                        xml(message_of(lines)), c.where ? c.where->cause : "", xml(body));
  }
  return text + "</testsuite>\n</testsuites>\n";
}

std::string to_annotations(const CheckResult& result) {
  std::string text;
  for (const CaseResult& c : result.cases) {
    if (!c.failed) continue;
    std::string message;
    for (const std::string& line : complaints(c)) message += (message.empty() ? "" : "\n") + line;
    text += fmt::format("::error file={},title={}::{}\n", escaped(result.golden, true),
                        escaped("rdasim check: " + c.name, true), escaped(message, false));
  }
  return text;
}

}  // namespace rda::regress
