// SPDX-License-Identifier: Apache-2.0
#include "sweep/temporary.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace rda::sweep {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStart = ".rdasim-";
/// By then a process on another host has written its file, or is over.
constexpr std::time_t kOldSeconds = 3600;

std::string host() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

/// Host and process that a temporary file's name says.
struct Writer {
  std::string host;
  pid_t process = 0;
};

std::optional<Writer> writer_of(std::string_view name) {
  if (!is_new_file(name)) return std::nullopt;
  name.remove_prefix(kStart.size());
  const std::size_t number = name.rfind('-');
  if (number == name.npos || number == 0) return std::nullopt;
  const std::size_t process = name.rfind('-', number - 1);  // a host's name may have dashes as well
  if (process == name.npos) return std::nullopt;
  Writer writer{std::string(name.substr(0, process)), 0};
  const char* end = name.data() + number;
  const auto read = std::from_chars(name.data() + process + 1, end, writer.process);
  if (read.ec != std::errc() || read.ptr != end || writer.process <= 0) return std::nullopt;
  return writer;
}

bool is_old(const fs::path& file) {
  struct stat status {};
  return lstat(file.c_str(), &status) == 0 &&
         std::time(nullptr) - status.st_mtim.tv_sec > kOldSeconds;
}

bool is_over(const Writer& writer) {
  return writer.host == host() && kill(writer.process, 0) != 0 && errno == ESRCH;
}

}  // namespace

NewFile new_temporary(const fs::path& folder) { return new_file(folder, host()); }

void remove_stale_temporaries(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end;
       file.increment(error)) {
    const std::optional<Writer> writer = writer_of(file->path().filename().string());
    std::error_code ignored;
    if (writer && (is_over(*writer) || is_old(file->path()))) fs::remove(file->path(), ignored);
  }
}

}  // namespace rda::sweep
