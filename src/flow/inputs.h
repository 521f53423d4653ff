// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "json/value.h"
#include "rda/chip.h"
#include "rda/map.h"
#include "rda/override.h"
#include "rda/workload.h"

namespace rda::flow {

/// What a run starts from, checked.
struct Inputs {
  Chip chip;
  Workload workload;
  MappingOptions options;
};

/// The pointers of all values of the three that an override can set.
std::vector<std::string> known_knobs();

/// Reads chip and workload from their files. Each of the three takes the overrides of its own
/// knobs.
/// @throws Error (bad input)  for everything that is wrong, naming the file, or the override:
/// nobody has its knob, a bad value
Inputs load(const std::filesystem::path& chip_file, const std::filesystem::path& workload_file,
            std::span<const Override> overrides = {});

/// Reads them from values in memory, as they are in points of sweeps.
/// @throws ConfigError  for everything that is wrong, naming chip, workload or mapping
Inputs load(const json::Value& chip, const json::Value& workload, const json::Value& options);

}  // namespace rda::flow
