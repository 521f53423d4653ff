// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "regress/compare.h"
#include "regress/compare_words.h"
#include "regress/render.h"

namespace rda::regress {
namespace {

std::string missing(std::string_view title, const std::vector<std::string>& names,
                    std::size_t most) {
  if (names.empty()) return "";
  std::string text = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    text += wrapped("  " + cut(names[i]) + '\n', kScreenColumns, 6);
  if (names.size() > most) text += fmt::format("  and {} more\n", names.size() - most);
  return text;
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
  constexpr std::size_t kColumn = 14;
  if (!pair.ratio && (a.size() > kColumn || b.size() > kColumn))
    return text + wrapped(fmt::format("  {}: {} -> {}\n", pair.metric, a, b), kScreenColumns, 6);
  return text + fmt::format("  {} {:>{}} -> {:>{}}{}\n", beside(pair.metric, 34, 2), a, kColumn, b,
                            kColumn, pair.ratio ? fmt::format("  x {:.4f}", *pair.ratio) : "");
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

}  // namespace rda::regress
