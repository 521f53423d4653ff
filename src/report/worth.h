// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/mapping.h"
#include "rda/result.h"

namespace rda::report {

/// What a run would take less without a limit, at most, from its counts alone: the mapping stays.
class Worth {
 public:
  /// Refers to both.
  Worth(const Mapping& mapping, const RunResult& result);

  /// Of a limit that the run may have waited for: no unit takes less than its active cycles. 0 if
  /// it cannot have waited.
  Cycle of_waits(bool may_have) const { return may_have ? result_.cycles - busiest_ : 0; }
  /// Of `hops` hops that each step of each sequence would save.
  Cycle of_hops(std::int64_t hops, int hop_latency) const;
  /// Of using all of so many PCUs: the active cycles of the used ones are spread over all.
  Cycle of_pcus(std::int64_t on_chip) const;

  bool any_conflict() const { return has_conflict_; }
  bool any_active(UnitKind kind) const;
  /// Whether more tokens of a stream came than a FIFO of this depth holds at once.
  bool outgrows(StreamId stream, int depth) const;

 private:
  const Mapping& mapping_;
  const RunResult& result_;
  Cycle busiest_ = 0, pcu_active_ = 0;
  bool has_conflict_ = false;
};

}  // namespace rda::report
