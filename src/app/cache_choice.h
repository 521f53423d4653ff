// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <filesystem>
#include <string>

namespace rda::app {

/// Which cache a command uses, as its options and the environment say.
struct CacheChoice {
  std::filesystem::path folder;  ///< empty: none
  std::string why_none;          ///< for people
  std::int64_t limit = 0;        ///< bytes
};

/// The options of a command that makes mappings.
struct CacheOptions {
  std::string folder;
  bool none = false;
};

/// Adds --cache-dir and --no-cache.
void add_cache(CLI::App& app, CacheOptions& options);

/// The folder: --cache-dir, else $RDASIM_CACHE_DIR, else $XDG_CACHE_HOME/rdasim, else
/// ~/.cache/rdasim. Its limit: $RDASIM_CACHE_MB, else 256; with 0 there is no cache.
/// @throws UsageError  if the limit is no such number
CacheChoice choose_cache(const CacheOptions& options);

}  // namespace rda::app
