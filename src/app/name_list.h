// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace rda::app {

/// Adds a repeatable option of one or more names, "lanes,rows" or "lanes, rows". A comma within
/// parentheses is a part of a name.
/// @param names  becomes all of them, in the order given
/// @throws UsageError (when parsed)  for a name that is empty or given twice
void add_names(CLI::App& app, const std::string& option, std::vector<std::string>& names,
               const std::string& meaning);

}  // namespace rda::app
