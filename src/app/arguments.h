// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/command.h"
#include "base/text.h"
#include "flow/inputs.h"

namespace rda::app {

inline constexpr std::int64_t kLargestInteger = 9007199254740991;  // exact in JSON everywhere

/// Parses a command's words. @return false if they asked for --help, which is then printed
/// @throws UsageError  in one line
bool parse(CLI::App& app, Words words);

/// The integer that an option's word spells. @throws UsageError  naming option and range
std::int64_t to_integer(const std::string& option, const std::string& word, std::int64_t lo,
                        std::int64_t hi = kLargestInteger);

/// The enumerator that an option's word names. @throws UsageError  naming option and choices
template <class Enum>
Enum to_enumerator(const std::string& option, const std::string& word, std::string_view what) {
  const auto all = names(Enum{});
  const auto found = std::ranges::find(all, word);
  if (found != all.end()) return static_cast<Enum>(found - all.begin());
  throw UsageError(
      fmt::format("{}: {} is no {} ({})", option, one_line(word), what, fmt::join(all, " or ")));
}

/// What run and map have in common: chip, workload, overrides, seed.
struct InputOptions {
  std::string chip_file, workload_file;
  std::string mapping_file, output;  ///< noted from the options of these names, if there are any
  std::vector<std::string> sets;
  std::optional<std::int64_t> seed;
};
void add_inputs(CLI::App& app, InputOptions& inputs);

/// Loads what they name. @throws UsageError (an override without '='; an output that is one of the
/// inputs), ConfigError (as flow::load() does)
flow::Inputs load(const InputOptions& inputs);

}  // namespace rda::app
