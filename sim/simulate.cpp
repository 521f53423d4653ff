// SPDX-License-Identifier: Apache-2.0
#include "rda/simulate.h"

#include "rda/check.h"
#include "rda/error.h"
#include "sim/engine.h"

namespace rda {
namespace {

RunResult run(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
              const SimulateOptions& options, Trace* trace, SimulationNotes& notes) {
  switch (options.engine) {
    case Engine::fast:
      return sim::run_fast(chip, mapping, tensors, options, trace, notes);
    case Engine::reference:
      return sim::run_reference(chip, mapping, tensors, options, trace, notes);
  }
  throw InternalError("an engine that does not exist");
}

}  // namespace

RunResult simulate(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options, Trace* trace, SimulationNotes* notes) {
  SimulationNotes unread;
  if (!notes) notes = &unread;
  if (options.ideal.empty()) return run(chip, mapping, tensors, options, trace, *notes);
  RDA_CHECK(options.ideal.size() == mapping.streams.size());
  Mapping idealized = mapping;
  for (const StreamId stream : mapping.streams.ids())
    if (options.ideal[stream.index()] && !mapping.streams[stream].is_local())
      idealized.streams[stream].carrier = Ideal{};
  return run(chip, idealized, tensors, options, trace, *notes);
}

}  // namespace rda
