// SPDX-License-Identifier: Apache-2.0
// A comparison as tables: Markdown, LaTeX and CSV.
#include <fmt/format.h>

#include <algorithm>

#include "base/page_table.h"
#include "base/text.h"
#include "regress/compare.h"
#include "regress/compare_words.h"
#include "regress/render.h"

namespace rda::regress {
namespace {

PageTable knobs_table(const Comparison& comparison) {
  PageTable made{"knobs that differ", {{"knob"}, {"first", true}, {"second", true}}, {}};
  for (const Knob& knob : comparison.knobs)
    made.rows.push_back({cut(knob.knob), value_text(knob.a), value_text(knob.b)});
  return made;
}

PageTable summaries_table(const Comparison& comparison) {
  PageTable made{"second / first",
                 {{"figure"},
                  {"pairs", true},
                  {"differ", true},
                  {"geomean", true},
                  {"least", true},
                  {"most", true},
                  {"correlation", true}},
                 {}};
  for (const Summary* s : shown(comparison))
    made.rows.push_back({cut(s->metric), std::to_string(s->pairs), std::to_string(s->differ),
                         number_text(s->geomean), number_text(s->least), number_text(s->most),
                         number_text(s->correlation)});
  return made;
}

PageTable worst_table(const Comparison& comparison, std::size_t worst) {
  PageTable made{"most off",
                 {{"most off"}, {"figure"}, {"first", true}, {"second", true}, {"ratio", true}},
                 {}};
  for (const Pair* pair : worst_of(comparison, worst))
    made.rows.push_back({cut(pair->name), cut(pair->metric), value_text(pair->a),
                         value_text(pair->b), number_text(pair->ratio)});
  return made;
}

PageTable changes_table(const std::string& title, const std::string& what,
                        const std::vector<Change>& changes) {
  PageTable made{title, {{what}, {"before", true}, {"now", true}, {"change", true}}, {}};
  for (const Change& change : changes)
    made.rows.push_back({cut(change.what), std::to_string(change.before),
                         std::to_string(change.now), fmt::format("{:+}", change.by())});
  return made;
}

/// The entries of each side that the other one does not have, a line each, at most so many.
std::vector<std::string> only_lines(const Comparison& comparison, std::string_view side,
                                    std::size_t most) {
  const auto& names = side == "first" ? comparison.only_a : comparison.only_b;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    lines.push_back(fmt::format("only in the {}: {}", side, cut(names[i])));
  return lines;
}

std::string markdown_table(const PageTable& page) {
  return page.rows.empty() ? "" : table(RowForm::markdown, page.columns, page.rows);
}

std::string latex_table(const PageTable& page) {
  if (page.rows.empty()) return "";
  return '\n' + to_form(RowForm::latex, page);
}

}  // namespace

std::string to_markdown(const Comparison& comparison, std::size_t worst) {
  std::string text =
      fmt::format("### {} and {}\n\n", markdown(cut(comparison.a)), markdown(cut(comparison.b)));
  const std::string knobs = markdown_table(knobs_table(comparison));
  text += knobs + (knobs.empty() ? "" : "\n") + verdict(comparison);
  for (const std::string& line : figures_only(comparison)) text += "\n- " + markdown(line) + '\n';
  for (const PageTable& page : {summaries_table(comparison), worst_table(comparison, worst)})
    if (!page.rows.empty()) text += '\n' + markdown_table(page);
  for (const char* side : {"first", "second"}) {
    const std::vector<std::string> lines = only_lines(comparison, side, worst);
    if (!lines.empty()) text += '\n';
    for (const std::string& line : lines) text += "- " + markdown(line) + '\n';
  }
  if (comparison.where) text += "\n```\n" + table_of(*comparison.where, 0) + "```\n";
  return text;
}

std::string to_latex(const Comparison& comparison, std::size_t worst) {
  std::string text(kLatexNeeds);
  text += latex_comment("first: " + cut(comparison.a));
  text += latex_comment("second: " + cut(comparison.b));
  text += "% " + verdict(comparison);
  for (const std::string& line : figures_only(comparison)) text += latex_comment(line);
  for (const char* side : {"first", "second"})
    for (const std::string& line : only_lines(comparison, side, worst)) text += latex_comment(line);
  text += latex_table(knobs_table(comparison)) + latex_table(summaries_table(comparison)) +
          latex_table(worst_table(comparison, worst));
  if (!comparison.where) return text;
  const Where& where = *comparison.where;
  for (const std::string& sentence : where.says) text += latex_comment(sentence);
  const std::string chain =
      fmt::format("critical chain of the first {}, cycles", counted(where.chain_steps, "step"));
  return text + latex_table(changes_table(chain, "by kind", where.spent)) +
         latex_table(changes_table(chain, "changed most", where.chain)) +
         latex_table(changes_table("units", "units", where.units)) +
         latex_table(changes_table("streams", "streams", where.streams));
}

std::string to_csv(const Comparison& comparison) {
  const RowWriter csv(RowForm::csv, {{"name"}, {"metric"}, {"first"}, {"second"}, {"ratio"}});
  const auto cell = [](const json::Value& value) {
    return value.is_null() ? std::string() : in_words(value);
  };
  std::string text = csv.head();
  for (const Pair& pair : comparison.pairs)
    text += csv.row(std::vector{pair.name, pair.metric, cell(pair.a), cell(pair.b),
                                pair.ratio ? dump_line(json::Value(*pair.ratio)) : ""});
  for (const std::string& name : comparison.figures_only_a)
    text += csv.row(std::vector<std::string>{"", name, "only in the first", "", ""});
  for (const std::string& name : comparison.figures_only_b)
    text += csv.row(std::vector<std::string>{"", name, "", "only in the second", ""});
  for (const std::string& name : comparison.only_a)
    text += csv.row(std::vector<std::string>{name, "only in the first", "", "", ""});
  for (const std::string& name : comparison.only_b)
    text += csv.row(std::vector<std::string>{name, "only in the second", "", "", ""});
  return text;
}

}  // namespace rda::regress
