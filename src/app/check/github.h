// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace rda::app {

// What a step of GitHub Actions may say besides its log. Elsewhere these do nothing.

/// Writes workflow commands (`::error ...` lines) to stderr if GITHUB_ACTIONS is "true".
void tell_github(std::string_view commands);

/// Appends Markdown to the page that GITHUB_STEP_SUMMARY names, if it names one. That it cannot be
/// written is said on stderr and changes nothing.
void append_github_summary(std::string_view markdown);

}  // namespace rda::app
