// SPDX-License-Identifier: Apache-2.0
#include "base/streamed_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "rda/error.h"

namespace rda {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20;

bool is_stdout(const std::filesystem::path& file) {
  return file == "-" || file == "/dev/stdout" || file == "/dev/fd/1";
}

std::string path_of(int descriptor) { return fmt::format("/proc/self/fd/{}", descriptor); }

/// A file without a name, of which nothing is left if the process is killed; -1 where the file
/// system has none, or none could get a name later.
int nameless_file(const std::filesystem::path& folder) {
  if (::access(path_of(STDERR_FILENO).c_str(), F_OK) != 0) return -1;
  return ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
}

/// Gives such a file a name in the folder. @return empty with errno set if it can have none
std::filesystem::path name_file(int descriptor, const std::filesystem::path& folder) {
  while (true) {
    const NewFile made = new_file(folder);
    if (made.descriptor < 0) return {};
    ::close(made.descriptor);
    ::unlink(made.path.c_str());
    const std::string open_file = path_of(descriptor);
    if (::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, made.path.c_str(), AT_SYMLINK_FOLLOW) == 0)
      return made.path;
    if (errno != EEXIST) return {};  // else somebody took the name between the two calls
  }
}

}  // namespace

bool StreamedFile::in_place(const std::filesystem::path& file) {
  struct stat status {};
  return is_stdout(file) || (::stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode) &&
                             !S_ISDIR(status.st_mode));
}

StreamedFile::StreamedFile(const std::filesystem::path& file) : file_(file) {
  if (is_stdout(file)) {
    descriptor_ = ::dup(STDOUT_FILENO);
  } else if (in_place(file)) {
    descriptor_ = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    file_ = written_file(file);
    in_place_ = false;
    descriptor_ = nameless_file(file_.parent_path());
    if (descriptor_ < 0) {
      NewFile made = new_file(file_.parent_path());
      made_ = std::move(made.path);
      descriptor_ = made.descriptor;
    }
  }
  if (descriptor_ < 0) fail();
}

StreamedFile::~StreamedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!made_.empty()) ::unlink(made_.c_str());
}

void StreamedFile::append(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBuffer) flush();
}

void StreamedFile::commit() {
  flush();
  struct stat status {};
  if (!in_place_ && ::stat(file_.c_str(), &status) == 0 &&
      ::fchmod(descriptor_, status.st_mode & 07777) != 0)
    fail();
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS) fail();
  if (!in_place_ && made_.empty()) {
    made_ = name_file(descriptor_, file_.parent_path());
    if (made_.empty()) fail();
  }
  if (::close(std::exchange(descriptor_, -1)) != 0) fail();
  if (in_place_) return;
  if (::rename(made_.c_str(), file_.c_str()) != 0) fail();
  made_.clear();
}

void StreamedFile::flush() {
  std::string_view text = buffer_;
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void StreamedFile::fail() const {
  throw OutputError(fmt::format("{}: cannot be written: {}", file_.string(),
                                std::generic_category().message(errno)));
}

}  // namespace rda
