// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "base/replacement.h"
#include "base/shipped.h"
#include "rda/error.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNewFileStart = ".rdasim-", kNewFileEnding = ".tmp";

/// Our own standard streams keep their place in a redirected file; opened anew they would not.
std::optional<int> standard_stream(const fs::path& file) {
  if (file == "/dev/stdout" || file == "/dev/fd/1") return STDOUT_FILENO;
  if (file == "/dev/stderr" || file == "/dev/fd/2") return STDERR_FILENO;
  return std::nullopt;
}

void write_in_place(const fs::path& file, std::string_view text) {
  const std::optional<int> stream = standard_stream(file);
  Descriptor out(stream ? ::dup(*stream) : ::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (out.get() < 0) fail_output(file);
  write_all(out.get(), text, file);
  sync(out.get(), file);
  if (!out.close()) fail_output(file);
}

}  // namespace

std::string read_file(const fs::path& file, std::size_t limit) {
  const auto fail = [&](const std::string& problem) {
    throw ConfigError(file.string(), "", problem);
  };
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.get() < 0) {
    const bool missing = errno == ENOENT;
    const std::string why = "cannot be read: " + reason();
    const std::string shipped = missing ? shipped_instead(file) : "";
    fail(shipped.empty() ? why : why + " (" + shipped + ")");
  }
  std::string text, chunk(1 << 16, '\0');
  while (true) {
    const ssize_t got = ::read(in.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("cannot be read: " + reason());
    if (got == 0) return text;
    text.append(chunk, 0, static_cast<std::size_t>(got));
    if (text.size() > limit) fail(fmt::format("is larger than {} bytes", limit));
  }
}

fs::path written_file(const fs::path& file) {
  constexpr int kMostLinks = 40;  // as the kernel allows
  fs::path target = file;
  std::error_code error;
  for (int links = 0; fs::is_symlink(target, error); ++links) {
    if (links == kMostLinks) {
      errno = ELOOP;
      fail_output(file);
    }
    target = target.parent_path() / fs::read_symlink(target, error);  // an absolute one replaces it
  }
  return target;
}

bool is_new_file(std::string_view name) {
  return name.starts_with(kNewFileStart) && name.ends_with(kNewFileEnding);
}

NewFile new_file(const fs::path& folder, std::string_view who) {
  const std::string dash = who.empty() ? "" : "-";
  // A number in use belongs to a run that was killed.
  for (int number = 0;; ++number) {
    NewFile made{folder / fmt::format("{}{}{}{}-{}{}", kNewFileStart, who, dash, ::getpid(), number,
                                      kNewFileEnding)};
    made.descriptor = ::open(made.path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (made.descriptor >= 0 || errno != EEXIST) return made;
  }
}

void write_file(const fs::path& file, std::string_view text, Durable durable) {
  struct stat status {};
  const bool exists = ::stat(file.c_str(), &status) == 0;
  if (standard_stream(file) || (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))) {
    return write_in_place(file, text);
  }
  Replacement replacement(file);
  replacement.write(text);
  replacement.take_place(durable);
}

void write_file(NewFile made, const fs::path& file, std::string_view text, Durable durable) {
  Replacement replacement(std::move(made), file);
  replacement.write(text);
  replacement.take_place(durable);
}

}  // namespace rda
