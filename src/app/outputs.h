// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "rda/conditions.h"
#include "rda/workload.h"

namespace rda::app {

/// The values of a run that are written, and where to.
struct OutputValues {
  std::string file;               ///< .npz; empty: none are asked for
  std::vector<std::string> taps;  ///< states whose values of every step are written too
  std::map<std::string, std::vector<double>> values;

  bool asked() const { return !file.empty(); }
};

/// Adds --outputs and --tap.
void add_outputs(CLI::App& app, OutputValues& outputs);

/// Before any work: makes --outputs ask for the values of all steps, as if --verify-steps all had
/// been given, and checks the name of the file.
/// @throws UsageError (--tap without --outputs, a file that is no .npz or that --output writes too,
/// fewer steps), OutputError
void start_outputs(CLI::App& app, const OutputValues& outputs, Conditions& conditions);

/// @throws UsageError  if a tap is no state of the workload, or `conditions` leave out steps
void check_outputs(const OutputValues& outputs, const Workload& workload,
                   const Conditions& conditions);

/// Writes the file, whole or not at all. @throws OutputError
void write_outputs(const OutputValues& outputs, const Workload& workload);

}  // namespace rda::app
