// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "rda/mapping.h"
#include "rda/result.h"
#include "sim/step_counter.h"

namespace rda::sim {

/// Tokens of the first `steps` steps (0: of all) at a sink.
std::int64_t tokens_of_steps(const Mapping& mapping, const Program& sink, std::int64_t steps);

/// Counts how long the first `steps` steps (0: all) took at a sink, and how long the repetitions
/// that these complete. Its functions are those of StepCounter.
class SinkCounter {
 public:
  SinkCounter(const Mapping& mapping, const Program& sink, std::int64_t steps);

  void took(const Events& cycles);
  void repeat(Cycle from, std::int64_t periods, Cycle length);
  void remember(bool whether);
  void forget(Cycle cycle);
  /// Adds what it counted to the result.
  void report(RunResult& result) const;

 private:
  StepCounter steps_;
  std::optional<StepCounter> repetitions_;  // if there are several
};

}  // namespace rda::sim
