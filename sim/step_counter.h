// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/probe.h"
#include "rda/result.h"

namespace rda::sim {

/// Counts how long each step took at a sink.
class StepCounter {
 public:
  /// @param tokens  of the sink, in `steps` steps; if the steps have not equally many, none is
  ///                counted
  /// @param counted  the first steps, which are counted
  StepCounter(std::int64_t tokens, std::int64_t steps, std::int64_t counted);

  /// The sink took its next tokens.
  void took(const Events& cycles);
  /// It took them again as it did from cycle `from` on, in each of `periods` periods of `length`
  /// cycles that follow. Requires remember() before, and that what it took from then on was not
  /// forgotten.
  void repeat(Cycle from, std::int64_t periods, Cycle length);

  /// Whether from now on it remembers what the sink takes.
  void remember(bool whether);
  /// What the sink took before `cycle` will not be repeated.
  void forget(Cycle cycle);

  const StepCycles& counted() const { return counted_; }

 private:
  class Period;
  void end_step(Cycle at);

  std::int64_t a_step_;   ///< tokens; 0: steps are not counted
  std::int64_t left_;     ///< steps that are still counted
  std::int64_t missing_;  ///< tokens of the current step that are still to come
  StepCycles counted_;
  bool remembers_ = false;
  std::vector<Events> taken_;
};

}  // namespace rda::sim
