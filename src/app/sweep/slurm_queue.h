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

/// A store's path as its submissions have it, whatever folder one is in.
std::string absolute_store(const std::filesystem::path& store);

/// Where a store keeps its submissions, each a folder named by its number from 1 on.
std::filesystem::path submissions_folder(const std::filesystem::path& store);

/// The submissions of a store, oldest first. @param store  absolute, as given to sbatch
std::vector<std::filesystem::path> submissions(const std::filesystem::path& store);

/// The points that tasks in Slurm's queue are going to run or are running, by key, sorted.
/// @throws Error  if the queue cannot be had, ConfigError  if a pack cannot be read
std::vector<std::string> keys_in_queue(const std::filesystem::path& store);

/// A line that says how many tasks of a store's submissions are in Slurm's queue; empty if nothing
/// was submitted, or no Slurm answers.
std::string queue_line(const std::filesystem::path& store);

}  // namespace rda::app
