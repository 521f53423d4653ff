// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda::app {

/// Every value that `pointer` ("/pcu/lanes", "/units/3/firings") names in a chip, a workload, the
/// mapping options, a sweep, a golden file or a report: meaning, type, range, default, unit,
/// source. An object ("/pcu") is a list of what it holds.
/// @throws Error (bad input)  if nothing has this pointer, naming what is near by letters or
/// meaning
std::string describe_value(const std::string& pointer);

/// Whether a word that is no document is taken for a value: a pointer, or a figure with dots.
bool names_value(const std::string& word);

/// "did you mean /pcu/lanes?" for "lanes": values that a word may mean; empty if none is near.
std::string values_near(const std::string& word);

}  // namespace rda::app
