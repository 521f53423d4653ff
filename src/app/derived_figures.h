// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "sweep/measures.h"

namespace rda::app {

/// Adds --figure "NAME = EXPRESSION", repeatable, in the order in which they are given.
/// @throws UsageError (when parsed)  for what is no name, no expression, or given twice
void add_figures(CLI::App& app, std::vector<sweep::NamedExpression>& figures);

/// Checks that a word of `option` is an expression over figures and knobs. @throws UsageError
void check_expression(const std::string& option, const std::string& word);

/// Checks that each figure is needed by something that was asked for.
/// @param what  "goal" @throws UsageError
void refuse_unused(const sweep::Measures& measures, const std::string& what);

}  // namespace rda::app
