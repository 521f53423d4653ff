// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sweep/setting.h"
#include "sweep/spec.h"

namespace rda::app {

/// The files of the spec's chips, as it names them: the one of /chip, or those of /chips.
/// @throws ConfigError  naming `file`, unless the spec has exactly one of the two
std::vector<std::string> chip_files(const sweep::Spec& spec, const std::filesystem::path& file);

/// Numbers of a chip and a workload that are none of their values: grid.pcus, grid.pmus, input.
std::vector<sweep::Computed> computed_numbers();

/// What a sweep spec starts from: its chip and workload files, read relative to the spec, and what
/// is known of chips, workloads and mapping options. What files say for people about their own
/// numbers (a chip's description and sources) is left out: the sweep may change the numbers.
/// @throws ConfigError
sweep::Ground sweep_ground(const sweep::Spec& spec, const std::filesystem::path& file);

}  // namespace rda::app
