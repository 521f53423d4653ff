// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace rda {

/// Texts in a folder, each under a key, for later runs and for those at the same time. A text is
/// there whole or not at all; a file that is cut off or changed counts as missing. Nothing here
/// throws: a folder that cannot be used holds nothing, and problem() says why.
class CacheFolder {
 public:
  /// The folder is made when there is something to keep.
  /// @param limit  bytes of all texts; beyond it those go that were not used for longest
  CacheFolder(std::filesystem::path folder, std::int64_t limit);

  const std::filesystem::path& folder() const { return folder_; }
  /// The text kept under `key`, if there is one; it then counts as just used.
  std::optional<std::string> find(std::string_view key) const;
  void keep(std::string_view key, std::string_view text);
  /// Why the last text was not kept, in one line; empty if it was.
  const std::string& problem() const { return problem_; }

 private:
  std::filesystem::path file_of(std::string_view key) const;
  void make_room() const;

  std::filesystem::path folder_;
  std::int64_t limit_;
  std::string problem_;
};

}  // namespace rda
