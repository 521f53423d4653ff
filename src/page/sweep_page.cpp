// SPDX-License-Identifier: Apache-2.0
#include "page/sweep_page.h"

#include <map>
#include <set>
#include <utility>

#include "json/schema.h"
#include "page/columns.h"
#include "rda/report.h"
#include "sweep/point_values.h"

namespace rda::page {
namespace {

using sweep::Design;
using Object = json::Value::Object;

/// What is no figure of a run: what it started from.
bool is_input(const std::string& name) { return name.starts_with("inputs."); }

void add_knobs(Columns& columns, std::size_t design, const json::Value& knobs) {
  for (const auto& [name, value] : knobs.get<Object>()) columns.add(design, name, value, true);
}

/// The designs that were ranked, and which of them no other one beats.
struct Ranked {
  std::vector<Design> designs;
  std::map<std::size_t, std::size_t> of_line;  ///< first line -> number in `designs`
  std::set<std::size_t> front;                 ///< first lines
};

Ranked ranked(sweep::Results& results, const sweep::Question& question, SweepPage& page) {
  Ranked made;
  sweep::Judgement judgement = sweep::judge(results, question, [&](const Design& design) {
    made.of_line[design.line()] = made.designs.size();
    made.designs.push_back(design);
  });
  page.tally = judgement.tally.text();
  page.missing = static_cast<std::int64_t>(judgement.without + judgement.incomplete);
  for (const sweep::Group& group : judgement.groups) {
    page.groups.push_back(group.name);
    for (const Design& design : group.front) made.front.insert(design.line());
  }
  return made;
}

SweepDesign described(const Design& design, bool front) {
  SweepDesign made;
  for (const std::size_t line : design.lines) made.lines.push_back(static_cast<int>(line));
  made.group = static_cast<int>(design.group);
  made.front = front;
  return made;
}

/// Every design over its workloads.
void add_ranked(SweepPage& page, Columns& columns, const Ranked& ranked) {
  for (const Design& design : ranked.designs) {
    const std::size_t number = page.designs.size();
    add_knobs(columns, number, design.knobs);
    for (std::size_t g = 0; g < page.goals.size(); ++g)
      columns.add(number, page.goals[g].name, design.values[g], false);
    page.designs.push_back(described(design, ranked.front.contains(design.line())));
  }
}

/// Every point that ended, with all its figures.
void add_points(SweepPage& page, Columns& columns, const Ranked& ranked, sweep::Results& results,
                const sweep::Question& question) {
  sweep::Measures measures = sweep::measures(question);
  while (const auto row = results.next()) {
    if (!row->result) continue;
    const std::size_t number = page.designs.size();
    SweepDesign design;
    const auto known = ranked.of_line.find(row->line);
    if (known != ranked.of_line.end())
      design = described(ranked.designs[known->second], ranked.front.contains(row->line));
    design.lines = {static_cast<int>(row->line)};
    design.status = row->result->status;
    design.message = row->result->message;
    page.designs.push_back(std::move(design));
    add_knobs(columns, number, row->point.knobs);
    if (row->result->status != sweep::Status::ok) continue;
    const auto& values = measures.at(
        [&](const std::string& name) { return sweep::value_at(*row, name, question.computed); });
    const auto add = [&](const std::string& name, const std::optional<double>& value) {
      if (value) columns.add(number, name, *value, false);
    };
    for (std::size_t i = 0; i < values.size(); ++i)
      add(i < question.figures.size() ? question.figures[i].name
                                      : page.goals[i - question.figures.size()].name,
          values[i]);
    sweep::for_each_metric(row->result->report,
                           [&](const std::string& name, const json::Value& value) {
                             if (!is_input(name)) columns.add(number, name, value, false);
                           });
  }
}

}  // namespace

SweepPage make_sweep_page(sweep::Results& judged, sweep::Results& read,
                          const sweep::Question& question) {
  SweepPage page;
  page.simulator_version = version();
  page.simulator_commit = commit();
  if (question.across) page.across = std::string(word(*question.across));
  for (const sweep::Goal& goal : question.goals) page.goals.push_back({goal.metric, goal.maximize});
  for (const sweep::NamedExpression& figure : question.figures)
    page.figures.push_back({figure.name, figure.expression});
  const Ranked designs = ranked(judged, question, page);
  Columns columns;
  if (question.across)
    add_ranked(page, columns, designs);
  else
    add_points(page, columns, designs, read, question);
  std::move(columns).finish(page);
  return page;
}

std::string sweep_page_schema() { return json::schema<SweepPage>("sweep-page"); }

}  // namespace rda::page
