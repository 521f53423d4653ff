// SPDX-License-Identifier: Apache-2.0
#include "app/waveform_file.h"

#include "app/arguments.h"
#include "app/output.h"
#include "app/unit_choice.h"

namespace rda::app {

void add_waveform(CLI::App& app, WaveformChoice& waveform) {
  app.add_option("--vcd", waveform.file,
                 "write the activity of units and the fill of their FIFOs as waveforms to this "
                 ".vcd file; needs --engine reference")
      ->group(kNoInput);
  app.add_option("--vcd-units", waveform.units,
                 "units of the waveforms, as --trace-units; repeatable (default: all)")
      ->allow_extra_args(false)
      ->group(kNoInput);
}

void check_waveform(const CLI::App& app, const WaveformChoice& waveform, Engine engine) {
  if (waveform.file.empty()) {
    if (!waveform.units.empty())
      throw UsageError("--vcd-units: there are no waveforms (add --vcd FILE.vcd)");
    return;
  }
  if (engine != Engine::reference)
    throw UsageError("--vcd: only the reference engine writes waveforms (add --engine reference)");
  check_written(app, "--vcd", waveform.file, ending_of(waveform.file) == ".vcd", "a .vcd file");
}

Waveform waveform_of(const WaveformChoice& waveform, const Mapping& mapping) {
  if (waveform.file.empty()) return {};
  return {waveform.file, chosen_units(mapping, waveform.units, "--vcd-units")};
}

}  // namespace rda::app
