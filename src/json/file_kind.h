// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "json/value.h"

namespace rda::json {

/// The kinds of file that commands read or write.
enum class FileKind {
  chip,
  workload,
  sweep,
  points,
  mapping,
  golden,
  profile,
  report,
  result,
  check_result,
  best,
  search_log,
  explanation,
  timeline,
  gpu,
  calibration,
  costs,
  table,
  arrays,
  model,
  torch,
  unknown
};

/// The kind as messages call it: "a sweep specification".
std::string_view name_of(FileKind kind);

/// Whether people write such files; they may have comments then. Programs write the others.
bool by_hand(FileKind kind);

/// The kind that the top-level keys of a JSON value say; unknown if it may be any.
FileKind kind_of(const Value& value);

/// Whether a file is an ONNX model by its name; its bytes do not say.
bool is_model(const std::filesystem::path& file);
/// The kind of a file by its first bytes, which need not be all of it.
FileKind kind_of_text(std::string_view text);

/// The same of a file that cannot be read in another way; unknown if it has no bytes.
FileKind kind_of_file(const std::filesystem::path& file);

/// Refuses a file of another kind, with a command that takes it. A file of no known kind, or of
/// both kinds, is left to the reader.
/// @throws Error (bad input)  "x.json is a chip, not a workload: give it ..."
void refuse_other_kind(const Value& value, FileKind wanted, const std::string& file);
void refuse_other_kind(FileKind kind, FileKind wanted, const std::string& file);

}  // namespace rda::json
