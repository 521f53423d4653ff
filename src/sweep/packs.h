// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/planned_files.h"

namespace rda::sweep {

/// Whether a point is still to run.
using IsWanted = std::function<bool(std::string_view key)>;

/// How a points file stands against a store.
struct Count {
  std::int64_t points = 0, wanted = 0;
  std::int64_t repeated = 0;  ///< lines that have a point of an earlier line, and do not count
  PlannedFiles files;
  std::vector<std::string> sample;  ///< lines of a few wanted points from all over the file
};
/// Reads a points file once. @throws ConfigError  naming file and line of what is no point, or not
/// one for the simulator `ours`; if there is no point at all
Count count_points(const std::filesystem::path& points, const std::string& ours,
                   const IsWanted& is_wanted, std::size_t sample_size);

/// Cuts the wanted points of a file into `packs` points files of about the same length,
/// folder/0.jsonl and so on. Neighbours go to different packs as far as a few files at a time
/// allow: they are alike, and packs are to take about the same time. Memory is that of a few packs.
/// @param wanted  how many points of the file `is_wanted` names; at least `packs`
/// @throws ConfigError, OutputError
void write_packs(const std::filesystem::path& points, const IsWanted& is_wanted,
                 std::int64_t wanted, std::int64_t packs, const std::filesystem::path& folder);

/// The file of a pack.
std::filesystem::path pack_file(const std::filesystem::path& folder, std::int64_t pack);

}  // namespace rda::sweep
