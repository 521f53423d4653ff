// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"
#include "app/command.h"
#include "app/output.h"
#include "app/what_if.h"

namespace rda::app {

ExitCode what_if_command(Words words) {
  Inputs inputs;
  CLI::App app("Says what lifting each limit of the chip saves.", "rdasim what-if");
  add_inputs(app, inputs);
  if (!parse(app, words)) return ExitCode::ok;
  const LoadedInputs loaded = load(inputs);
  print(to_text(what_if(loaded.chip, loaded.workload, loaded.options)));
  return ExitCode::ok;
}

}  // namespace rda::app
