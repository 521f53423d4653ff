// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "app/arguments.h"
#include "app/command.h"
#include "app/host_stats.h"
#include "app/mapping_source.h"
#include "app/network_cost.h"
#include "app/output.h"
#include "app/verify.h"
#include "base/text.h"
#include "rda/report.h"
#include "rda/simulate.h"

namespace rda::app {
namespace {

constexpr std::int64_t kAllSteps = -1;

struct RunOptions {
  Inputs inputs;
  MappingSource source;
  std::string output;
  Engine engine = Engine::fast;
  std::int64_t verify_steps = 2, max_cycles = 0;
  bool host_stats = false;
  bool ideal_network = false;
  bool no_fast_forward = false;
};

void add_options(CLI::App& app, RunOptions& o) {
  add_inputs(app, o.inputs);
  add_mapping_source(app, o.source);
  app.add_option_function<std::string>(
         "--engine",
         [&o](const std::string& word) {
           o.engine = to_enumerator<Engine>("--engine", word, "engine");
         },
         "fast or reference: the same result, another speed")
      ->default_str("fast");
  app.add_flag("--no-fast-forward", o.no_fast_forward,
               "simulate every step, also those that repeat");
  app.add_option_function<std::string>(
         "--verify-steps",
         [&o](const std::string& word) {
           o.verify_steps = word == "all" ? kAllSteps : to_integer("--verify-steps", word, 0);
         },
         "compare the values of the first N steps with the reference; N, all, or 0 for none")
      ->default_str("2");
  app.add_option_function<std::string>(
      "--max-cycles",
      [&o](const std::string& word) { o.max_cycles = to_integer("--max-cycles", word, 1); },
      "stop with exit code 4 after so many cycles");
  app.add_flag("--ideal-network", o.ideal_network,
               "report as well what the network costs: cycles on an ideal one, and by streams");
  app.add_flag("--host-stats", o.host_stats, "print what the run cost this machine to stderr");
  app.add_option("-o,--output", o.output, "write the report as JSON to this file; - is stdout");
}

void write_report(const RunOptions& o, const Report& report) {
  if (o.output.empty()) return print(to_text(report));
  write_output(o.output, to_json(report));
}

}  // namespace

/// The straight line: load, lower, map, simulate, verify, report.
ExitCode run(Words words) {
  RunOptions o;
  CLI::App app("Maps a workload onto a chip, simulates it, verifies and reports.", "rdasim run");
  add_options(app, o);
  if (!start(app, words, o.inputs, o.source)) return ExitCode::ok;
  PlacementCache cache(choose_cache(o.source.cache));

  HostStats host;
  LoadedInputs loaded = host.timed("load", [&] { return load(o.inputs); });
  const Chip& chip = loaded.chip;
  const Workload& workload = loaded.workload;
  const std::int64_t steps =
      o.verify_steps == kAllSteps ? workload.steps : std::min(o.verify_steps, workload.steps);
  check_verify_size(workload, steps);

  const Graph graph = lower(workload);
  const auto [mapping, quality, search] =
      host.timed("map", [&] { return mapping_of(o.source, loaded, graph, cache); });
  host.split_map(quality);
  const Tensors tensors =
      host.timed("data", [&] { return steps > 0 ? make_tensors(workload, steps) : Tensors(); });
  SimulateOptions how;
  how.engine = o.engine;
  how.verify_steps = steps;
  how.max_cycles = o.max_cycles;
  how.fast_forward = !o.no_fast_forward;
  std::optional<NetworkCost> cost;
  if (o.ideal_network)
    cost = host.timed("network", [&] { return network_cost(chip, mapping, how); });
  SimulationNotes notes;
  const RunResult result = host.timed(
      "simulate", [&] { return simulate(chip, mapping, tensors, how, nullptr, &notes); });
  host.split_simulate(notes);
  const Verification verification = host.timed(
      "verify", [&] { return verify(graph, tensors, mapping.reduction, steps, result); });

  host.timed("report", [&] {
    Report report = make_report(chip, mapping, result, verification,
                                input_hash(to_json(chip), to_json(workload), to_json(mapping)));
    report.network_cost = std::move(cost);
    if (report.network_cost && report.network_cost->ideal_cycles)
      report.network_cost->cost_cycles = result.cycles - *report.network_cost->ideal_cycles;
    write_report(o, report);
    return 0;
  });
  if (o.host_stats)
    fmt::print(stderr, "{}",
               host.text(std::string(names(o.engine)[static_cast<std::size_t>(o.engine)]),
                         result.cycles, notes, cache.note()));
  return ExitCode::ok;
}

}  // namespace rda::app
