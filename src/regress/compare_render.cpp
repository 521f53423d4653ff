// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "regress/compare.h"
#include "regress/markup.h"
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
    text += wrapped("  " + one_line(names[i], 400) + '\n', kScreenColumns, 6);
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
  return fmt::format("{} {:>6} {:>6} {:>9} {:>9} {:>9}\n", beside(summary.metric, 36),
                     summary.pairs, summary.differ, number_text(summary.geomean),
                     number_text(summary.least), number_text(summary.most));
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

/// A CSV field (RFC 4180).
std::string csv(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string csv(const json::Value& value) { return value.is_null() ? "" : csv(in_words(value)); }

/// Whether all pairs have one name, so that their lines need not repeat it.
bool one_name(const Comparison& comparison) {
  return std::ranges::all_of(comparison.pairs, [&](const Pair& pair) {
    return pair.name == comparison.pairs.front().name;
  });
}

std::string pair_text(const Pair& pair, bool with_name) {
  std::string text;
  if (with_name) text = wrapped(one_line(pair.name, 400) + '\n', kScreenColumns, 4);
  const std::string a = value_text(pair.a), b = value_text(pair.b);
  if (!pair.ratio)
    return text + wrapped(fmt::format("  {}: {} -> {}\n", pair.metric, a, b), kScreenColumns, 6);
  return text + fmt::format("  {} {:>14} -> {:>14}  x {:.4f}\n", beside(pair.metric, 34, 2), a, b,
                            *pair.ratio);
}

}  // namespace

std::string to_text(const Comparison& comparison, std::size_t worst) {
  std::string text = fmt::format("first   {}\nsecond  {}\n", one_line(comparison.a, 400),
                                 one_line(comparison.b, 400));
  const bool single = one_name(comparison);
  if (single && !comparison.pairs.empty())
    text += wrapped("of      " + one_line(comparison.pairs.front().name, 400) + '\n',
                    kScreenColumns, 8);
  text += knobs_text(comparison.knobs) + '\n' + verdict(comparison);
  if (const auto rows = shown(comparison); !single && !rows.empty()) {
    text += fmt::format("\n{:<36} {:>6} {:>6} {:>9} {:>9} {:>9}\n", "second / first", "pairs",
                        "differ", "geomean", "least", "most");
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
      fmt::format("### {} and {}\n\n", markdown(comparison.a), markdown(comparison.b));
  if (!comparison.knobs.empty()) text += "| knob | first | second |\n|---|---:|---:|\n";
  for (const Knob& knob : comparison.knobs)
    text += fmt::format("| {} | {} | {} |\n", markdown(knob.knob), markdown(value_text(knob.a)),
                        markdown(value_text(knob.b)));
  text += (comparison.knobs.empty() ? "" : "\n") + verdict(comparison);
  const auto rows = shown(comparison);
  if (!rows.empty())
    text +=
        "\n| figure | pairs | differ | geomean | least | most |\n|---|---:|---:|---:|---:|---:|\n";
  for (const Summary* s : rows)
    text +=
        fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown(s->metric), s->pairs, s->differ,
                    number_text(s->geomean), number_text(s->least), number_text(s->most));
  const auto pairs = worst_of(comparison, worst);
  if (!pairs.empty())
    text += "\n| most off | figure | first | second | ratio |\n|---|---|---:|---:|---:|\n";
  for (const Pair* pair : pairs)
    text += fmt::format("| {} | {} | {} | {} | {} |\n", markdown(pair->name),
                        markdown(pair->metric), markdown(value_text(pair->a)),
                        markdown(value_text(pair->b)), number_text(pair->ratio));
  for (const auto& [title, names] :
       {std::pair("first", &comparison.only_a), std::pair("second", &comparison.only_b)})
    for (std::size_t i = 0; i < std::min(names->size(), worst); ++i)
      text +=
          fmt::format("{}- only in the {}: {}\n", i == 0 ? "\n" : "", title, markdown((*names)[i]));
  if (comparison.where) text += "\n```\n" + table_of(*comparison.where, 0) + "```\n";
  return text;
}

std::string to_csv(const Comparison& comparison) {
  std::string text = "name,metric,first,second,ratio\n";
  for (const Pair& pair : comparison.pairs)
    text += fmt::format("{},{},{},{},{}\n", csv(pair.name), csv(pair.metric), csv(pair.a),
                        csv(pair.b), pair.ratio ? dump_line(json::Value(*pair.ratio)) : "");
  for (const std::string& name : comparison.only_a)
    text += fmt::format("{},only in the first,,,\n", csv(name));
  for (const std::string& name : comparison.only_b)
    text += fmt::format("{},only in the second,,,\n", csv(name));
  return text;
}

}  // namespace rda::regress
