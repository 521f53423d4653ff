// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace rda::app {

/// Adds --html, the file of a run's page.
void add_page(CLI::App& app, std::string& file);

/// @throws UsageError (no .html, a file that another option writes too), OutputError
void check_page(const CLI::App& app, const std::string& file);

}  // namespace rda::app
