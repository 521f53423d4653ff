// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sweep/judge.h"

namespace rda::app {

/// The best designs of each group as a table for people: at most 80 columns, plain ASCII.
std::string best_text(const sweep::Judgement& judgement, const sweep::Question& question);
/// The command that says why the first of them takes as long as it does; empty if there is none.
std::string next_step(const sweep::Judgement& judgement, const std::string& points);
/// The same as CSV: one header line, all knobs, the points' keys.
std::string best_csv(const sweep::Judgement& judgement, const sweep::Question& question);
/// The table for people as Markdown and as LaTeX, a table for each group; keys are short.
std::string best_markdown(const sweep::Judgement& judgement, const sweep::Question& question);
std::string best_latex(const sweep::Judgement& judgement, const sweep::Question& question);
/// The same as JSON.
std::string best_json(const sweep::Judgement& judgement, const sweep::Question& question);

/// What is said of all points, a line each: how they ended, which count for nothing, what the
/// figures of the question are.
std::vector<std::string> point_remarks(const sweep::Judgement& judgement,
                                       const sweep::Question& question);

/// A knob's value without quotes; cut for the screen, and whole.
std::string short_value(const json::Value& value);
std::string whole_value(const json::Value& value);

}  // namespace rda::app
