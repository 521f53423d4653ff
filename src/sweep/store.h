// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rda::sweep {

/// What a store has of a key.
enum class Stored {
  nothing,
  result,  ///< a function of the point: the same wherever and whenever it is computed
  error,   ///< says something about the host, e.g. that time was too short; tried again on demand
};

/// A folder of results: `ab/<key>.json` for a result, `ab/<key>.error.json` for an error, `ab` the
/// first two letters of the key. A file is there whole or not at all, and its bytes depend on the
/// point alone. Several processes, on several hosts, may use a store at the same time.
/// docs/sweeps.md describes it.
class Store {
 public:
  explicit Store(std::filesystem::path folder) : folder_(std::move(folder)) {}

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path result_file(std::string_view key) const;
  std::filesystem::path error_file(std::string_view key) const;
  /// Where the whole report of a run lies, if it was asked for: `ab/<key>.report.json`.
  std::filesystem::path report_file(std::string_view key) const;

  /// The file that get() reads: the result's if there is one, else the error's.
  std::filesystem::path file_of(std::string_view key) const;

  Stored has(std::string_view key) const;
  /// The text under `key`.
  /// @throws ConfigError  if a file is there and cannot be read
  std::optional<std::string> get(std::string_view key) const;

  /// Makes the folder, removes what killed processes have left in it, and sees that a file can be
  /// written. @throws OutputError
  void prepare() const;
  /// Removes what killed processes have left in it.
  void tidy() const;
  /// Puts a result; an error of the same key goes. @throws OutputError
  void put_result(std::string_view key, std::string_view text) const;
  /// Puts a whole report. @throws OutputError
  void put_report(std::string_view key, std::string_view text) const;
  /// Puts an error, unless there is a result already. @throws OutputError
  void put_error(std::string_view key, std::string_view text) const;

  /// Calls `take` for every key, in order; a key that has both a result and an error, once.
  void for_each(const std::function<void(const std::string& key, Stored what)>& take) const;

 private:
  void put(const std::filesystem::path& file, std::string_view text) const;

  std::filesystem::path folder_;
};

/// Whether `word` may be a key: 64 digits of lower-case hexadecimal.
bool is_key(std::string_view word);

}  // namespace rda::sweep
