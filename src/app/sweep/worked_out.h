// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sweep/measures.h"
#include "sweep/setting.h"
#include "sweep/table.h"

namespace rda::app {

/// Whether a column is an expression: it has an operator or parentheses.
bool is_expression(const std::string& column);

/// The columns of a table that are worked out of others, for one point after another.
class WorkedOut {
 public:
  /// @param columns  expressions, each a column named as it is written
  WorkedOut(const std::vector<sweep::NamedExpression>& figures,
            const std::vector<std::string>& columns);

  /// Those of a point; of one that is not ok, none has a number.
  sweep::Table::WorkedOut of(const sweep::Results::Row& row);

  /// After the last point. @param known  columns and figures of points
  /// @throws UsageError  for every name that is none of these, and every figure whose name is taken
  void refuse_unknown(std::vector<std::string> known) const;

  const std::vector<std::string>& names() const { return names_; }

 private:
  const std::vector<sweep::Computed> computed_;
  std::vector<std::string> names_;
  std::size_t figures_;  ///< so many of names_ are figures
  sweep::Measures measures_;
  std::vector<std::string> others_;  ///< names that points have besides figures
  bool noted_ = false;
};

}  // namespace rda::app
