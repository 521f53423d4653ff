// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/sensitivity_text.h"

#include <fmt/format.h>

#include <optional>

#include "app/sweep/goals.h"
#include "app/sweep/sensitivity_words.h"
#include "app/sweep/table.h"
#include "base/rows.h"
#include "base/text.h"

namespace rda::app {
namespace {

using json::Value;
using sweep::Group;
using sweep::Interaction;
using sweep::MainEffect;
using sweep::Sensitivity;

std::string sensitivity_title(const SensitivityTables& tables, std::size_t group) {
  const Group& of = tables.judgement.groups[group];
  return fmt::format("{}{}what decides {} in {} designs{}", of.name, of.name.empty() ? "" : ": ",
                     one_line(tables.question.goals[0].metric, 400), of.designs,
                     across_words(tables.question.across, of.workloads));
}

std::vector<std::string> not_shown(const Sensitivity& found, std::size_t rows) {
  std::vector<std::string> lines;
  const auto add = [&](std::size_t count, const char* what) {
    if (rows > 0 && count > rows)
      lines.push_back(fmt::format("not shown: {} {}", count - rows, what));
  };
  add(found.effects.size(), "more main effects");
  add(found.interactions.significant.size(), "more interactions");
  return lines;
}

std::vector<std::string> lines_below(const Sensitivity& found, std::size_t rows) {
  std::vector<std::string> lines = fit_remarks(found);
  for (const std::string& line : not_shown(found, rows)) lines.push_back(line);
  return lines;
}

std::string as_text(const SensitivityTables& tables) {
  std::string text;
  for (const std::string& line : point_remarks(tables.judgement, tables.question))
    text += wrapped(line, kScreenColumns, 2) + '\n';
  for (std::size_t g = 0; g < tables.of_group.size(); ++g) {
    text += '\n' + wrapped(sensitivity_title(tables, g), kScreenColumns, 2) + "\n\n";
    for (const SensitivityTable& table : sensitivity_tables(tables.of_group[g], tables.rows))
      text += (table.title == "interactions" ? table.title + "\n\n" : "") +
              blocks(table.columns, table.rows) + '\n';
    for (const std::string& line : lines_below(tables.of_group[g], tables.rows))
      text += wrapped(line, kScreenColumns, 2) + '\n';
  }
  return text;
}

/// Markdown or LaTeX.
std::string as_page(const SensitivityTables& tables, RowForm form) {
  const auto remark = [&](const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
      text += form == RowForm::latex ? latex_comment(line) : "- " + markdown(line) + '\n';
    return text;
  };
  std::string text(form == RowForm::latex ? kLatexNeeds : "");
  text += remark(point_remarks(tables.judgement, tables.question));
  for (std::size_t g = 0; g < tables.of_group.size(); ++g) {
    for (const SensitivityTable& one : sensitivity_tables(tables.of_group[g], tables.rows)) {
      std::vector<RowColumn> heads;
      std::vector<std::vector<std::string>> rows(one.rows);
      for (const Column& column : one.columns) {
        heads.push_back({column.name, column.number});
        for (std::size_t row = 0; row < one.rows; ++row) rows[row].push_back(column.cells[row]);
      }
      text += '\n' + titled_table(form, sensitivity_title(tables, g) + ", " + one.title,
                                  table(form, heads, rows));
    }
    text += '\n' + remark(lines_below(tables.of_group[g], tables.rows));
  }
  return text;
}

std::string as_csv(const SensitivityTables& tables) {
  std::vector<RowColumn> heads;
  for (const char* head : {"group", "knob", "with", "share", "clear", "from", "to", "change",
                           "change_at_from", "change_at_to"})
    heads.push_back({head});
  std::vector<std::vector<std::string>> rows;
  const auto number = [](double value) { return fmt::format("{}", value); };
  for (std::size_t g = 0; g < tables.of_group.size(); ++g) {
    const std::string& name = tables.judgement.groups[g].name;
    for (const MainEffect& effect : tables.of_group[g].effects)
      rows.push_back({name, join(effect.knobs, ", "), "", number(effect.share),
                      effect.clear ? "true" : "false", whole_value(effect.from),
                      whole_value(effect.to), number(effect.change), "", ""});
    for (const Interaction& pair : tables.of_group[g].interactions.significant)
      rows.push_back({name, pair.knob, pair.with, number(pair.share), "true",
                      whole_value(pair.with_from), whole_value(pair.with_to), "",
                      number(pair.change_at_from), number(pair.change_at_to)});
  }
  return table(RowForm::csv, heads, rows);
}

Value::Array texts_of(const std::vector<std::string>& lines) {
  return {lines.begin(), lines.end()};
}

Value json_of(const MainEffect& effect) {
  Value::Array along;
  for (const MainEffect::Along& knob : effect.along)
    along.emplace_back(Value::Object{{"knob", knob.knob}, {"from", knob.from}, {"to", knob.to}});
  Value::Object value{{"change", effect.change},  {"clear", effect.clear},
                      {"from", effect.from},      {"knobs", texts_of(effect.knobs)},
                      {"share", effect.share},    {"to", effect.to},
                      {"along", std::move(along)}};
  if (effect.turn) value[effect.turn_is_least ? "least_at" : "most_at"] = *effect.turn;
  return value;
}

Value json_of(const Interaction& pair) {
  return Value::Object{{"change_at_from", pair.change_at_from},
                       {"change_at_to", pair.change_at_to},
                       {"knob", pair.knob},
                       {"share", pair.share},
                       {"with", pair.with},
                       {"with_from", pair.with_from},
                       {"with_to", pair.with_to}};
}

Value json_of(const Sensitivity& found, const std::string& group) {
  Value::Array effects, pairs;
  for (const MainEffect& effect : found.effects) effects.push_back(json_of(effect));
  for (const Interaction& pair : found.interactions.significant) pairs.push_back(json_of(pair));
  Value::Object value{{"group", group},
                      {"designs", found.designs},
                      {"knobs", std::move(effects)},
                      {"interactions", std::move(pairs)},
                      {"remarks", texts_of(fit_remarks(found))}};
  if (!found.why_not.empty()) return value;
  value["logarithmic"] = found.is_logarithm;
  value["terms"] = found.terms;
  value["r2"] = found.explained;
  value["adjusted_r2"] = found.adjusted;
  value["in_common"] = found.in_common;
  return value;
}

std::string as_json(const SensitivityTables& tables) {
  Value::Array groups;
  for (std::size_t g = 0; g < tables.of_group.size(); ++g)
    groups.push_back(json_of(tables.of_group[g], tables.judgement.groups[g].name));
  return json::dump(Value::Object{
             {"figure", tables.question.goals[0].metric},
             {"groups", std::move(groups)},
             {"points", tables.judgement.tally.points},
             {"remarks", texts_of(point_remarks(tables.judgement, tables.question))}}) +
         '\n';
}

}  // namespace

std::string sensitivity_text(const SensitivityTables& tables, TableFormat format) {
  switch (format) {
    case TableFormat::json:
      return as_json(tables);
    case TableFormat::csv:
      return as_csv(tables);
    case TableFormat::md:
      return as_page(tables, RowForm::markdown);
    case TableFormat::latex:
      return as_page(tables, RowForm::latex);
    case TableFormat::text:
      break;
  }
  return as_text(tables);
}

}  // namespace rda::app
