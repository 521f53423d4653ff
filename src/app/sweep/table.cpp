// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/sweep/columns.h"
#include "app/sweep/goals.h"
#include "base/rows.h"
#include "base/text.h"

namespace rda::app {
namespace {

using json::Value;
using sweep::Design;
using sweep::Goal;
using sweep::Group;
using sweep::Judgement;
using sweep::Question;

/// So many digits of a key tell it from others in all but very large sweeps.
constexpr std::size_t kShownKeyDigits = 8;
constexpr std::size_t kMostOfLines = 20;  ///< columns of the screen

bool is_number(const Value& value) {
  return value.get_if<json::Integer>() || value.get_if<double>();
}

/// A value in a table: cut for the screen, and whole for a page.
std::string cell_of(const Value& value, bool whole) {
  const auto* text = value.get_if<std::string>();
  return text && whole ? *text : short_value(value);
}

/// "3,7": where its points stand.
std::string lines_of(const Design& design) {
  std::vector<std::string> lines;
  for (const std::size_t line : design.lines) lines.push_back(std::to_string(line));
  return join(lines, ",");
}

/// A group's columns, and what is said of those that are left out.
struct Shown {
  std::vector<Column> columns;
  std::string folded;
};

Shown columns_of(const Group& group, const Judgement& judgement, const std::vector<Goal>& goals,
                 bool whole) {
  std::vector<Column> columns, knobs_shown;
  for (std::size_t g = 0; g < goals.size(); ++g) {
    Column column{goals[g].metric, {}};
    for (const Design& design : group.front) column.cells.push_back(short_number(design.values[g]));
    columns.push_back(std::move(column));
  }
  for (const std::string& name : judgement.varying) {
    if (is_goal(goals, name)) continue;
    Column column{name, {}};
    for (const Design& design : group.front) {
      const auto& knobs = design.knobs.get<Value::Object>();
      const auto knob = knobs.find(name);
      const Value value = knob == knobs.end() ? Value() : knob->second;
      column.number = column.number && (value.is_null() || is_number(value));
      column.cells.push_back(value.is_null() ? "" : cell_of(value, whole));
    }
    knobs_shown.push_back(std::move(column));
  }
  std::string folded = fold(knobs_shown);
  std::ranges::move(knobs_shown, std::back_inserter(columns));
  Column line{group.workloads > 1 ? "lines" : "line", {}}, key{"key", {}, false};
  for (const Design& design : group.front) {
    line.cells.push_back(whole ? lines_of(design) : cut(lines_of(design), kMostOfLines));
    key.cells.push_back(design.key.substr(0, kShownKeyDigits));
  }
  columns.push_back(std::move(line));
  columns.push_back(std::move(key));
  return {std::move(columns), std::move(folded)};
}

std::string goal_words(const std::vector<Goal>& goals) {
  std::vector<std::string> words;
  for (const Goal& goal : goals)
    words.push_back((goal.maximize ? "most " : "least ") + goal.metric);
  return join(words, ", ");
}

std::string title_of(const Group& group, const Question& question) {
  return group.name + (group.name.empty() ? "" : ": ") +
         fmt::format("best of {} designs by {}{}", group.designs, goal_words(question.goals),
                     across_words(question.across, group.workloads));
}

/// What is said below a group, a line each.
std::vector<std::string> remarks(const Group& group, const std::string& folded) {
  std::vector<std::string> lines;
  if (!folded.empty()) lines.push_back(folded);
  if (group.hidden > 0) lines.push_back(fmt::format("not shown: {} more", group.hidden));
  if (group.ties > 0) lines.push_back(fmt::format("equal to one of these: {} more", group.ties));
  return lines;
}

/// A group's table with its title.
std::string page_table(RowForm form, const Group& group, const Shown& shown,
                       const Question& question) {
  std::vector<RowColumn> heads;
  std::vector<std::vector<std::string>> rows(group.front.size());
  for (const Column& column : shown.columns) {
    heads.push_back({column.name, column.number});
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row].push_back(column.cells[row]);
  }
  return titled_table(form, title_of(group, question), table(form, heads, rows));
}

}  // namespace

std::string short_value(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return one_line(*text, 40);
  if (const auto* real = value.get_if<double>()) return short_number(*real);
  return one_line(json::dump_line(value), 40);
}

std::vector<std::string> point_remarks(const Judgement& judgement, const Question& question) {
  std::vector<std::string> lines{judgement.tally.text()};
  if (judgement.without > 0)
    lines.push_back(fmt::format("without a number for a goal: {}", judgement.without));
  if (judgement.incomplete > 0)
    lines.push_back(fmt::format("without a result for every workload: {}", judgement.incomplete));
  for (const sweep::NamedExpression& figure : question.figures)
    lines.push_back(one_line(figure.name + " = " + figure.expression, 1000));
  return lines;
}

std::string next_step(const Judgement& judgement, const std::string& points) {
  for (const Group& group : judgement.groups)
    if (!group.front.empty())
      return fmt::format("\nnext: rdasim explain --point {}:{}\n", shell_quoted(points),
                         group.front.front().line());
  return "";
}

std::string best_text(const Judgement& judgement, const Question& question) {
  std::string text;
  for (const std::string& line : point_remarks(judgement, question))
    text += wrapped(line, kScreenColumns, 2) + '\n';
  for (const Group& group : judgement.groups) {
    text += '\n' + wrapped(title_of(group, question), kScreenColumns, 2) + "\n\n";
    const Shown shown = columns_of(group, judgement, question.goals, false);
    text += blocks(shown.columns, group.front.size());
    for (const std::string& line : remarks(group, shown.folded))
      text += wrapped(line, kScreenColumns, 2) + '\n';
  }
  return text;
}

std::string best_markdown(const Judgement& judgement, const Question& question) {
  std::string text = markdown(join(point_remarks(judgement, question), "; ")) + '\n';
  for (const Group& group : judgement.groups) {
    const Shown shown = columns_of(group, judgement, question.goals, true);
    text += '\n' + page_table(RowForm::markdown, group, shown, question);
    if (const auto lines = remarks(group, shown.folded); !lines.empty())
      text += '\n' + markdown(join(lines, "; ")) + '\n';
  }
  return text;
}

std::string best_latex(const Judgement& judgement, const Question& question) {
  std::string text(kLatexNeeds);
  for (const std::string& line : point_remarks(judgement, question)) text += latex_comment(line);
  for (const Group& group : judgement.groups) {
    const Shown shown = columns_of(group, judgement, question.goals, true);
    text += '\n' + page_table(RowForm::latex, group, shown, question);
    for (const std::string& line : remarks(group, shown.folded)) text += latex_comment(line);
  }
  return text;
}

}  // namespace rda::app
