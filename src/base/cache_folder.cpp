// SPDX-License-Identifier: Apache-2.0
#include "base/cache_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/sha256.h"
#include "rda/error.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".entry";
constexpr std::size_t kHashLetters = 64;
constexpr std::size_t kMostBytes = std::size_t{1} << 28;
/// By then the run that writes a file is over, or was killed.
constexpr std::int64_t kTemporarySeconds = 3600;

/// A file of ours, as the folder shows it.
struct Entry {
  std::int64_t used = 0;  ///< nanoseconds
  std::string name;       ///< orders files used at the same time
  std::int64_t bytes = 0;
};

bool is_entry(const std::string& name) {
  return name.size() == kHashLetters + kEnding.size() && name.ends_with(kEnding) &&
         name.find_first_not_of("0123456789abcdef") == kHashLetters;
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// What lies in the folder: texts; and what killed runs left behind, which is removed. Nothing
/// else is touched: somebody may have named a folder that holds other things too.
std::vector<Entry> entries_of(const fs::path& folder) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  std::vector<Entry> entries;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end;
       file.increment(error)) {
    const std::string name = file->path().filename();
    struct stat status {};
    if (!is_entry(name) && !is_new_file(name)) continue;
    if (::lstat(file->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    if (is_entry(name))
      entries.push_back({nanoseconds(status.st_mtim), name, status.st_size});
    else if (now.tv_sec - status.st_mtim.tv_sec > kTemporarySeconds)
      fs::remove(file->path(), error);
  }
  return entries;
}

}  // namespace

CacheFolder::CacheFolder(fs::path folder, std::int64_t limit)
    : folder_(std::move(folder)), limit_(limit) {}

fs::path CacheFolder::file_of(std::string_view key) const {
  return folder_ / (sha256(key) + std::string(kEnding));
}

std::optional<std::string> CacheFolder::find(std::string_view key) const {
  const fs::path file = file_of(key);
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return std::nullopt;
  std::string text;
  try {
    text = read_file(file, kMostBytes);
  } catch (const ConfigError&) {  // removed just now, or not ours to read
    return std::nullopt;
  }
  if (text.size() < kHashLetters) return std::nullopt;
  const std::string sum = text.substr(0, kHashLetters);
  text.erase(0, kHashLetters);
  if (sha256(text) != sum) return std::nullopt;
  ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0);
  return text;
}

void CacheFolder::keep(std::string_view key, std::string_view text) {
  problem_.clear();
  try {
    fs::create_directories(folder_);
    write_file(file_of(key), sha256(text) + std::string(text), Durable::no);
    make_room();
  } catch (const fs::filesystem_error& error) {
    problem_ = folder_.string() + ": cannot be made: " + error.code().message();
  } catch (const Error& error) {
    problem_ = error.what();
  }
}

void CacheFolder::make_room() const {
  std::vector<Entry> entries = entries_of(folder_);
  std::int64_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.bytes;
  if (bytes <= limit_) return;
  std::ranges::sort(entries, {},
                    [](const Entry& entry) { return std::tie(entry.used, entry.name); });
  for (const Entry& entry : entries) {
    std::error_code ignored;  // another run may have removed it
    fs::remove(folder_ / entry.name, ignored);
    bytes -= entry.bytes;
    if (bytes <= limit_) return;
  }
}

}  // namespace rda
