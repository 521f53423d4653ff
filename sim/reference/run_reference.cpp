// SPDX-License-Identifier: Apache-2.0
#include "rda/error.h"
#include "sim/engine.h"
#include "sim/reference/grid.h"
#include "sim/stopwatch.h"

namespace rda::sim {
namespace {

/// Makes SystemC's warnings errors: a module with a duplicate name would silently be renamed.
void set_report_actions() {
  using sc_core::sc_report_handler;
  sc_report_handler::set_actions(sc_core::SC_WARNING, sc_core::SC_THROW);
  sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
}

RunResult run(reference::Context& context, const Tensors& tensors, SimulationNotes& notes) {
  const Stopwatch elaboration;
  reference::Grid grid("grid", context, tensors);
  notes.elaborate_seconds = elaboration.seconds();
  notes.no_fast_forward = "the reference engine simulates every cycle";
  if (grid.done()) return grid.result(0);
  sc_core::sc_start();
  grid.write_waves();
  context.rethrow();
  return grid.result(context.now() + 1);
}

}  // namespace

RunResult run_reference(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                        const SimulateOptions& options, Probe* probe, SimulationNotes& notes) {
  set_report_actions();
  reference::Context context(chip, mapping, options, probe);
  try {
    return run(context, tensors, notes);
  } catch (const sc_core::sc_report& report) {
    throw InternalError(std::string("SystemC: ") + report.what());
  }
}

}  // namespace rda::sim
