// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string>

#include "app/arguments.h"
#include "app/command.h"
#include "app/mapping_source.h"
#include "app/output.h"
#include "app/verify_size.h"
#include "flow/evaluate.h"

namespace rda::app {
namespace {

struct RunOptions {
  InputOptions inputs;
  MappingSource source;
  flow::Conditions conditions;
  std::string output;
  bool host_stats = false;
};

void add_options(CLI::App& app, RunOptions& o) {
  add_inputs(app, o.inputs);
  add_mapping_source(app, o.source);
  app.add_option_function<std::string>(
         "--engine",
         [&o](const std::string& word) {
           o.conditions.engine = to_enumerator<Engine>("--engine", word, "engine");
         },
         "fast or reference; both give the same report")
      ->default_str("fast");
  app.add_flag_callback(
      "--no-fast-forward", [&o] { o.conditions.fast_forward = false; },
      "simulate every step, also steps that repeat exactly");
  app.add_option_function<std::string>(
         "--verify-steps",
         [&o](const std::string& word) {
           o.conditions.verify_steps =
               word == "all" ? flow::kAllSteps : to_integer("--verify-steps", word, 0);
         },
         "compare the values of the first N steps with the reference: N, all, or 0 (none)")
      ->default_str("2");
  app.add_option_function<std::string>(
      "--max-cycles",
      [&o](const std::string& word) {
        o.conditions.max_cycles = to_integer("--max-cycles", word, 1);
      },
      "stop with exit code 4 after this number of cycles");
  app.add_flag(
      "--ideal-network", o.conditions.ideal_network,
      "also report the cost of the network: cycles on an ideal network, and by groups of streams");
  app.add_flag("--host-stats", o.host_stats,
               "print the cost of the run on this machine (time, memory) to stderr");
  app.add_option("-o,--output", o.output, "write the report as JSON to this file; - is stdout");
}

void write_report(const RunOptions& o, const Report& report) {
  if (o.output.empty()) return print(to_text(report));
  write_output(o.output, to_json(report));
}

}  // namespace

ExitCode run(Words words) {
  RunOptions o;
  CLI::App app("Maps a workload onto a chip, simulates it, verifies and reports.", "rdasim run");
  add_options(app, o);
  if (!start(app, words, o.inputs, o.source)) return ExitCode::ok;
  flow::PlacementCache cache(choose_cache(o.source.cache));

  flow::HostStats host;
  const flow::Inputs inputs = host.timed("load", [&] { return load(o.inputs, o.source); });
  check_verify_size(inputs.workload, o.conditions);
  const flow::Mapped mapped =
      host.timed("map", [&] { return mapping_of(o.source, inputs, cache); });
  host.split_map(mapped.quality);
  const flow::Evaluation made =
      flow::evaluate(inputs, mapped, o.conditions, {.host = &host, .trace = nullptr});
  host.timed("write", [&] {
    write_report(o, made.report);
    return 0;
  });
  if (o.host_stats)
    fmt::print(stderr, "{}",
               host.text(std::string(rda::word(o.conditions.engine)), made.report.cycles,
                         made.notes, cache.note()));
  return ExitCode::ok;
}

}  // namespace rda::app
