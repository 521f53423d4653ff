// SPDX-License-Identifier: Apache-2.0
#include "shrink/runs.h"

#include "flow/make_mapping.h"
#include "rda/error.h"
#include "rda/simulate.h"

namespace rda::shrink {

Runs::Runs(const flow::Inputs& inputs, const flow::PlacementCache& cache)
    : inputs_(inputs), cache_(cache), graph_(flow::graph_to_map(inputs, inputs.workload)) {
  MapQuality quality;
  all_.options = inputs.options;
  base_ = run({}, all_, &quality);
  all_.most = base_.result.cycles;
  little_ = little_effort(quality);
}

Runs::Effort Runs::little_effort(const MapQuality& quality) const {
  Effort little = all_;
  little.options.hu = base_.mapping.hu;
  little.options.ru = base_.mapping.ru;
  little.placements = quality.placements;
  // Fewer placements have less patience each: if the base needs more, all of the effort is made.
  const std::optional<Run> again = run_or_none({}, little);
  return again && again->result.cycles == base_.result.cycles ? little : all_;
}

Run Runs::run(const std::vector<flow::KnobChange>& changes, const Effort& effort,
              MapQuality* quality) const {
  const Chip chip = flow::changed(inputs_.chip, changes);
  flow::PlacementCache own = cache_;
  Run made{own.map(graph_, chip, effort.options, quality, effort.placements), {}};
  SimulateOptions how;
  how.max_cycles = effort.most;
  made.result = simulate(chip, made.mapping, {}, how);
  return made;
}

std::optional<Run> Runs::run_or_none(const std::vector<flow::KnobChange>& changes,
                                     const Effort& effort) const {
  try {
    return run(changes, effort);
  } catch (const Error& refusal) {
    if (refusal.exit_code == ExitCode::internal) throw;
    return std::nullopt;
  }
}

std::optional<Run> Runs::run(const std::vector<flow::KnobChange>& changes) const {
  return run_or_none(changes, all_);
}

std::optional<Cycle> Runs::cycles(const std::vector<flow::KnobChange>& changes) const {
  const std::optional<Run> made = run_or_none(changes, little_);
  return made ? std::optional(made->result.cycles) : std::nullopt;
}

}  // namespace rda::shrink
