// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/table_format.h"
#include "sweep/judge.h"
#include "sweep/sensitivity.h"

namespace rda::app {

/// Which knobs decide a figure, for each group of designs.
struct SensitivityTables {
  sweep::Question question;    ///< whose only goal is the figure
  sweep::Judgement judgement;  ///< of all points
  std::vector<sweep::Sensitivity> of_group;
  std::size_t rows = 0;  ///< most of a table; 0: all
};

/// For people at most 80 columns wide.
std::string sensitivity_text(const SensitivityTables& tables, TableFormat format);

}  // namespace rda::app
