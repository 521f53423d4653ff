// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/arguments.h"
#include "sweep/judge.h"

namespace rda::app {

/// The options --minimize, --maximize, --figure and --by, which say what the best designs are.
/// Goals are kept in the order in which they are given: the first decides the order of rows.
void add_question(CLI::App& app, sweep::Question& question);
/// @throws UsageError  no goal was given, or a figure that no goal needs
void check_question(const sweep::Question& question);

}  // namespace rda::app
