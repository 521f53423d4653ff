// SPDX-License-Identifier: Apache-2.0
#include "rda/simulate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "rda/check.h"
#include "rda/error.h"
#include "rda/limits.h"
#include "sim/engine.h"

namespace rda {
namespace {

RunResult run_engine(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                     const SimulateOptions& options, Probe* probe, SimulationNotes& notes) {
  RDA_CHECK(options.waveform.file.empty() || options.engine == Engine::reference);
  RDA_CHECK(!options.memory || options.engine == Engine::reference);
  switch (options.engine) {
    case Engine::fast:
      return sim::run_fast(chip, mapping, tensors, options, probe, notes);
    case Engine::reference:
      return sim::run_reference(chip, mapping, tensors, options, probe, notes);
  }
  throw InternalError("unknown engine");
}

RunResult run(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
              const SimulateOptions& options, Probe* probe, SimulationNotes& notes) {
  RunResult result = run_engine(chip, mapping, tensors, options, probe, notes);
  if (probe) probe->ended(result.cycles);
  return result;
}

/// The most cycles for which the cycles of all units and tracks add up in 62 bits.
Cycle longest_run(const Chip& chip) {
  std::int64_t counters = std::int64_t{chip.grid.rows} * chip.grid.cols +
                          chip.stream.sources.count + chip.stream.sinks.count +
                          edge_units(chip, UnitKind::ag);
  for (const TokenKind kind : kTokenKinds)
    counters += switch_links(chip) * chip.network.tracks[kind];
  return std::min(kMostCycles, (std::int64_t{1} << 62) / std::max<std::int64_t>(counters, 1));
}

/// Runs with the limit of cycles, or with longest_run() if there is no limit or a larger one.
RunResult run_to_the_end(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                         SimulateOptions options, Probe* probe, SimulationNotes& notes) {
  const Cycle longest = longest_run(chip);
  if (options.max_cycles > 0 && options.max_cycles <= longest)
    return run(chip, mapping, tensors, options, probe, notes);
  options.max_cycles = longest;
  try {
    return run(chip, mapping, tensors, options, probe, notes);
  } catch (const CycleLimitError&) {
    throw CycleLimitError(fmt::format(
        "the run did not end within {} cycles, the most that can be counted on this chip",
        longest));
  }
}

}  // namespace

RunResult simulate(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options, Probe* probe, SimulationNotes* notes) {
  SimulationNotes unread;
  if (!notes) notes = &unread;
  if (options.ideal.empty()) return run_to_the_end(chip, mapping, tensors, options, probe, *notes);
  RDA_CHECK(options.ideal.size() == mapping.streams.size());
  Mapping idealized = mapping;
  for (const StreamId stream : mapping.streams.ids())
    if (options.ideal[stream.index()] && !mapping.streams[stream].is_local())
      idealized.streams[stream].carrier = Ideal{};
  return run_to_the_end(chip, idealized, tensors, options, probe, *notes);
}

}  // namespace rda

// libsystemc wants an sc_main. A program whose own main() calls simulate() needs none: this one
// only satisfies the linker, and yields to one that the program has.
extern "C" [[gnu::weak]] int sc_main(int, char*[]) {
  std::fputs("this program has neither main nor sc_main\n", stderr);
  return static_cast<int>(rda::ExitCode::internal);
}
