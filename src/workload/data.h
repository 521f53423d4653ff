// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "rda/workload.h"
#include "workload/array_file.h"

namespace rda::workload {

/// The kinds of data files, by the ending of their names.
enum class DataKind { npz, safetensors, onnx };
DataKind kind_of(const std::string& data);

/// Whether x is generated from `data_seed`, although weights are given: data of weights alone, and
/// no file of inputs.
bool generates_x(const Workload& workload);

/// The arrays of a workload's files: of `data` and, if it is given, of `inputs`.
/// @throws WorkloadError  if a file cannot be read, or both have an array
std::unique_ptr<const ArrayFile> open_data(const Workload& workload);

/// All files whose bytes the data of a workload are: `data`, the external data of an ONNX model,
/// and `inputs`. Empty if values are generated.
std::vector<std::filesystem::path> data_files(const Workload& workload);

/// The SHA-256 of those files: of one file its own, of several that of their SHA-256 in a row;
/// empty without data.
std::string data_sha256(const Workload& workload);

}  // namespace rda::workload
