// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "flow/verify.h"
#include "rda/conditions.h"
#include "rda/workload.h"

namespace rda::app {

/// The values of a run that are written, and where to.
struct OutputValues {
  std::string file;                 ///< .npz; empty: none are written
  std::string exact;                ///< .npz of the same in fp64; empty: none are written
  std::string expected;             ///< .npz that the values are compared with; empty: none
  std::optional<double> tolerance;  ///< largest difference from them that is no error
  std::vector<std::string> taps;    ///< states whose values of every step are written too
  bool accuracy = false;            ///< the accuracy of each layer is printed
  flow::RunValues values;

  bool asked() const { return accuracy || !file.empty() || !exact.empty() || !expected.empty(); }
};

/// Adds --outputs, --exact, --tap, --expected, --tolerance and --accuracy.
void add_outputs(CLI::App& app, OutputValues& outputs);

/// Before any work: makes --outputs ask for the values of all steps, as if --verify-steps all had
/// been given, and checks the name of the file.
/// @throws UsageError (--tap or --tolerance without what they are of, a file that is no .npz or
/// that
/// --output writes too, fewer steps), OutputError
void start_outputs(CLI::App& app, const OutputValues& outputs, Conditions& conditions);

/// @throws UsageError  if a tap is no state of the workload, or `conditions` leave out steps
void check_outputs(const OutputValues& outputs, const Workload& workload,
                   const Conditions& conditions);

/// Writes the files, each whole or not at all. @throws OutputError
void write_outputs(const OutputValues& outputs, const Workload& workload);

/// How far the values are from the expected ones, as a table; empty if none are expected.
/// @throws WorkloadError  if the file has an array that the run does not make, or of another shape
std::string compare_with_expected(const OutputValues& outputs, const Workload& workload);
/// @throws MismatchError  if a value is farther from the expected one than the tolerance
void require_expected(const OutputValues& outputs, const Workload& workload);

}  // namespace rda::app
