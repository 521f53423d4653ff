// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "app/command.h"
#include "app/explained_step.h"
#include "app/other_run.h"
#include "app/output.h"
#include "app/page_file.h"
#include "app/repeated.h"
#include "base/text.h"
#include "flow/repeat.h"
#include "flow/what_if.h"
#include "page/html.h"
#include "page/page.h"

namespace rda::app {
namespace {

struct ReportOptions {
  std::string report, against, output;
  std::optional<std::int64_t> step;
  bool what_if = false;
  CostChoice costs;
  int jobs = process::kAllThreads;
  CacheOptions cache;
};

void add_options(CLI::App& app, ReportOptions& o) {
  app.add_option("REPORT", o.report, "report of a run (run -o)")->required();
  app.add_option("-o,--output", o.output, "write the page as HTML to this file; - is stdout")
      ->required();
  add_against(app, o.against);
  add_step(app, o.step);
  add_cost_options(app, o.costs);
  app.add_flag("--what-if", o.what_if,
               "add the table of the cost of each limit of the chip, which takes about 40 runs");
  app.add_option_function<std::string>(
         "-j,--jobs",
         [&o](const std::string& word) {
           o.jobs = static_cast<int>(to_integer("--jobs", word, 1, 4096));
         },
         "simulations that run at once, where several are needed")
      ->default_str("all cores");
  add_cache(app, o.cache);
}

}  // namespace

/// Repeat the run; explain a step; write the page.
ExitCode report_command(Words words) {
  ReportOptions o;
  CLI::App app("Shows the run of a report as an HTML page. Repeats the run.", "rdasim report");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_output(o.output, "HTML");
  const flow::CacheChoice choice = choose_cache(o.cache);
  const flow::Repeat repeat = flow::load_report(o.report);
  const std::optional<OtherRun> other = load_other_run(o.against, o.report, repeat.inputs.workload);
  refuse_same_file("--output", o.output,
                   {o.report, o.against, repeat.mapping_file, repeat.inputs.workload.data});
  check_step(o.step, repeat.inputs.workload.steps_of_run());
  if (o.what_if && !repeat.mapping_file.empty())
    throw UsageError("--what-if: the run's mapping file leaves nothing to map anew");

  flow::PlacementCache cache(choice);
  Repeated again =
      repeat_run(o.report, repeat, cache, {o.jobs, o.costs, page::StepOptions{o.step, 0, o.jobs}});
  page::Page page = page::make_page(repeat.inputs, again.mapped, std::move(again.report),
                                    std::move(*again.time), std::move(again.chain));
  if (other)
    page.against = against(*other, {o.report, page.report}, cache, {o.step, o.costs, o.jobs});
  if (o.what_if)
    page.what_if = flow::what_if({repeat.inputs.chip, repeat.inputs.workload, again.mapped.options},
                                 cache, o.jobs);
  write_output(o.output, page::to_html(page));
  return ExitCode::ok;
}

}  // namespace rda::app
