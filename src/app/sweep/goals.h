// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "sweep/judge.h"

namespace rda::app {

/// The options --minimize, --maximize, --figure and --by, which say what the best designs are.
/// Goals are kept in the order in which they are given: the first decides the order of rows.
void add_question(CLI::App& app, sweep::Question& question);
/// Adds --across.
void add_across(CLI::App& app, sweep::Question& question);
/// ", geometric mean over 4 workloads"; empty without --across.
std::string across_words(std::optional<sweep::Across> across, std::size_t workloads);
/// Whether a name is that of a goal: tables show it once.
bool is_goal(const std::vector<sweep::Goal>& goals, const std::string& name);
/// @throws UsageError  no goal was given, or a figure that no goal needs
void check_question(const sweep::Question& question);

}  // namespace rda::app
