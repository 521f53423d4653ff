// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/sweep/columns.h"
#include "sweep/sensitivity.h"

namespace rda::app {

/// A table of a group for people, and a line above it.
struct SensitivityTable {
  std::string title;
  std::vector<Column> columns;
  std::size_t rows = 0;
};

/// Main effects and interactions; the latter only if there are any.
/// @param rows  most of a table; 0: all
std::vector<SensitivityTable> sensitivity_tables(const sweep::Sensitivity& found, std::size_t rows);

/// What is said of the fit, a line each: how good it is, what was left out, what is uncertain.
std::vector<std::string> fit_remarks(const sweep::Sensitivity& found);

}  // namespace rda::app
