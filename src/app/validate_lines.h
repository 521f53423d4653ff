// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/file_kind.h"

namespace rda::app {

/// A kind of file that can be checked alone.
struct CheckedKind {
  std::string_view word;  ///< as on the command line
  json::FileKind kind;
  /// Every problem of a file of this kind, a line each, at most kMostLines.
  /// @throws Error (bad input)  if it cannot be read at all, or for problems that only show in what
  /// has the right shape
  std::vector<std::string> (*problems)(const std::string& file);
};
std::span<const CheckedKind> checked_kinds();

/// Most problems of a file that are shown.
inline constexpr std::size_t kMostLines = 100;

}  // namespace rda::app
