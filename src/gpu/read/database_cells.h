// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gpu/read/draft.h"

namespace rda::gpu::read {

/// Times in the rows of a database. @throws ConfigError  as Draft::refuse()
class DatabaseCells {
 public:
  /// @param draft  outlives the cells; refuses what is wrong
  explicit DatabaseCells(const Draft& draft) : draft_(draft) {}

  /// ns; at most 70 years.
  std::int64_t time(const SQLite::Column& cell) const;
  /// ns from the first column to the second one, which is not before it.
  std::int64_t duration(const SQLite::Statement& row, std::string_view table) const;

 private:
  const Draft& draft_;
};

/// Three columns from `place` on; none if they are no sizes.
std::optional<Extent> extent_in(const SQLite::Statement& row, int place);

/// "[CUDA memcpy Host-to-Device]", of a kind of CUPTI.
std::string copy_name(std::int64_t kind);

}  // namespace rda::gpu::read
