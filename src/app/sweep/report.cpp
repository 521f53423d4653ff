// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "app/arguments.h"
#include "app/output.h"
#include "app/sweep/cost_figures.h"
#include "app/sweep/goals.h"
#include "app/sweep/notes.h"
#include "app/sweep/sweep.h"
#include "page/html.h"
#include "page/sweep_page.h"

namespace rda::app {

ExitCode sweep_report(Words words) {
  std::string points, store, output;
  sweep::Question question;
  CostChoice costs;
  CLI::App app(
      "Shows the points of a sweep as an HTML page. Without a goal: the least latency_ms and "
      "cost.mm2.",
      "rdasim sweep report");
  app.add_option("POINTS", points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", store, "folder with the results")->required();
  add_question(app, question);
  add_cost_options(app, costs);
  app.add_option("-o,--output", output, "write the page as HTML to this file; - is stdout")
      ->required()
      ->group(kNoInput);
  if (!parse(app, words)) return ExitCode::ok;
  if (question.goals.empty()) question.goals = {{"latency_ms"}, {"cost.mm2"}};
  check_output(output, "HTML");
  refuse_same_file("--output", output, {points});

  const sweep::Results::Complete complete = cost_figures(costs);
  sweep::Results judged(points, sweep::Store(store), complete);
  sweep::Results read(points, sweep::Store(store), complete);
  page::SweepPage page = page::make_sweep_page(judged, read, question);
  tell_changed_files(points, judged.files());
  tell_repeated(points, judged.repeated());
  page.points = points;
  page.command = command_of(app);
  write_output(output, page::to_html(page));
  return ExitCode::ok;
}

}  // namespace rda::app
