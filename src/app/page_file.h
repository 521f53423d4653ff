// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/cost_choice.h"
#include "page/time.h"

namespace rda::app {

/// Adds --html, the file of a page. @param shown  "the chip at work"
void add_page(CLI::App& app, std::string& file, const std::string& shown);

/// @throws UsageError (no .html, a file that another option writes too), OutputError
void check_page(const CLI::App& app, const std::string& file);

/// What a page shows over time of a run that `probe` heard.
page::TimeSeries series_of(const page::TimeProbe& probe, const Costs& costs, const Chip& chip,
                           const RunResult& result);

}  // namespace rda::app
