// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/derived_figures.h"
#include "app/output.h"
#include "app/sweep/cost_figures.h"
#include "app/sweep/goals.h"
#include "app/sweep/notes.h"
#include "app/sweep/sensitivity_text.h"
#include "app/sweep/sweep.h"
#include "app/sweep/table.h"
#include "app/table_format.h"
#include "sweep/judge.h"
#include "sweep/set_knobs.h"

namespace rda::app {
namespace {

struct BestOptions {
  std::string points, store, output = "-";
  sweep::Question question;
  CostChoice costs;
  TableFormat format = TableFormat::text;
  std::int64_t rows = 0;
  std::string sensitivity;  ///< a figure; empty: the best designs are asked for
};

/// The figure takes the place of the goals.
void check_sensitivity(BestOptions& o) {
  if (!o.question.goals.empty())
    throw UsageError(
        "--sensitivity: says what decides one figure (without --minimize and --maximize)");
  if (o.question.across == sweep::Across::worst)
    throw UsageError(
        "--across: worst needs a goal that says what is worse (with --sensitivity: geomean)");
  check_expression("--sensitivity", o.sensitivity);
  o.question.goals.push_back({o.sensitivity});
}

/// The table of the best designs, or of what decides the figure.
std::string tables_of(const BestOptions& o) {
  sweep::SetKnobs set_knobs;
  sweep::Results results(
      o.points, sweep::Store(o.store),
      [&, estimate = cost_figures(o.costs)](const sweep::Point& point, json::Value& report) {
        set_knobs.note(point);
        estimate(point, report);
      });
  std::vector<std::vector<sweep::Observation>> observations;
  sweep::Judgement judgement = sweep::judge(results, o.question, [&](const sweep::Design& design) {
    if (o.sensitivity.empty()) return;
    observations.resize(std::max(observations.size(), design.group + 1));
    observations[design.group].push_back({design.knobs, design.values[0]});
  });
  tell_changed_files(o.points, results.files());
  tell_repeated(o.points, results.repeated());
  const auto rows = static_cast<std::size_t>(o.rows);
  if (o.sensitivity.empty()) {
    if (rows > 0) sweep::cut(judgement, rows);
    constexpr std::array kWrite{best_text, best_json, best_csv, best_markdown, best_latex};
    std::string text = kWrite[static_cast<std::size_t>(o.format)](judgement, o.question);
    return o.format == TableFormat::text ? text + next_step(judgement, o.points) : text;
  }
  SensitivityTables tables{o.question, std::move(judgement), {}, rows};
  for (const std::vector<sweep::Observation>& of_group : observations)
    tables.of_group.push_back(
        sweep::sensitivity(of_group, [&](const std::string& knob) { return set_knobs.has(knob); }));
  return sensitivity_text(tables, o.format);
}

}  // namespace

ExitCode sweep_best(Words words) {
  BestOptions o;
  CLI::App app("Prints the designs that no other design beats (the Pareto front).",
               "rdasim sweep best");
  app.add_option("POINTS", o.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", o.store, "folder with the results")->required();
  add_question(app, o.question);
  add_cost_options(app, o.costs);
  app.add_option("--sensitivity", o.sensitivity,
                 "in place of the best designs: which knobs decide this figure or expression, and "
                 "how much");
  app.add_option_function<std::string>(
      "-n", [&o](const std::string& word) { o.rows = to_integer("-n", word, 1); },
      "most rows of each table (default: all)");
  add_format(app, o.format);
  app.add_option("-o,--output", o.output, "file to write; - is stdout")->default_str("-");
  if (!parse(app, words)) return ExitCode::ok;
  if (!o.sensitivity.empty()) check_sensitivity(o);
  check_question(o.question);
  check_output(o.output, format_name(o.format));
  refuse_same_file("--output", o.output, {o.points, o.costs.file});

  write_output(o.output, tables_of(o));
  return ExitCode::ok;
}

}  // namespace rda::app
