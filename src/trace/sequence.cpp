// SPDX-License-Identifier: Apache-2.0
#include "trace/sequence.h"

namespace rda::trace {

std::optional<std::int64_t> Sequence::at(std::int64_t index) {
  if (index < begin_) return std::nullopt;
  while (index >= begin_ + piece_.count) {
    begin_ += piece_.count;
    piece_ = {};
    Spool::Row row;
    if (!reader_.next(row)) return std::nullopt;
    piece_ = {row[0], row[1], row[2]};
  }
  return piece_.at(index - begin_);
}

}  // namespace rda::trace
