// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "rda/probe.h"
#include "trace/spool.h"

namespace rda::trace {

/// A sequence of numbers that was recorded in evenly spaced pieces, read from its beginning.
class Sequence {
 public:
  /// @param first  the index of the first number in the column; those before it were not recorded
  Sequence(const Spool& spool, std::size_t column, std::int64_t first)
      : reader_(spool, column), begin_(first) {}

  /// The number with this index, which is not less than that of the call before; none if it was not
  /// recorded.
  std::optional<std::int64_t> at(std::int64_t index);

 private:
  Spool::Reader reader_;
  Events piece_;
  std::int64_t begin_;  ///< index of the first number of the piece
};

}  // namespace rda::trace
