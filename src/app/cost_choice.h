// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "json/value.h"
#include "rda/cost.h"
#include "rda/power.h"

namespace rda::app {

/// Which cost table estimates are made by, and how.
struct CostChoice {
  std::string file;  ///< empty: the table of the program
  CostOptions options;
  bool given = false;  ///< some option says so
};

/// Adds --costs, --node, --volts and, if something runs, --no-power-gating.
void add_cost_options(CLI::App& app, CostChoice& choice, bool runs = true);

/// The choice as words of a command; none if it is the usual one.
std::vector<std::string> words_of(const CostChoice& choice);

/// What a report says of it; if it says nothing, the choice without options.
/// @param figures  object: a report
/// @throws ConfigError  naming `file`: it cannot be read, or the cost table has other values now
CostChoice choice_of(const json::Value& figures, const std::string& file);

/// Makes estimates by one table.
class Costs {
 public:
  /// @throws ConfigError  naming what is wrong in the file
  explicit Costs(const CostChoice& choice);

  CostReport of(const Chip& chip, Cycle cycles, const ActionCounts& actions) const;
  std::vector<PowerBucket> power(const PowerProbe& probe, const Chip& chip,
                                 const RunResult& result) const {
    return probe.power(chip, result, table_, options_);
  }
  /// The table for the process that was asked for. @throws Error  as at_node()
  CostTable table() const;

 private:
  CostOptions options_;
  CostTable table_;
  std::string file_, sha256_;
};

}  // namespace rda::app
