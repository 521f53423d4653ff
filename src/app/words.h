// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/command.h"
#include "base/text.h"

namespace rda::app {

// The words of a command: parsed, as values, and as the command that gives the same result.

inline constexpr std::int64_t kLargestInteger = 9007199254740991;  // exact in JSON everywhere

/// Group of the options that have no say in the result: engine, cache, where to write.
inline constexpr const char* kNoInput = "Options that change nothing in the result";

/// The words after `rdasim` that give the same result, without those that have no say in it or say
/// what holds without them. @throws UsageError  if a word is not UTF-8
std::string command_of(const CLI::App& app);

/// Parses a command's words. @return false if they asked for --help, which is then printed
/// @throws UsageError  in one line
bool parse(CLI::App& app, Words words);

/// Bytes of a megabyte, in which options count.
inline constexpr std::int64_t kMegabyte = 1'000'000;

/// The integer that an option's word spells. @throws UsageError  naming option and range
std::int64_t to_integer(const std::string& option, const std::string& word, std::int64_t lo,
                        std::int64_t hi = kLargestInteger);

/// The number above 0 that an option's word spells. @throws UsageError  naming option and range
double to_real(const std::string& option, const std::string& word, double most);

/// The enumerator that an option's word names. @throws UsageError  naming option and choices
template <class Enum>
Enum to_enumerator(const std::string& option, const std::string& word, std::string_view what) {
  const auto all = names(Enum{});
  const auto found = std::ranges::find(all, word);
  if (found != all.end()) return static_cast<Enum>(found - all.begin());
  throw UsageError(
      fmt::format("{}: {} is no {} ({})", option, one_line(word), what, fmt::join(all, " or ")));
}

}  // namespace rda::app
