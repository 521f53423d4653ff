// SPDX-License-Identifier: Apache-2.0
// The best designs for other programs.
#include <fmt/format.h>

#include <utility>

#include "app/sweep/goals.h"
#include "app/sweep/table.h"
#include "base/rows.h"

namespace rda::app {
namespace {

using json::Value;
using sweep::Design;
using sweep::Goal;
using sweep::Group;
using sweep::Judgement;
using sweep::Question;

std::vector<std::string> all_knobs(const Judgement& judgement) {
  std::vector<std::string> names;
  for (const Group& group : judgement.groups)
    if (!group.front.empty() && names.empty())
      for (const auto& [name, value] : group.front[0].knobs.get<Value::Object>())
        names.push_back(name);
  return names;
}

}  // namespace

std::string whole_value(const Value& value) {
  const auto* text = value.get_if<std::string>();
  return text ? *text : json::dump_line(value);
}

std::string best_csv(const Judgement& judgement, const Question& question) {
  const std::vector<std::string> knobs = all_knobs(judgement);
  std::vector<RowColumn> header{{"group"}, {"key"}};
  for (const Goal& goal : question.goals) header.push_back({goal.metric});
  for (const std::string& name : knobs)
    if (!is_goal(question.goals, name)) header.push_back({name});
  std::vector<std::vector<std::string>> rows;
  for (const Group& group : judgement.groups)
    for (const Design& design : group.front) {
      std::vector<std::string>& cells = rows.emplace_back(std::vector{group.name, design.key});
      for (const double value : design.values) cells.push_back(fmt::format("{}", value));
      for (const std::string& name : knobs) {
        if (is_goal(question.goals, name)) continue;
        cells.push_back(whole_value(design.knobs.get<Value::Object>().at(name)));
      }
    }
  return table(RowForm::csv, header, rows);
}

std::string best_json(const Judgement& judgement, const Question& question) {
  Value::Array groups;
  for (const Group& group : judgement.groups) {
    Value::Array front;
    for (const Design& design : group.front) {
      Value::Object metrics;
      for (std::size_t g = 0; g < question.goals.size(); ++g)
        metrics[question.goals[g].metric] = design.values[g];
      front.emplace_back(Value::Object{{"key", design.key},
                                       {"knobs", design.knobs},
                                       {"line", design.line()},
                                       {"metrics", std::move(metrics)}});
      if (question.across)
        (*front.back().get_if<Value::Object>())["lines"] =
            Value::Array(design.lines.begin(), design.lines.end());
    }
    groups.emplace_back(Value::Object{{"designs", group.designs},
                                      {"equal", group.ties},
                                      {"front", std::move(front)},
                                      {"group", group.name}});
    if (question.across) (*groups.back().get_if<Value::Object>())["workloads"] = group.workloads;
  }
  Value::Object root{{"groups", std::move(groups)},
                     {"points", judgement.tally.points},
                     {"missing", judgement.tally.missing()},
                     {"without_number", judgement.without}};
  for (std::size_t i = 0; i < judgement.tally.by_status.size(); ++i)
    root[std::string(names(sweep::Status{})[i])] = judgement.tally.by_status[i];
  if (question.across) {
    root["across"] = word(*question.across);
    root["without_every_workload"] = judgement.incomplete;
  }
  if (!question.figures.empty()) {
    Value::Object figures;
    for (const sweep::NamedExpression& figure : question.figures)
      figures[figure.name] = figure.expression;
    root["figures"] = std::move(figures);
  }
  return json::dump(root) + '\n';
}

}  // namespace rda::app
