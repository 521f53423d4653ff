// SPDX-License-Identifier: Apache-2.0
#include "app/check/github.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include "base/tell.h"

namespace rda::app {

void tell_github(std::string_view commands) {
  const char* inside = std::getenv("GITHUB_ACTIONS");
  if (inside && std::string_view(inside) == "true") tell_raw(commands);
}

void append_github_summary(std::string_view markdown) {
  const char* page = std::getenv("GITHUB_STEP_SUMMARY");
  if (!page || *page == '\0') return;
  std::ofstream out(page, std::ios::binary | std::ios::app);
  out << markdown;
  out.flush();
  if (!out) tell(std::string("rdasim: ") + page + ": the summary cannot be written\n");
}

}  // namespace rda::app
