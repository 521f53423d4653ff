// SPDX-License-Identifier: Apache-2.0
// Mappings that somebody has edited: those that `check` takes run alike in both engines, or are a
// deadlock in both.
#include <algorithm>
#include <filesystem>

#include "flow/inputs.h"
#include "flow/mapping_file.h"
#include "fuzz/target.h"
#include "mapping/mapping_fields.h"
#include "rda/map.h"
#include "rda/simulate.h"
#include "support/forked_run.h"

namespace rda::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr Cycle kMostCycles = 20000;

/// So few rows that a mapping is a short text, of which a mutation changes much.
const std::vector<Override> kSmall{
    {"/hidden", "2"}, {"/input", "2"}, {"/steps", "2"}, {"/hu", "1"}, {"/ru", "1"}};

/// A workload of few units, and its mapping.
struct Mapped {
  flow::Inputs inputs;
  Graph graph;
  Tensors tensors;
  std::string text;

  explicit Mapped(const std::string& workload)
      : inputs(flow::load(fs::path(repository("configs/tiny.json")),
                          repository("workloads/small/" + workload), kSmall)),
        graph(lower(inputs.workload)),
        tensors(make_tensors(inputs.workload, inputs.workload.steps)),
        text(brief(map(graph, inputs.chip, inputs.options))) {}
};

const std::vector<Mapped>& mapped() {
  static const std::vector<Mapped> all{Mapped("rnn_24_3.json"), Mapped("lstm_16_4.json")};
  return all;
}

std::vector<std::string> mappings() {
  std::vector<std::string> texts;
  for (const Mapped& one : mapped()) texts.push_back(one.text);
  return texts;
}

/// Calls `take` if the bytes are a legal mapping of the workload that they name; of the last one if
/// they name none.
template <class Take>
void if_legal(std::string_view bytes, const Take& take) {
  const auto is_named = [&](const Mapped& one) {
    return bytes.find(one.graph.name) != std::string_view::npos;
  };
  const auto named = std::ranges::find_if(mapped(), is_named);
  const Mapped& one = named == mapped().end() ? mapped().back() : *named;
  const std::string file = file_with(bytes);
  Mapping mapping;
  if (reads([&] { mapping = flow::load_checked(file, one.inputs.chip, one.graph); },
            {ExitCode::bad_input, ExitCode::does_not_map}))
    take(one, mapping);
}

/// SystemC elaborates once in a process.
test::Outcome run_in_child(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                           const SimulateOptions& options) {
  return test::run_forked(chip, mapping, tensors, options);
}

test::Outcome run(const Mapped& one, const Mapping& mapping, Engine engine) {
  SimulateOptions options;
  options.engine = engine;
  options.verify_steps = mapping.steps;
  options.max_cycles = kMostCycles;
  const auto& run = engine == Engine::fast ? test::run_here : run_in_child;
  return run(one.inputs.chip, mapping, one.tensors, options);
}

void run_both(const Mapped& one, const Mapping& mapping) {
  const test::Outcome fast = run(one, mapping, Engine::fast);
  const test::Outcome reference = run(one, mapping, Engine::reference);
  for (const test::Outcome& outcome : {fast, reference})
    if (!outcome.ok() && outcome.exit_code != static_cast<int>(ExitCode::deadlock))
      finding("a legal mapping ends with " + std::to_string(outcome.exit_code) + ": " +
              outcome.error);
  if (fast.error != reference.error)
    finding("fast engine: " + fast.error + "\nreference engine: " + reference.error);
  if (fast.ok() && test::bytes_of(fast.result) != test::bytes_of(reference.result))
    finding("the engines disagree");
}

}  // namespace

std::vector<Target> mapping_targets() {
  return {{"mapping", mappings,
           [](std::string_view bytes) { if_legal(bytes, [](const auto&, const auto&) {}); }},
          {"mapping_runs", mappings, [](std::string_view bytes) { if_legal(bytes, run_both); }}};
}

}  // namespace rda::fuzz
