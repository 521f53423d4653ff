// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rda {

// What the standard library answers with exceptions of its own, answered as the program answers.

/// Whether something is there under this path; no if the system cannot say (a name that is too
/// long, a folder that may not be entered).
bool is_there(const std::filesystem::path& path) noexcept;
bool is_folder(const std::filesystem::path& path) noexcept;

/// The path from the root, without "..", and without links as far as it exists.
/// @throws ConfigError  naming `path`, if the current folder is gone, or links lead in a circle
std::filesystem::path absolute_path(const std::filesystem::path& path);

/// The file that a value of a file names: a path relative to that file.
/// @throws ConfigError  naming the file and the value, if nothing is there
std::filesystem::path file_named(const std::filesystem::path& file, std::string_view pointer,
                                 const std::string& name);

/// The folder for files that nobody keeps: $TMPDIR, or /tmp.
/// @throws OutputError  if it is no folder
std::filesystem::path temporary_folder();

}  // namespace rda
