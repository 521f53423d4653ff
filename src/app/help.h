// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace rda::app {

/// What `COMMAND --help` prints, at most 80 columns: what the command does, its synopsis, words,
/// options and examples.
std::string help_text(const CLI::App& app);

}  // namespace rda::app
