// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/data_choice.h"
#include "app/words.h"
#include "app/written_files.h"
#include "flow/inputs.h"
#include "rda/conditions.h"

namespace rda::app {

/// What run and map have in common: chip, workload, overrides, seed.
struct InputOptions {
  std::string chip_file, workload_file;
  std::string report_file;  ///< instead of all others: the run of this report
  std::string point;        ///< instead of all others: "points.jsonl:17", a point of a sweep
  /// Noted from --mapping-file, --costs and --output, if there are any.
  std::string mapping_file, costs, output;
  /// Noted: the options that name a file to write, with the file, as far as they are given.
  std::vector<std::pair<std::string, std::string>> outputs;
  std::vector<std::string> sets;
  DataOptions data;
  std::optional<std::int64_t> seed;
  bool ignore_extra = false;      ///< arrays of the data file that nothing reads
  bool can_ignore_extra = false;  ///< whether the command has --ignore-extra
};
void add_inputs(CLI::App& app, InputOptions& inputs);

/// Adds --point, which stands for CHIP, WORKLOAD and the options added so far that are not
/// kNoInput.
void add_point(CLI::App& app, InputOptions& inputs);

/// Adds --from, which stands for CHIP, WORKLOAD and the options added so far that are not kNoInput.
void add_from(CLI::App& app, InputOptions& inputs);

/// @throws UsageError  if an output of the command is one of its inputs, or `data`
void refuse_input_as_output(const InputOptions& inputs, const std::string& data);

/// Loads what they name. @throws UsageError (an override without '='; an output that is one of the
/// inputs), ConfigError (as flow::load() does)
/// @param of_point  if given and --point names a point: becomes its conditions
flow::Inputs load(const InputOptions& inputs, Conditions* of_point = nullptr);

}  // namespace rda::app
