// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda::app {

/// The man page rdasim(1): every command with its options, exit codes, environment.
std::string manual();
/// A script for bash that completes commands, verbs, options, and words of which there are few.
std::string bash_completion();

}  // namespace rda::app
