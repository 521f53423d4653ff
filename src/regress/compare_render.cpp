// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/page_table.h"
#include "base/text.h"
#include "regress/compare.h"
#include "regress/render.h"

namespace rda::regress {
namespace {

/// Bytes of an outcome's message that fit on a line.
constexpr std::size_t kMostValueBytes = 120;

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

std::string missing(std::string_view title, const std::vector<std::string>& names,
                    std::size_t most) {
  if (names.empty()) return "";
  std::string text = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    text += wrapped("  " + cut(names[i]) + '\n', kScreenColumns, 6);
  if (names.size() > most) text += fmt::format("  and {} more\n", names.size() - most);
  return text;
}

/// The figures that one report has alone, a line a report.
std::vector<std::string> figures_only(const Comparison& comparison) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> lines;
  const auto add = [&](std::string_view which, const std::vector<std::string>& names) {
    if (names.empty()) return;
    const std::size_t shown = std::min(names.size(), kNamed);
    lines.push_back(fmt::format("not compared: {} figure{} that the {} has alone ({}{})",
                                names.size(), names.size() == 1 ? "" : "s", which,
                                join(std::span(names).first(shown), ", "),
                                names.size() > shown ? ", ..." : ""));
  };
  add("first", comparison.figures_only_a);
  add("second", comparison.figures_only_b);
  return lines;
}

/// The inputs that differ: the first question about two reports.
std::string knobs_text(const std::vector<Knob>& knobs) {
  if (knobs.empty()) return "";
  std::string text = "\nknobs that differ\n";
  for (const Knob& knob : knobs)
    text += wrapped(fmt::format("  {}: {} -> {}\n", one_line(knob.knob), value_text(knob.a),
                                value_text(knob.b)),
                    kScreenColumns, 6);
  return text;
}

/// A name in a column of this width; if it is longer, on a line above an empty column.
std::string beside(const std::string& name, std::size_t width, std::size_t indent = 0) {
  if (name.size() <= width) return fmt::format("{:<{}}", name, width);
  return name + '\n' + std::string(indent + width, ' ');
}

std::string summary_row(const Summary& summary) {
  return fmt::format("{} {:>6} {:>6} {:>9} {:>9} {:>9} {:>8}\n", beside(summary.metric, 27),
                     summary.pairs, summary.differ, number_text(summary.geomean),
                     number_text(summary.least), number_text(summary.most),
                     number_text(summary.correlation));
}

/// The metrics that differ, or all of them if there are few.
std::vector<const Summary*> shown(const Comparison& comparison) {
  constexpr std::size_t kFew = 4;
  std::vector<const Summary*> rows;
  for (const Summary& summary : comparison.summaries)
    if (summary.pairs > 0 && (summary.differ > 0 || comparison.summaries.size() <= kFew))
      rows.push_back(&summary);
  return rows;
}

/// Whether all pairs have one name, so that their lines need not repeat it.
bool one_name(const Comparison& comparison) {
  return std::ranges::all_of(comparison.pairs, [&](const Pair& pair) {
    return pair.name == comparison.pairs.front().name;
  });
}

std::string pair_text(const Pair& pair, bool with_name) {
  std::string text;
  if (with_name) text = wrapped(cut(pair.name) + '\n', kScreenColumns, 4);
  const std::string a = value_text(pair.a), b = value_text(pair.b);
  if (!pair.ratio)
    return text + wrapped(fmt::format("  {}: {} -> {}\n", pair.metric, a, b), kScreenColumns, 6);
  return text + fmt::format("  {} {:>14} -> {:>14}  x {:.4f}\n", beside(pair.metric, 34, 2), a, b,
                            *pair.ratio);
}

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

std::string to_text(const Comparison& comparison, std::size_t worst) {
  std::string text = fmt::format("first   {}\nsecond  {}\n", cut(comparison.a), cut(comparison.b));
  const bool single = one_name(comparison);
  if (single && !comparison.pairs.empty())
    text += wrapped("of      " + cut(comparison.pairs.front().name) + '\n', kScreenColumns, 8);
  text += knobs_text(comparison.knobs) + '\n' + verdict(comparison);
  for (const std::string& line : figures_only(comparison))
    text += wrapped(line + '\n', kScreenColumns, 2);
  if (const auto rows = shown(comparison); !single && !rows.empty()) {
    text += fmt::format("\n{:<27} {:>6} {:>6} {:>9} {:>9} {:>9} {:>8}\n", "second / first", "pairs",
                        "differ", "geomean", "least", "most", "correl.");
    for (const Summary* summary : rows) text += summary_row(*summary);
  }
  const auto pairs = worst_of(comparison, worst);
  if (!pairs.empty()) text += "\nmost off\n";
  for (const Pair* pair : pairs) text += pair_text(*pair, !single);
  text += missing("only in the first", comparison.only_a, worst);
  text += missing("only in the second", comparison.only_b, worst);
  if (!comparison.where) return text;
  text += "\nwhere\n";
  for (const std::string& sentence : comparison.where->says)
    text += wrapped("  " + sentence + '\n', kScreenColumns, 6);
  return text + table_of(*comparison.where, 2);
}

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
  const std::string chain = fmt::format("critical chain of the first {} step{}, cycles",
                                        where.chain_steps, where.chain_steps == 1 ? "" : "s");
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
