// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "flow/placement_cache.h"

namespace rda::app {

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
flow::CacheChoice choose_cache(const CacheOptions& options);

}  // namespace rda::app
