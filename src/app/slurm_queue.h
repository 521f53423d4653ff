// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace rda::app {

/// What `scontrol show config` prints. @throws Error  if there is no Slurm here, or it does not
/// answer
std::string slurm_config();

/// Where a store keeps its submissions, each a folder named by its number from 1 on.
std::filesystem::path submissions_folder(const std::filesystem::path& store);

/// The submissions of a store, oldest first. @param store  absolute, as given to sbatch
std::vector<std::filesystem::path> submissions(const std::filesystem::path& store);

/// The points that tasks in Slurm's queue are going to run or are running, by key, sorted.
/// @throws Error  if the queue cannot be had, ConfigError  if a pack cannot be read
std::vector<std::string> keys_in_queue(const std::filesystem::path& store);

}  // namespace rda::app
