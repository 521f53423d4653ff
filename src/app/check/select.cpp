// SPDX-License-Identifier: Apache-2.0
#include "app/check/select.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/glob.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::app {
namespace {

void refuse_unmatched(const regress::Golden& golden, const std::string& pattern,
                      const std::string& file) {
  std::vector<std::string> names;
  for (const auto& [name, c] : golden.cases) {
    if (matches(pattern, name)) return;
    names.push_back(name);
  }
  throw ConfigError(
      file, "/cases",
      fmt::format("--case {}: no case has this name{} (cases: {})", one_line(pattern),
                  one_line(did_you_mean(pattern, names), 400), one_line(join(names, ", "), 400)));
}

}  // namespace

regress::Golden cases_named(regress::Golden golden, const std::vector<std::string>& patterns,
                            const std::string& file) {
  for (const std::string& pattern : patterns) refuse_unmatched(golden, pattern, file);
  if (!patterns.empty())
    std::erase_if(golden.cases, [&](const auto& entry) {
      return std::ranges::none_of(
          patterns, [&](const std::string& pattern) { return matches(pattern, entry.first); });
    });
  return golden;
}

}  // namespace rda::app
