// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/output.h"
#include "app/validate_lines.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/text.h"
#include "json/comments.h"
#include "json/file_kind.h"
#include "json/value.h"

namespace rda::app {
namespace {

struct ValidateOptions {
  std::string kind;  ///< or the first file
  std::vector<std::string> files;
};

std::string kind_words() {
  std::vector<std::string> words;
  for (const CheckedKind& kind : checked_kinds()) words.emplace_back(kind.word);
  return join(words, ", ");
}

/// The kind that the first word asks for; nullptr if it is a file, which then joins the others.
/// @throws UsageError  if there is no file
const CheckedKind* asked(ValidateOptions& o) {
  constexpr const char* kNoFile = "FILE: missing (the files to check; try rdasim validate --help)";
  if (o.kind.empty()) throw UsageError(kNoFile);
  const auto found = std::ranges::find(checked_kinds(), o.kind, &CheckedKind::word);
  if (found != checked_kinds().end()) {
    if (o.files.empty()) throw UsageError(kNoFile);
    return &*found;
  }
  if (!o.files.empty() && !is_there(o.kind))
    throw UsageError(fmt::format("'{}' is no file and no kind of file (one of: {})",
                                 one_line(o.kind, 400), kind_words()));
  o.files.insert(o.files.begin(), o.kind);
  return nullptr;
}

/// The file that a file extends; none if its text says so nowhere.
/// @throws ConfigError  if it is no JSON, or the other file is not there
std::optional<std::string> extended_by(const std::string& text, const std::string& file) {
  const json::Value value = json::parse(json::without_comments(text).text, file);
  const auto* members = value.get_if<json::Value::Object>();
  if (!members || !members->contains("extends")) return std::nullopt;
  const auto* name = members->at("extends").get_if<std::string>();
  if (!name) return std::nullopt;
  return file_named(file, "/extends", *name).lexically_normal().string();
}

/// The kind that a file says it is, or else the file that it extends; `before`: the files that led
/// to it.
/// @throws ConfigError  if it is no JSON although it begins as such, or extends itself
const CheckedKind* recognised(const std::string& file, std::vector<std::string> before = {}) {
  const auto said = json::is_model(file) ? json::FileKind::workload : json::kind_of_file(file);
  const auto found = std::ranges::find(checked_kinds(), said, &CheckedKind::kind);
  if (found != checked_kinds().end()) return &*found;
  const std::string text = read_file(file, kLargestText);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != text.npos && text[first] != '{' && text[first] != '/') return nullptr;
  const std::optional<std::string> extended = extended_by(text, file);
  if (!extended) return nullptr;
  before.push_back(file);
  std::error_code differs;
  for (const std::string& one : before)
    if (std::filesystem::equivalent(one, *extended, differs))
      throw ConfigError(
          file, "/extends",
          one_line(*extended, 400) + " leads back here (a file cannot extend itself)");
  return recognised(*extended, std::move(before));
}

std::vector<std::string> problems_of(const CheckedKind* kind, const std::string& file) {
  try {
    if (!kind) kind = recognised(file);
    if (kind) return kind->problems(file);
    return {fmt::format("{} is {} (one of: {} can be checked)", one_line(file, 400),
                        name_of(json::kind_of_file(file)), kind_words())};
  } catch (const Error& error) {
    if (error.exit_code != ExitCode::bad_input) throw;
    std::vector<std::string> lines{error.what()};
    std::ranges::copy(error.further, std::back_inserter(lines));
    return lines;
  }
}

}  // namespace

/// Reads and checks each file. Problems are results here: they go to stdout.
ExitCode validate(Words words) {
  ValidateOptions o;
  CLI::App app("Checks files; one line for each problem, exit code 0 or 2.", "rdasim validate");
  app.add_option("KIND", o.kind,
                 "one of: " + kind_words() + "; without it each file is what its content says");
  app.add_option("FILE", o.files, "files to check");
  if (!parse(app, words)) return ExitCode::ok;
  const CheckedKind* kind = asked(o);

  ExitCode code = ExitCode::ok;
  for (const std::string& file : o.files) {
    const std::vector<std::string> lines = problems_of(kind, file);
    for (const std::string& line : lines) print(line + '\n');
    if (lines.size() >= kMostLines)
      print(fmt::format("{}: further problems are not shown\n", one_line(file, 400)));
    if (!lines.empty()) code = ExitCode::bad_input;
  }
  return code;
}

}  // namespace rda::app
