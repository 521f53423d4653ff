// SPDX-License-Identifier: Apache-2.0
#include "rda/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "app/arguments.h"
#include "app/command.h"
#include "app/explain_shrink.h"
#include "app/explained_step.h"
#include "app/mapping_source.h"
#include "app/output.h"
#include "flow/evaluate.h"
#include "flow/what_if.h"
#include "json/text_writer.h"
#include "training/simulated.h"

namespace rda::app {
namespace {

struct ExplainOptions {
  InputOptions inputs;
  MappingSource source;
  std::string output;
  std::optional<std::int64_t> step;
  bool run = false;
  bool no_what_if = false;
  ShrinkOptions shrink;
};

void add_options(CLI::App& app, ExplainOptions& o) {
  add_inputs(app, o.inputs);
  add_mapping_source(app, o.source);
  add_point(app, o.inputs);
  add_step(app, o.step);
  app.add_flag("--run", o.run,
               "explain the whole run, by layers, instead of a step (default if layers follow each "
               "other, or for a batch of training)")
      ->excludes("--step");
  app.add_flag(
      "--no-what-if", o.no_what_if,
      "leave out the table of the cost of each limit of the chip, which takes about 40 runs");
  add_shrink(app, o.shrink);
  app.add_option("-o,--output", o.output,
                 "write the explanation with its tables as JSON to this file; - is stdout");
}

/// A mapping file leaves nothing to map anew.
bool wants_what_if(const ExplainOptions& o) {
  return !o.no_what_if && o.source.request.mapping_file.empty();
}

/// Chain and tables as one JSON object.
template <class E>
struct Explained {
  E explanation;
  std::optional<flow::WhatIfTable> what_if;
  std::optional<shrink::Shrunk> shrink;
  static void describe(auto& self, auto& visit) {
    E::describe(self.explanation, visit);
    visit("what_if", self.what_if, Doc{"what lifting each limit saves; null: not asked for"});
    visit("shrink", self.shrink, Doc{"a smaller chip with the same cycles; null: not asked for"});
  }
};

template <class E>
std::string to_text(const Explained<E>& explained) {
  std::string text = to_text(explained.explanation);
  if (explained.what_if) text += '\n' + to_text(*explained.what_if);
  if (explained.shrink) text += '\n' + shrink_text(*explained.shrink);
  return text;
}

template <class E>
void print_or_write(const Explained<E>& explained, const std::string& output) {
  if (output.empty())
    print(to_text(explained));
  else
    write_output(output, json::write(explained));
}

/// Steps are those of the last domain: of several, or of a batch of training, they say little.
bool wants_run(const ExplainOptions& o, const Workload& workload) {
  const bool training = training::simulates_training(workload);
  if (o.step && training)
    throw UsageError(fmt::format(
        "--step {}: a batch of training is explained as a whole (leave --step out)", *o.step));
  return o.run || training || (!o.step && !lower(workload).has_one_domain());
}

}  // namespace

/// Load, lower, map; simulate up to the end of the step, or of the run, with a trace; walk back
/// through the trace.
ExitCode explain_command(Words words) {
  ExplainOptions o;
  CLI::App app("Says why a time step takes as long as it does.", "rdasim explain");
  add_options(app, o);
  if (!start(app, words, o.inputs, o.source)) return ExitCode::ok;
  check_shrink(o.shrink, o.inputs);
  flow::PlacementCache cache(choose_cache(o.source.cache));

  const flow::Inputs inputs = load(o.inputs, o.source);
  check_step(o.step, inputs.workload.steps_of_run());
  const bool whole = wants_run(o, inputs.workload);
  const std::int64_t step = o.step.value_or(usual_step(inputs.workload.steps_of_run()));
  std::optional<CostTable> costs;
  if (o.shrink.asked) costs = Costs(o.shrink.costs).table();
  const flow::Mapped mapped = mapping_of(o.source, inputs, cache);
  const flow::Inputs as_mapped{inputs.chip, inputs.workload, mapped.options};
  const int jobs = o.source.request.search.jobs;
  std::optional<flow::WhatIfTable> what_if;
  std::optional<shrink::Shrunk> shrunk;
  if (wants_what_if(o)) what_if = flow::what_if(as_mapped, cache, jobs);
  if (costs) {
    shrunk = shrink::shrunk(as_mapped, *costs, cache, jobs);
    shrunk->command = command_of(*shrunk, o.inputs, o.shrink.costs, mapped.options);
  }
  const Mapping& mapping = mapped.mapping;
  const Trace trace = flow::trace_of(inputs.chip, mapping, whole ? mapping.steps : step + 1);
  if (whole)
    print_or_write(Explained{explain_run(inputs.chip, mapping, trace), what_if, shrunk}, o.output);
  else
    print_or_write(Explained{explain_step(inputs.chip, mapping, trace, step), what_if, shrunk},
                   o.output);
  return ExitCode::ok;
}

}  // namespace rda::app
