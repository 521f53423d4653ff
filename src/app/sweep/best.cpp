// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/output.h"
#include "app/sweep/cost_figures.h"
#include "app/sweep/goals.h"
#include "app/sweep/notes.h"
#include "app/sweep/sweep.h"
#include "app/sweep/table.h"
#include "app/table_format.h"
#include "sweep/judge.h"

namespace rda::app {
namespace {

struct BestOptions {
  std::string points, store, output = "-";
  sweep::Question question;
  CostChoice costs;
  TableFormat format = TableFormat::text;
  std::int64_t rows = 0;
};

}  // namespace

ExitCode sweep_best(Words words) {
  BestOptions o;
  CLI::App app("Prints the designs that no other design beats (the Pareto front).",
               "rdasim sweep best");
  app.add_option("POINTS", o.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", o.store, "folder with the results")->required();
  add_question(app, o.question);
  add_cost_options(app, o.costs);
  app.add_option_function<std::string>(
      "-n", [&o](const std::string& word) { o.rows = to_integer("-n", word, 1); },
      "most rows of each table (default: all)");
  add_format(app, o.format);
  app.add_option("-o,--output", o.output, "file to write; - is stdout")->default_str("-");
  if (!parse(app, words)) return ExitCode::ok;
  check_question(o.question);
  check_output(o.output, format_name(o.format));

  sweep::Results results(o.points, sweep::Store(o.store), cost_figures(o.costs));
  sweep::Judgement judgement = sweep::judge(results, o.question);
  tell_changed_files(o.points, results.files());
  tell_repeated(o.points, results.repeated());
  if (o.rows > 0) sweep::cut(judgement, static_cast<std::size_t>(o.rows));
  constexpr std::array kWrite{best_text, best_json, best_csv, best_markdown, best_latex};
  std::string text = kWrite[static_cast<std::size_t>(o.format)](judgement, o.question);
  if (o.format == TableFormat::text) text += next_step(judgement, o.points);
  write_output(o.output, text);
  return ExitCode::ok;
}

}  // namespace rda::app
