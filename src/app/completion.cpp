// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <vector>

#include "app/command_docs.h"
#include "app/manual.h"
#include "app/sweep/sweep.h"

namespace rda::app {
namespace {

std::string names_of(std::span<const Command> commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  return join(names, " ");
}

/// A branch of the script: the options of a command, and words that it takes apart from files.
std::string branch(const CommandDoc& command) {
  std::vector<std::string> options, words;
  for (const OptionDoc& option : command.options) {
    std::vector<std::string>& into = option.positional ? words : options;
    const std::vector<std::string>& names = option.positional ? option.choices : option.names;
    into.insert(into.end(), names.begin(), names.end());
  }
  return fmt::format("    \"{}\") options='{}' words='{}' ;;\n", command.name, join(options, " "),
                     join(words, " "));
}

}  // namespace

std::string bash_completion() {
  std::string text =
      "# bash completion of rdasim; made by `rdasim describe completion`.\n"
      "_rdasim() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} options= words=\n"
      "  [ \"$COMP_CWORD\" -eq 1 ] && command=\n"
      "  [ \"$command\" = sweep ] && [ \"$COMP_CWORD\" -gt 2 ] && command=\"sweep "
      "${COMP_WORDS[2]}\"\n"
      "  case $command in\n";
  text += fmt::format("    \"\") options='--help --version' words='{}' ;;\n", names_of(commands()));
  text += fmt::format("    sweep) options='--help' words='{}' ;;\n", names_of(sweep_verbs()));
  for (const CommandDoc& command : command_docs()) text += branch(command);
  text +=
      "  esac\n"
      "  # Nothing to offer: readline goes on with the names of files.\n"
      "  case $word in\n"
      "    -*) words=$options ;;\n"
      "  esac\n"
      "  COMPREPLY=()\n"
      "  [ -z \"$words\" ] || mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
      "}\n"
      "complete -o bashdefault -o default -F _rdasim rdasim\n";
  return text;
}

}  // namespace rda::app
