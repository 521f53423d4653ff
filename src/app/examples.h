// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rda::app {

/// A command line that a user may type as it stands, from the root of the sources.
struct Example {
  std::string_view command;  ///< without "rdasim "
  std::string_view meaning;
};

/// Two or three examples of a command ("run", "sweep plan"), of the program ("") or of all verbs
/// ("sweep"); none for an unknown name.
std::span<const Example> examples_of(std::string_view name);

/// The examples as text: a line "  rdasim COMMAND" and a line of its meaning for each.
std::string examples_text(std::string_view name);

}  // namespace rda::app
