// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "app/cost_choice.h"
#include "flow/placement_cache.h"
#include "flow/repeat.h"
#include "page/against.h"
#include "process/children.h"

namespace rda::app {

/// The run with which a page compares another one, as its report says it.
struct OtherRun {
  std::string file;
  flow::Repeat repeat;
};

/// Adds --against, the report of the other run.
CLI::Option* add_against(CLI::App& app, std::string& file);

/// Reads the report of the other run; none if `file` is empty.
/// @param first  what the page's run does; `first_name` is its name for messages
/// @throws Error (as page::check_same_work() does), ConfigError (as flow::load_report() does)
std::optional<OtherRun> load_other_run(const std::string& file, const std::string& first_name,
                                       const Workload& first);

struct OtherRunOptions {
  std::optional<std::int64_t> step;  ///< to explain; none: usual_step()
  CostChoice costs;                  ///< if none is given: that of the report
  int jobs = process::kAllThreads;   ///< simulations at once
};
/// Maps and simulates the other run again. Tells as repeat_run() does.
page::Against against(const OtherRun& other, const page::ComparedRun& first,
                      flow::PlacementCache& cache, const OtherRunOptions& options);

}  // namespace rda::app
