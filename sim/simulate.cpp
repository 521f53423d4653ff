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
  SimulateOptions rest = options;
  Mapping without_routes = mapping;
  for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
    rest.ideal[s] = options.ideal[s] && !mapping.streams[s].local();
    if (rest.ideal[s]) without_routes.streams[s].route.clear();
  }
  return run(chip, without_routes, tensors, rest, trace, *notes);
}

}  // namespace rda
