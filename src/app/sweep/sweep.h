// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"

namespace rda::app {

/// The verbs of `rdasim sweep`, in the order in which one uses them.
std::span<const Command> sweep_verbs();

// Each verb is a source of this folder and a row of the table in sweep.cpp.
ExitCode sweep_plan(Words words);
ExitCode sweep_best(Words words);
ExitCode sweep_refine(Words words);
ExitCode sweep_plot(Words words);
ExitCode sweep_report(Words words);
ExitCode sweep_submit(Words words);
ExitCode sweep_run(Words words);
ExitCode sweep_status(Words words);
ExitCode sweep_collect(Words words);

/// Checks words for sweep_run() and runs nothing.
/// @throws UsageError  as sweep_run() does, or if they ask for help
void check_run_words(Words words);

}  // namespace rda::app
