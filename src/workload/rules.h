// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "json/extends.h"
#include "json/shape.h"
#include "rda/override.h"
#include "rda/workload.h"

namespace rda::workload {

/// The rules that no range of a single knob can express and that a workload breaks: what check()
/// refuses, all at once.
std::vector<json::Problem> broken_rules(const Workload& workload);

/// Values that a file or an override gives and that no run depends on beside others: a scale
/// without int8, a value of another kind of cell, a seed beside a data file. A value that the file
/// has from a file that it extends is none of them, nor is one of the file whose effect an override
/// takes away.
std::vector<json::Problem> ineffective(const json::Extended& from, const Workload& workload,
                                       std::span<const Override> overrides = {});

/// The same of a workload whose values are all given. The texts say why, not what to do.
std::vector<json::Problem> ineffective(const Workload& workload);

/// The same of an ONNX model, in whose values only the overrides choose.
/// @throws ConfigError  for each
void refuse_ineffective(const Workload& model, const std::string& file,
                        std::span<const Override> overrides);

/// A workload as its file says it: an input of 0 stays 0, and the name may be empty. The data file
/// is found from the current folder. @throws ConfigError  as load_workload()
Workload read_workload(const std::filesystem::path& file, std::span<const Override> overrides = {});

}  // namespace rda::workload
