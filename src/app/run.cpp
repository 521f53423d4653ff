// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/accuracy_text.h"
#include "app/arguments.h"
#include "app/command.h"
#include "app/cost_choice.h"
#include "app/mapping_source.h"
#include "app/observers.h"
#include "app/other_run.h"
#include "app/output.h"
#include "app/outputs.h"
#include "app/page_file.h"
#include "app/repeated.h"
#include "app/verify_size.h"
#include "app/waveform_file.h"
#include "base/tell.h"
#include "base/text.h"
#include "flow/accuracy.h"
#include "flow/evaluate.h"
#include "flow/repeat.h"
#include "page/html.h"
#include "page/page.h"
#include "rda/report.h"

namespace rda::app {
namespace {

struct RunOptions {
  InputOptions inputs;
  MappingSource source;
  Conditions conditions;
  flow::Execution execution;
  CostChoice costs;
  std::string output, page, against, power;
  TraceChoice trace;
  WaveformChoice waveform;
  OutputValues values;
  bool host_stats = false;
};

/// What the report depends on, besides inputs and mapping.
void add_conditions(CLI::App& app, Conditions& conditions) {
  app.add_option_function<std::string>(
         "--verify-steps",
         [&conditions](const std::string& word) {
           if (!word.empty() && word.find_first_not_of("0123456789") != word.npos && word != "all")
             throw UsageError("--verify-steps: " + one_line(word) +
                              " is not a number of steps, all, or 0");
           conditions.verify_steps =
               word == "all" ? kAllSteps : to_integer("--verify-steps", word, 0, kMostVerifySteps);
         },
         "compare the values of the first N steps with the reference: N, all, or 0 (none)")
      ->default_str("2");
  app.add_option_function<std::string>(
      "--max-cycles",
      [&conditions](const std::string& word) {
        conditions.max_cycles = to_integer("--max-cycles", word, 1);
      },
      "stop with exit code 4 after this number of cycles");
  app.add_flag(
      "--ideal-network", conditions.ideal_network,
      "also report the cost of the network: cycles on an ideal network, and by groups of streams");
}

void add_execution(CLI::App& app, RunOptions& o) {
  app.add_option_function<std::string>(
         "--engine",
         [&o](const std::string& word) {
           o.execution.engine = to_enumerator<Engine>("--engine", word, "engine");
         },
         "fast or reference; both give the same report")
      ->default_str("fast")
      ->group(kNoInput);
  app.add_flag_callback(
         "--no-fast-forward", [&o] { o.execution.fast_forward = false; },
         "simulate every step, also steps that repeat exactly")
      ->group(kNoInput);
  app.add_flag("--host-stats", o.host_stats,
               "print the cost of the run on this machine (time, memory) to stderr")
      ->group(kNoInput);
  app.add_option("-o,--output", o.output, "write the report as JSON to this file; - is stdout")
      ->group(kNoInput);
  app.add_option("--power", o.power,
                 "write power over time, an estimate in up to 1024 parts of the run, to this "
                 ".csv file; - is stdout")
      ->group(kNoInput);
  add_page(app, o.page, "the chip at work, where cycles go, and a time step");
  add_against(app, o.against)->group(kNoInput);
  add_trace(app, o.trace);
  add_waveform(app, o.waveform);
  add_outputs(app, o.values);
}

void add_options(CLI::App& app, RunOptions& o) {
  add_inputs(app, o.inputs);
  add_mapping_source(app, o.source);
  add_conditions(app, o.conditions);
  add_point(app, o.inputs);
  add_from(app, o.inputs);
  add_cost_options(app, o.costs);
  add_execution(app, o);
}

/// What is run, and the command that repeats it.
struct Asked {
  flow::Inputs inputs;
  std::string command;
  std::optional<flow::Repeat> report;  ///< the one that is repeated, without its inputs
};

/// Takes everything from a report, and says so if another program made it.
Asked repeated(RunOptions& o) {
  flow::Repeat run = flow::load_report(o.inputs.report_file);
  o.inputs.mapping_file = o.source.request.mapping_file = run.mapping_file;
  refuse_input_as_output(o.inputs, run.inputs.workload.data);
  refuse_search_options(o.source, run.inputs.options);
  tell_other_program(o.inputs.report_file, run);
  std::string command = run.command;
  if (o.costs.given) {  // another estimate of the same run
    run.figures.get_if<json::Value::Object>()->erase("cost");
    command.clear();
  } else {
    o.costs = choice_of(run.figures, o.inputs.report_file);
  }
  o.conditions = run.conditions;
  o.source.request.search.budget = run.conditions.search_budget;
  flow::Inputs inputs = std::move(run.inputs);
  return {std::move(inputs), std::move(command), std::move(run)};
}

Asked asked(const CLI::App& app, RunOptions& o) {
  if (!o.inputs.report_file.empty()) return repeated(o);
  flow::Inputs inputs = load(o.inputs, o.source, &o.conditions);
  o.conditions.search_budget = o.source.request.search.budget;
  return {std::move(inputs), command_of(app), std::nullopt};
}

/// The other run of the page. @throws UsageError  if there is no page; as load_other_run() does
std::optional<OtherRun> other_of(const RunOptions& o, const Workload& workload) {
  if (!o.against.empty() && o.page.empty())
    throw UsageError("--against: the two runs are compared on a page (--html page.html)");
  refuse_same_file("--output", o.output, {o.against}, "is the report of --against");
  return load_other_run(o.against, "this run", workload);
}

/// @throws UsageError, OutputError  if the file of --power cannot be one of its own
void check_power(const CLI::App& app, const RunOptions& o) {
  if (o.power.empty()) return;
  check_written(app, "--power", o.power, o.power == "-" || ending_of(o.power) == ".csv",
                "a .csv file");
  if (o.power == "-" && (o.output.empty() || o.output == "-"))
    throw UsageError("--power: stdout holds the report (-o FILE, or --power FILE)");
}

void write_report(const RunOptions& o, const Report& report) {
  if (o.output.empty()) return print(to_text(report));
  write_output(o.output, to_json(report));
}

/// @throws UsageError  for what shows one mapping, if the run has several; and for values of the
/// whole network, if it has one of several
void check_sections(const RunOptions& o, const std::vector<flow::Mapped>& sections) {
  const std::size_t count = sections.size();
  const bool reference = o.execution.engine == Engine::reference;
  for (const auto& [asked, option] : {std::pair{!o.page.empty(), "--html"},
                                      {!o.power.empty(), "--power"},
                                      {!o.trace.file.empty(), "--trace"},
                                      {o.values.accuracy, "--accuracy"},
                                      {o.conditions.ideal_network, "--ideal-network"},
                                      {reference, "--engine reference"}})
    if (asked && count > 1)
      throw UsageError(
          fmt::format("{}: shows one section, and the run has {} (--set /sections={} "
                      "--set /section=1, or another one)",
                      option, count, count));
  const int all = sections.front().section.sections;
  if (count == 1 && all > 1 && o.values.asked())
    throw UsageError(
        fmt::format("values of the network: this run has one of its {} sections "
                    "(without /section it has all)",
                    all));
}

/// The accuracy of each layer, if it is asked for.
std::string accuracy_of(const RunOptions& o, const Workload& workload, const flow::Mapped& mapped) {
  if (!o.values.accuracy) return {};
  const std::int64_t steps = mapped.graph.steps_of_run();
  return accuracy_text(flow::layer_accuracy(mapped.graph, make_tensors(workload, steps),
                                            mapped.mapping.reduction, steps),
                       mapped.graph.layers);
}

/// Writes the values and the report.
void write_results(const RunOptions& o, const Report& report, const Workload& workload,
                   const flow::Mapped& mapped) {
  o.execution.host->timed("write", [&] {
    write_outputs(o.values, workload);
    write_report(o, report);
    const std::string compared =
        accuracy_of(o, workload, mapped) + compare_with_expected(o.values, workload);
    if (o.output == "-")
      tell(compared);
    else
      print(compared);
    return 0;
  });
}

}  // namespace

ExitCode run(Words words) {
  RunOptions o;
  CLI::App app("Maps a workload onto a chip, simulates it, verifies and reports.", "rdasim run");
  add_options(app, o);
  if (!start(app, words, o.inputs, o.source)) return ExitCode::ok;
  start_outputs(app, o.values, o.conditions);
  check_power(app, o);
  check_page(app, o.page);
  check_trace(app, o.trace);
  check_waveform(app, o.waveform, o.execution.engine);
  flow::PlacementCache cache(choose_cache(o.source.cache));
  o.source.request.show_stage = o.execution.show_stage = true;

  flow::HostStats host;
  const auto [inputs, command, report] = host.timed("load", [&] { return asked(app, o); });
  const std::optional<OtherRun> other = other_of(o, inputs.workload);
  const Costs costs(o.costs);
  check_outputs(o.values, inputs.workload, o.conditions);
  check_verify_size(inputs.workload, o.conditions);
  const std::vector<flow::Mapped> sections =
      host.timed("map", [&] { return mappings_of(o.source, inputs, cache); });
  check_sections(o, sections);
  const flow::Mapped& mapped = sections.front();
  host.split_map(mapped.quality);
  o.execution.host = &host;
  o.execution.jobs = o.source.request.search.jobs;
  if (o.values.asked()) o.execution.values = &o.values.values;
  Observers observers(o.power, !o.page.empty(), o.trace, mapped.mapping);
  o.execution.probe = observers.probe();
  o.execution.waveform = waveform_of(o.waveform, mapped.mapping);
  std::optional<page::StepBeside> step;
  if (!o.page.empty())
    step.emplace(inputs.chip, mapped.mapping,
                 page::StepOptions{{}, o.conditions.max_cycles, o.execution.jobs});
  flow::Evaluation made = flow::evaluate(inputs, sections, o.conditions, o.execution);
  made.report.command = command;
  made.report.cost = costs.of(inputs.chip, made.report.cycles, made.report.actions);
  if (report) tell_difference(o.inputs.report_file, *report, made.report);
  write_results(o, made.report, inputs.workload, mapped);
  require_expected(o.values, inputs.workload);
  if (!o.page.empty())
    host.timed("page", [&] {
      page::TimeSeries time = series_of(*observers.time(), costs, inputs.chip, made.result);
      page::Page page =
          page::make_page(inputs, mapped, made.report, std::move(time), step->take(made.report));
      if (other)
        page.against =
            against(*other, {"this run", page.report}, cache, {{}, o.costs, o.execution.jobs});
      write_output(o.page, page::to_html(page));
      return 0;
    });
  host.timed("observed", [&] {
    observers.write(costs, inputs.chip, made.result);
    return 0;
  });
  if (o.host_stats)
    fmt::print(stderr, "{}",
               host.text(std::string(rda::word(o.execution.engine)), made.report.cycles, made.notes,
                         cache.note()));
  return ExitCode::ok;
}

}  // namespace rda::app
