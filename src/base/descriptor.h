// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rda {

/// An open file that is closed when it goes out of scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  int get() const { return fd_; }
  /// @return whether all that was written is accepted
  bool close();

 private:
  int fd_;
};

/// What `errno` means.
std::string reason();

/// @throws OutputError  with the system's reason for what failed last
[[noreturn]] void fail_output(const std::filesystem::path& file);

/// Writes all of `text`. @throws OutputError  naming `file`
void write_all(int fd, std::string_view text, const std::filesystem::path& file);

/// Forces the bytes out, so that an error of the disk is seen here. Pipes and terminals cannot.
/// @throws OutputError  naming `file`
void sync(int fd, const std::filesystem::path& file);

}  // namespace rda
