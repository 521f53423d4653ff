// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/mapping.h"

namespace rda::sim::reference {

/// The counters of a program's loops. The nest runs once.
class LoopNest {
 public:
  explicit LoopNest(const Program& program);

  bool done() const { return done_; }
  Index index() const { return index_; }
  /// Steps to the next firing.
  void next();

 private:
  const std::vector<std::int64_t>& extents_;
  std::vector<std::int64_t> index_;
  bool done_ = false;
};

}  // namespace rda::sim::reference
