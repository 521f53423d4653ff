// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/output.h"
#include "base/text.h"

namespace rda::app {

/// Reads and checks each file. Problems are results here: the first of each file goes to stdout.
ExitCode validate(Words words) {
  std::string kind;
  std::vector<std::string> files;
  CLI::App app("Checks files; one line for the first problem of each file, exit code 0 or 2.",
               "rdasim validate");
  app.add_option("KIND", kind, "one of: chip, workload")->required();
  app.add_option("FILE", files, "files to check")->required();
  if (!parse(app, words)) return ExitCode::ok;
  if (kind != "chip" && kind != "workload")
    throw UsageError(fmt::format("unknown kind of file '{}' (chip or workload)", one_line(kind)));

  ExitCode code = ExitCode::ok;
  for (const std::string& file : files) {
    try {
      kind == "chip" ? static_cast<void>(load_chip(file)) : static_cast<void>(load_workload(file));
    } catch (const Error& error) {
      if (error.exit_code != ExitCode::bad_input) throw;
      print(std::string(error.what()) + '\n');
      code = ExitCode::bad_input;
    }
  }
  return code;
}

}  // namespace rda::app
