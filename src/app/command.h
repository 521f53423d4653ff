// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "rda/error.h"

namespace rda::app {

/// The words after a command's name.
using Words = std::span<const std::string>;

/// One command of the program.
struct Command {
  std::string_view name, synopsis, summary;
  ExitCode (*run)(Words words);
};

ExitCode run(Words words);
ExitCode map_command(Words words);
ExitCode explain_command(Words words);
ExitCode report_command(Words words);
ExitCode draw_command(Words words);
ExitCode describe(Words words);
ExitCode schema(Words words);
ExitCode validate(Words words);
ExitCode check_command(Words words);
ExitCode compare_command(Words words);
ExitCode sweep(Words words);
ExitCode import_gpu(Words words);
ExitCode compare_gpu(Words words);
ExitCode import_model(Words words);
ExitCode quantize(Words words);
ExitCode train(Words words);

/// All commands, in the order of --help.
std::span<const Command> commands();
/// What --help says of exit codes.
std::string_view exit_codes();

/// Finds the command that `words` name and runs it; --help and --version are answered here.
/// @throws UsageError
ExitCode dispatch(Words words);

}  // namespace rda::app
