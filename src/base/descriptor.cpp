// SPDX-License-Identifier: Apache-2.0
#include "base/descriptor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "rda/error.h"

namespace rda {

namespace fs = std::filesystem;

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

bool Descriptor::close() { return ::close(std::exchange(fd_, -1)) == 0; }

std::string reason() { return std::generic_category().message(errno); }

void fail_output(const fs::path& file) {
  throw OutputError(fmt::format("{}: cannot be written: {}", file.string(), reason()));
}

void write_all(int fd, std::string_view text, const fs::path& file) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_output(file);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync(int fd, const fs::path& file) {
  if (::fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS) fail_output(file);
}

}  // namespace rda
