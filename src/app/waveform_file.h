// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "rda/mapping.h"
#include "rda/simulate.h"

namespace rda::app {

/// The waveform of a run that is asked for.
struct WaveformChoice {
  std::string file;  ///< empty: none
  std::vector<std::string> units;
};

/// Adds --vcd and --vcd-units.
void add_waveform(CLI::App& app, WaveformChoice& waveform);

/// @throws UsageError (no .vcd, a file that another option writes too, the fast engine, units
/// without a file), OutputError
void check_waveform(const CLI::App& app, const WaveformChoice& waveform, Engine engine);

/// What the engine writes. @throws Error (bad input)  if no unit is chosen
Waveform waveform_of(const WaveformChoice& waveform, const Mapping& mapping);

}  // namespace rda::app
