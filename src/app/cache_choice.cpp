// SPDX-License-Identifier: Apache-2.0
#include "app/cache_choice.h"

#include <cstdlib>
#include <filesystem>

#include "app/arguments.h"
#include "app/words.h"

namespace rda::app {
namespace {

constexpr std::int64_t kUsualMegabytes = 256, kMostMegabytes = 1 << 20;

/// An empty variable counts as none, as with all of the XDG base directories.
std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// A relative path is ignored, as the XDG base directory specification asks for.
std::filesystem::path usual_folder() {
  const std::filesystem::path caches = variable("XDG_CACHE_HOME"), home = variable("HOME");
  if (caches.is_absolute()) return caches / "rdasim";
  if (home.is_absolute()) return home / ".cache" / "rdasim";
  return {};
}

std::int64_t limit() {
  const std::string word = variable("RDASIM_CACHE_MB");
  const std::int64_t megabytes =
      word.empty() ? kUsualMegabytes : to_integer("RDASIM_CACHE_MB", word, 0, kMostMegabytes);
  return megabytes * kMegabyte;
}

}  // namespace

void add_cache(CLI::App& app, CacheOptions& options) {
  CLI::Option* folder = app.add_option(
      "--cache-dir", options.folder,
      "folder that keeps placements and routes for later runs (default $RDASIM_CACHE_DIR, "
      "$XDG_CACHE_HOME/rdasim or ~/.cache/rdasim)");
  folder->group(kNoInput);
  app.add_flag("--no-cache", options.none, "use no cache: place and route anew, and keep nothing")
      ->excludes(folder)
      ->group(kNoInput);
}

flow::CacheChoice choose_cache(const CacheOptions& options) {
  flow::CacheChoice choice;
  choice.limit = limit();
  if (options.none || choice.limit == 0) {
    choice.why_none = options.none ? "--no-cache" : "RDASIM_CACHE_MB is 0";
    return choice;
  }
  choice.folder = options.folder.empty() ? variable("RDASIM_CACHE_DIR") : options.folder;
  if (choice.folder.empty()) choice.folder = usual_folder();
  if (choice.folder.empty()) choice.why_none = "no folder for it (HOME is not set)";
  return choice;
}

}  // namespace rda::app
