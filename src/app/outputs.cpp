// SPDX-License-Identifier: Apache-2.0
#include "app/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/output.h"
#include "base/text.h"
#include "flow/evaluate.h"
#include "rda/error.h"
#include "workload/outputs.h"

namespace rda::app {
void add_outputs(CLI::App& app, OutputValues& outputs) {
  app.add_option("--outputs", outputs.file,
                 "write y of all steps, the last h and (LSTM) the last c to this .npz file; "
                 "compares all steps, as --verify-steps all does")
      ->group(kNoInput);
  app.add_option("--exact", outputs.exact,
                 "write the same values as exact arithmetic (fp64) makes them to this .npz file")
      ->group(kNoInput);
  app.add_option("--expected", outputs.expected,
                 "compare the values of --outputs with the arrays of this .npz file")
      ->group(kNoInput);
  app.add_option_function<std::string>(
         "--tolerance",
         [&outputs](const std::string& word) {
           outputs.tolerance = to_real("--tolerance", word, 1e30);
         },
         "largest difference from --expected that is no error (exit code 5)")
      ->group(kNoInput);
  app.add_option("--tap", outputs.taps,
                 "write this state after every step to the file of --outputs, e.g. layer0.c; "
                 "repeatable")
      ->allow_extra_args(false)
      ->group(kNoInput);
  app.add_flag("--accuracy", outputs.accuracy,
               "print for each layer how far its values are from exact arithmetic (fp64): signal "
               "to noise, largest error, rows with the same arg max; compares all steps")
      ->group(kNoInput);
}

void start_outputs(CLI::App& app, const OutputValues& outputs, Conditions& conditions) {
  if (outputs.tolerance && outputs.expected.empty())
    throw UsageError("--tolerance: needs --expected FILE.npz");
  if (!outputs.asked()) {
    if (!outputs.taps.empty()) throw UsageError("--tap: needs --outputs FILE.npz");
    return;
  }
  for (const auto& [option, file] :
       {std::pair{"--outputs", outputs.file}, {"--exact", outputs.exact}})
    if (!file.empty()) check_written(app, option, file, ending_of(file) == ".npz", "an .npz file");
  refuse_same_file("--outputs", outputs.file, {outputs.expected});
  refuse_same_file("--exact", outputs.exact, {outputs.expected});
  CLI::Option* steps = app.get_option("--verify-steps");
  for (const char* given : {"--from", "--point", "--verify-steps"})
    if (app.get_option(given)->count() > 0) return;
  steps->add_result("all");  // so that the report's command says it
  conditions.verify_steps = kAllSteps;
}

void check_outputs(const OutputValues& outputs, const Workload& workload,
                   const Conditions& conditions) {
  if (!outputs.asked()) return;
  if (workload.training && workload.training->simulate)
    throw UsageError(
        "--outputs, --exact, --expected and --accuracy are of inference (leave out "
        "/training/simulate; rdasim train --trained writes weights)");
  if (const auto steps = flow::steps_to_verify(conditions, workload);
      steps < workload.steps_of_run())
    throw UsageError(
        fmt::format("{}: needs the values of all {} steps, and this run compares {} "
                    "(--verify-steps all, which goes with CHIP WORKLOAD only)",
                    !outputs.file.empty()       ? "--outputs"
                    : !outputs.exact.empty()    ? "--exact"
                    : !outputs.expected.empty() ? "--expected"
                                                : "--accuracy",
                    workload.steps_of_run(), steps));
  const std::vector<std::string> names = workload::tap_names(workload);
  for (const std::string& tap : outputs.taps) {
    if (std::ranges::find(names, tap) == names.end())
      throw UsageError(fmt::format("--tap: {} is no state of the workload (its states: {})",
                                   one_line(tap), fmt::join(names, ", ")));
    if (std::ranges::count(outputs.taps, tap) > 1)
      throw UsageError(fmt::format("--tap: {} is given twice", one_line(tap)));
  }
}

void write_outputs(const OutputValues& outputs, const Workload& workload) {
  const auto write = [&](const std::string& file, const auto& values) {
    if (!file.empty())
      write_output(file,
                   workload::npz_bytes(workload::output_arrays(workload, values, outputs.taps)));
  };
  write(outputs.file, outputs.values.chip);
  write(outputs.exact, outputs.values.exact);
}

}  // namespace rda::app
