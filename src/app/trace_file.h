// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "flow/inputs.h"
#include "rda/mapping.h"
#include "trace/perfetto.h"
#include "trace/recorder.h"

namespace rda::app {

/// The trace of a run that is asked for.
struct TraceChoice {
  std::string file;  ///< empty: none
  Cycle from = 0;
  Cycle cycles = 0;  ///< 0: to the end of the run
  std::vector<std::string> units;
  std::int64_t most_mb = 200;
  trace::Extras extras;
};

/// Adds --trace and the options that go with it.
void add_trace(CLI::App& app, TraceChoice& trace);

/// @throws UsageError (no .json or .json.gz, a file that another option writes too, an option
/// without --trace), OutputError
void check_trace(const CLI::App& app, const TraceChoice& trace);

/// What records the trace; null if none is asked for.
/// @throws Error (bad input: no unit is chosen), OutputError
std::unique_ptr<trace::Recorder> recorder_of(const TraceChoice& trace, const Mapping& mapping);

/// Writes the file, whole or not at all.
/// @throws OutputError  also if the trace is larger than the user wants
void write_trace(const TraceChoice& trace, const Chip& chip, const Mapping& mapping,
                 const trace::Recorder& recorder);

}  // namespace rda::app
