// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/cost_choice.h"
#include "rda/map.h"
#include "shrink/shrink.h"

namespace rda::app {

/// What `explain` takes for its table of what can shrink.
struct ShrinkOptions {
  bool asked = false;
  CostChoice costs;
};
void add_shrink(CLI::App& app, ShrinkOptions& options);

/// @throws UsageError  if they ask for a smaller chip where no chip can be set, or if the output is
/// the cost table
void check_shrink(const ShrinkOptions& options, const InputOptions& inputs);

/// Words of the command that runs the workload on the smaller chip.
/// @param options  that the workload was mapped with; they leave no choice open
std::vector<std::string> command_of(const shrink::Shrunk& shrunk, const InputOptions& words,
                                    const CostChoice& costs, const MappingOptions& options);

/// For people, with the command in lines to copy.
std::string shrink_text(const shrink::Shrunk& shrunk);

}  // namespace rda::app
