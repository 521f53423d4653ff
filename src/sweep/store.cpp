// SPDX-License-Identifier: Apache-2.0
#include "sweep/store.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <system_error>
#include <vector>

#include "base/file.h"
#include "rda/error.h"
#include "sweep/temporary.h"

namespace rda::sweep {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyLetters = 64, kFolderLetters = 2;
constexpr std::size_t kMostBytes = std::size_t{1} << 26;
constexpr std::string_view kResult = ".json", kError = ".error.json", kReport = ".report.json";

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw OutputError(folder.string() + ": cannot be made: " + error.message());
}

/// Every file name in a folder; none if it is no folder.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end;
       file.increment(error))
    names.push_back(file->path().filename());
  std::ranges::sort(names);
  return names;
}

/// What the folder of some first letters has, by key.
std::map<std::string, Stored> entries_of(const fs::path& folder) {
  std::map<std::string, Stored> entries;
  for (const std::string& name : names_in(folder)) {
    const std::string key = name.substr(0, kKeyLetters);
    if (!is_key(key) || !key.starts_with(folder.filename().string())) continue;
    const std::string_view ending = std::string_view(name).substr(kKeyLetters);
    if (ending == kResult) entries[key] = Stored::result;
    if (ending == kError) entries.emplace(key, Stored::error);
  }
  return entries;
}

bool is_file(const fs::path& file) {
  std::error_code ignored;
  return fs::is_regular_file(file, ignored);
}

}  // namespace

bool is_key(std::string_view word) {
  return word.size() == kKeyLetters && word.find_first_not_of("0123456789abcdef") == word.npos;
}

fs::path Store::result_file(std::string_view key) const {
  return folder_ / key.substr(0, kFolderLetters) / (std::string(key) += kResult);
}

fs::path Store::error_file(std::string_view key) const {
  return folder_ / key.substr(0, kFolderLetters) / (std::string(key) += kError);
}

fs::path Store::report_file(std::string_view key) const {
  return folder_ / key.substr(0, kFolderLetters) / (std::string(key) += kReport);
}

fs::path Store::file_of(std::string_view key) const {
  const fs::path result = result_file(key);
  return is_file(result) ? result : error_file(key);
}

Stored Store::has(std::string_view key) const {
  if (is_file(result_file(key))) return Stored::result;
  return is_file(error_file(key)) ? Stored::error : Stored::nothing;
}

std::optional<std::string> Store::get(std::string_view key) const {
  const fs::path file = file_of(key);
  if (!is_file(file)) return std::nullopt;
  return read_file(file, kMostBytes);
}

void Store::prepare() const {
  make_folder(folder_);
  tidy();
  const NewFile trial = new_temporary(folder_);
  if (trial.descriptor < 0)
    throw OutputError(folder_.string() +
                      ": cannot be written: " + std::generic_category().message(errno));
  close(trial.descriptor);
  unlink(trial.path.c_str());
}

void Store::tidy() const { remove_stale_temporaries(folder_); }

void Store::put(const fs::path& file, std::string_view text) const {
  make_folder(file.parent_path());
  write_file(new_temporary(folder_), file, text);
}

void Store::put_result(std::string_view key, std::string_view text) const {
  put(result_file(key), text);
  std::error_code ignored;  // has(), get() and for_each() prefer the result anyway
  fs::remove(error_file(key), ignored);
}

void Store::put_report(std::string_view key, std::string_view text) const {
  put(report_file(key), text);
}

void Store::put_error(std::string_view key, std::string_view text) const {
  if (has(key) != Stored::result) put(error_file(key), text);
}

void Store::for_each(const std::function<void(const std::string& key, Stored what)>& take) const {
  for (const std::string& letters : names_in(folder_))
    if (letters.size() == kFolderLetters)
      for (const auto& [key, what] : entries_of(folder_ / letters)) take(key, what);
}

}  // namespace rda::sweep
