// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.h"

namespace rda::app {

/// An option or positional word of a command, as its --help shows it.
struct OptionDoc {
  std::vector<std::string> names;  ///< "-o", "--output"; of a positional word: "CHIP"
  std::string value;               ///< what follows it: "FILE"; empty for a flag
  std::string meaning;             ///< with the default in brackets, if there is one
  bool positional = false;
  bool no_input = false;             ///< it changes nothing in the result
  std::vector<std::string> choices;  ///< of a meaning "one of: a, b"
};

/// A command, or a verb of one ("sweep plan").
struct CommandDoc {
  std::string name, synopsis, summary;
  std::vector<OptionDoc> options;
};

/// All commands and the verbs of `sweep`, in the order of --help; each one's options are asked of
/// the parser that the command itself uses.
std::vector<CommandDoc> command_docs();

/// The options of a parser, in the order of --help.
std::vector<OptionDoc> option_docs(const CLI::App& app);
/// The row of commands() or sweep_verbs() that "run" or "sweep plan" names; null if none does.
const Command* command_named(std::string_view name);

/// What parse() does with kAskForOptions: throws the options of `app` to command_docs().
[[noreturn]] void answer_with_options(const CLI::App& app);
/// The word that asks. It has a zero byte, so no command line can have it.
inline const std::string kAskForOptions("\0options", 8);

}  // namespace rda::app
