// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rda::app {

/// A long name or expression as several lines, which end in a dot, an underscore or an operator.
std::vector<std::string> header_of(const std::string& name);

/// A column of a table for the screen.
struct Column {
  std::string name;
  std::vector<std::string> cells;
  bool number = true;
  std::vector<std::string> header = header_of(name);  ///< one below the other
  bool left = false;                                  ///< left-aligned

  std::size_t width() const;
};

/// Takes away the columns that say little: those with the same cell in every row, if there are
/// several rows, and those whose cells are those of an earlier column.
/// @return what they said: "hop_latency 1 in all rows; banks as lanes"
std::string fold(std::vector<Column>& columns);

/// Columns side by side with the rows' numbers before them; in blocks below each
/// other if the screen is too narrow for all of them.
std::string blocks(const std::vector<Column>& columns, std::size_t rows);

}  // namespace rda::app
