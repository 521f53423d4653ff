// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rda {

/// A file that is written piece by piece and is there whole or not at all: without a name, or under
/// another one where the file system needs names, until commit(). Devices and pipes (/dev/stdout
/// too) are written in place.
class StreamedFile {
 public:
  /// @throws OutputError  if it cannot be made
  explicit StreamedFile(const std::filesystem::path& file);
  StreamedFile(const StreamedFile&) = delete;
  StreamedFile& operator=(const StreamedFile&) = delete;
  /// Without commit() the file is as it was.
  ~StreamedFile();

  /// Whether what is appended is seen before commit().
  static bool in_place(const std::filesystem::path& file);

  /// @throws OutputError
  void append(std::string_view text);
  /// Nothing can be appended afterwards. @throws OutputError
  void commit();

 private:
  void flush();
  [[noreturn]] void fail() const;

  std::filesystem::path file_, made_;  // made_: empty while it has no name
  bool in_place_ = true;
  std::string buffer_;
  int descriptor_ = -1;
};

}  // namespace rda
