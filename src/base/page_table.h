// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/rows.h"

namespace rda {

/// A table with its title, for a terminal, a page or a paper.
struct PageTable {
  std::string title;
  std::vector<RowColumn> columns;
  std::vector<std::vector<std::string>> rows;  ///< a text for each column
};

/// For a terminal: at most 80 columns, as long as all columns but the first need at most 60 of
/// them; a first cell that is too wide is broken. No title line if the title is empty.
std::string to_text(const PageTable& table);

/// As titled_table().
std::string to_form(RowForm form, const PageTable& table);

}  // namespace rda
