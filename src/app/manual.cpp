// SPDX-License-Identifier: Apache-2.0
#include "app/manual.h"

#include <fmt/format.h>

#include <string_view>

#include "app/command_docs.h"
#include "app/examples.h"
#include "rda/report.h"

namespace rda::app {
namespace {

/// Text as roff wants it: a hyphen stays one, and no line is taken for a request.
std::string roff(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '\\') {
      escaped += "\\e";
    } else if (letter == '-') {
      escaped += "\\-";
    } else {
      if ((letter == '.' || letter == '\'') && (escaped.empty() || escaped.back() == '\n'))
        escaped += "\\&";
      escaped += letter;
    }
  }
  return escaped;
}

std::string manual_entry(const OptionDoc& option) {
  std::string names;
  for (const std::string& name : option.names)
    names += (names.empty() ? "\\fB" : "\\fR, \\fB") + roff(name);
  std::string text = ".TP\n" + names + "\\fR";
  if (!option.value.empty()) text += " \\fI" + roff(option.value) + "\\fR";
  return text + '\n' + roff(option.meaning) + '\n';
}

std::string section(const CommandDoc& command) {
  std::string text = fmt::format(".SS rdasim {}\n{}\n", roff(command.name), roff(command.summary));
  text += fmt::format(".PP\n.B rdasim {}\n", roff(command.synopsis));
  for (const OptionDoc& option : command.options) text += manual_entry(option);
  for (const Example& example : examples_of(command.name))
    text +=
        fmt::format(".PP\n{}:\n.br\n.B rdasim {}\n", roff(example.meaning), roff(example.command));
  return text;
}

}  // namespace

std::string manual() {
  std::string text = fmt::format(".TH RDASIM 1 \"\" \"rdasim {}\" \"User Commands\"\n", version());
  text += ".SH NAME\nrdasim \\- cycle\\-level simulator of reconfigurable dataflow chips\n";
  text +=
      ".SH SYNOPSIS\n.B rdasim\n\\fICOMMAND\\fR [\\fIoptions\\fR]\n.br\n.B rdasim \\-\\-version\n"
      ".br\n.B rdasim\n[\\fICOMMAND\\fR] \\fB\\-\\-help\\fR\n";
  text += ".SH DESCRIPTION\n" +
          roff(
              "Maps recurrent neural networks onto a reconfigurable dataflow chip (a grid of "
              "compute and memory units in a switched network) and simulates them cycle by cycle. "
              "Says how many cycles a run takes, how well every unit is used, why it is not "
              "faster, and whether the computed values are right.\n");
  text += ".SH COMMANDS\n";
  for (const CommandDoc& command : command_docs()) text += section(command);
  text += ".SH EXIT STATUS\n" + roff(exit_codes());
  text +=
      ".SH ENVIRONMENT\n.TP\n.B RDASIM_CACHE_DIR\nFolder of placements kept for later runs, "
      "instead of ~/.cache/rdasim.\n.TP\n.B RDASIM_CACHE_MB\nIts largest size in megabytes; 0 "
      "turns the cache off.\n";
  return text;
}

}  // namespace rda::app
