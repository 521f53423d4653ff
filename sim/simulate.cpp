// SPDX-License-Identifier: Apache-2.0
#include "rda/simulate.h"

#include "rda/error.h"
#include "sim/engine.h"

namespace rda {

RunResult simulate(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options) {
  switch (options.engine) {
    case Engine::fast:
      return sim::run_fast(chip, mapping, tensors, options);
    case Engine::reference:
      return sim::run_reference(chip, mapping, tensors, options);
  }
  throw InternalError("an engine that does not exist");
}

}  // namespace rda
