// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "json/shape.h"
#include "rda/override.h"
#include "rda/workload.h"

namespace rda::workload {

/// The rules that no range of a single knob can express and that a workload breaks: what check()
/// refuses, all at once.
std::vector<json::Problem> broken_rules(const Workload& workload);

/// A workload as its file says it: an input of 0 stays 0, and the name may be empty. The data file
/// is found from the current folder. @throws ConfigError  as load_workload()
Workload read_workload(const std::filesystem::path& file, std::span<const Override> overrides = {});

}  // namespace rda::workload
