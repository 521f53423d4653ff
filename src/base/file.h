// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace rda {

/// Bytes of the largest file that is read whole: reports and points of the largest chips fit.
inline constexpr std::size_t kLargestText = std::size_t{1} << 30;

/// The bytes of a file.
/// @throws ConfigError  if it cannot be read, is a folder, or holds more than `limit` bytes
std::string read_file(const std::filesystem::path& file, std::size_t limit);

/// The file that writing to `file` writes: `file`, or what it leads to if it is a symbolic link,
/// also one to a file that does not exist yet.
/// @throws OutputError  if links lead in a circle
std::filesystem::path written_file(const std::filesystem::path& file);

/// A new, empty file, open to write and to read, whose name depends on no other file's:
/// `.rdasim-[<who>-]<process>-<n>.tmp`.
struct NewFile {
  std::filesystem::path path;
  int descriptor = -1;
};
/// @return its path and descriptor; -1 with errno set if there can be none
NewFile new_file(const std::filesystem::path& folder, std::string_view who = {});
/// Whether a file of this name was made by new_file().
bool is_new_file(std::string_view name);

/// Whether bytes have reached the disk when a file counts as written.
enum class Durable { yes, no };

/// Writes `text` to `file`, all or nothing: a reader sees the old file or the whole new one.
/// Devices and pipes (/dev/stdout too) are written in place.
/// @throws OutputError  with the system's reason, when a byte could not be written
void write_file(const std::filesystem::path& file, std::string_view text,
                Durable durable = Durable::yes);

/// The same for a file that is no link or device, by way of a file just made, which is gone
/// afterwards. @throws OutputError  also if it could not be made
void write_file(NewFile made, const std::filesystem::path& file, std::string_view text,
                Durable durable = Durable::yes);

}  // namespace rda
