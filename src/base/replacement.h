// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/descriptor.h"
#include "base/file.h"

namespace rda {

/// A file that takes the place of another one as a whole, when it is complete, or not at all.
class Replacement {
 public:
  /// Of a file that is no device: by way of a new file in its folder, with its permissions. A link
  /// keeps pointing to its file, which is the one replaced. @throws OutputError
  explicit Replacement(const std::filesystem::path& file);
  /// By way of a file just made. @throws OutputError  if it could not be made
  Replacement(NewFile made, std::filesystem::path file);
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;
  ~Replacement();  ///< removes what has not taken its place

  /// Where it is until then, for those who write it themselves.
  const std::filesystem::path& path() const { return temporary_; }
  /// @throws OutputError
  void write(std::string_view text) { write_all(out_.get(), text, file_); }
  /// It is complete. @throws OutputError
  void take_place(Durable durable = Durable::yes);

 private:
  const std::filesystem::path file_;
  std::filesystem::path temporary_;
  Descriptor out_;
};

}  // namespace rda
