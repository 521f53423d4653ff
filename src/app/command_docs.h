// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"

namespace rda::app {

/// An option or positional word of a command, as its --help shows it.
struct OptionDoc {
  std::vector<std::string> names;  ///< "-o", "--output"; of a positional word: "CHIP"
  std::string value;               ///< what follows it: "TEXT"; empty for a flag
  std::string meaning, default_value;
  bool positional = false;
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

/// What parse() does with kAskForOptions: throws the options of `app` to command_docs().
[[noreturn]] void answer_with_options(const CLI::App& app);
/// The word that asks. It has a zero byte, so no command line can have it.
inline const std::string kAskForOptions("\0options", 8);

}  // namespace rda::app
