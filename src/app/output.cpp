// SPDX-License-Identifier: Apache-2.0
#include "app/output.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& target) {
  throw OutputError(target + ": cannot be written: " + std::generic_category().message(errno));
}

/// A file is replaced as a whole, so a new one must be possible beside it. Made and removed:
/// permissions alone do not tell (read-only file systems, root).
void try_new_file(const std::string& target, const fs::path& folder) {
  const NewFile made = new_file(folder);
  if (made.descriptor < 0) fail(target);
  close(made.descriptor);
  unlink(made.path.c_str());
}

/// A name longer than the file system takes.
void refuse_long_name(const std::string& target, const fs::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0 && errno == ENAMETOOLONG) fail(target);
}

/// What a suffix means to people and to other programs.
constexpr std::pair<std::string_view, std::string_view> kFormats[] = {
    {".json", "JSON"},  {".jsonl", "JSON lines"},  {".csv", "CSV"},        {".md", "Markdown"},
    {".tex", "LaTeX"},  {".markdown", "Markdown"}, {".html", "HTML"},      {".htm", "HTML"},
    {".xml", "XML"},    {".svg", "SVG"},           {".png", "PNG"},        {".pdf", "PDF"},
    {".db", "SQLite"},  {".sqlite", "SQLite"},     {".sqlite3", "SQLite"}, {".npz", "NumPy"},
    {".npy", "NumPy"},  {".yaml", "YAML"},         {".yml", "YAML"},       {".toml", "TOML"},
    {".xlsx", "Excel"}, {".parquet", "Parquet"},   {".tsv", "TSV"},        {".vcd", "VCD"},
    {".jpg", "JPEG"},   {".jpeg", "JPEG"},         {".gz", "gzip"},        {".zip", "ZIP"}};

/// What the suffix of a file's name means; empty: nothing that is known.
std::string_view format_of(const std::string& target) {
  const std::string suffix = ending_of(fs::path(target));
  const auto found = std::ranges::find(kFormats, suffix, [](const auto& row) { return row.first; });
  return found == std::end(kFormats) ? "" : found->second;
}

/// Whether stdout is a pipe that nobody reads any more, as of `| head`.
bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

std::string ending_of(const fs::path& file) {
  std::string ending = file.extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

void print(std::string_view text) {
  try {
    write_file("/dev/stdout", text);
  } catch (const OutputError&) {
    if (reader_is_gone()) throw OutputError("");
    throw;
  }
}

void check_output(const std::string& target) {
  if (target.empty() || target == "-") return;
  const fs::path path = written_file(target);
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) throw OutputError(target + ": is a folder (name a file)");
  if (fs::exists(path, ignored) && access(path.c_str(), W_OK) != 0) fail(target);
  if (fs::is_other(path, ignored)) return;  // a device or pipe is written in place
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored))
    throw OutputError(target + ": " + folder.string() + " is a file, not a folder");
  if (!fs::is_directory(folder, ignored))
    throw OutputError(target + ": its folder does not exist (make " + folder.string() + " first)");
  refuse_long_name(target, path);
  try_new_file(target, folder);
}

void check_output(const std::string& target, std::string_view format) {
  const std::string_view meant = format_of(target);
  std::error_code ignored;
  const bool lines = format == "JSON lines" && meant == "JSON";
  if (!meant.empty() && meant != format && !lines && !fs::is_other(target, ignored))
    throw UsageError(fmt::format("{}: the name says {}, but {} would be written",
                                 one_line(target, 400), meant, format));
  check_output(target);
}

void write_output(const std::string& target, std::string_view text) {
  if (target == "-") return print(text);
  write_file(target, text);
}

}  // namespace rda::app
