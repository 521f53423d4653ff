// SPDX-License-Identifier: Apache-2.0
#include "sim/sink_tokens.h"

namespace rda::sim {

std::int64_t tokens_of_steps(const Mapping& mapping, const Program& sink, std::int64_t steps) {
  const std::int64_t tokens = sink.firings();
  if (steps <= 0 || steps >= mapping.steps) return tokens;
  // tokens · steps / mapping.steps, rounded up; the product may need more than 64 bits.
  __extension__ using Wide = unsigned __int128;
  const auto all = static_cast<Wide>(mapping.steps);
  const Wide product = static_cast<Wide>(tokens) * static_cast<Wide>(steps);
  return static_cast<std::int64_t>((product + all - 1) / all);
}

SinkCounter::SinkCounter(const Mapping& mapping, const Program& sink, std::int64_t steps)
    : steps_(sink.firings(), mapping.steps,
             steps <= 0 || steps >= mapping.steps ? mapping.steps : steps) {
  const std::int64_t repetitions = mapping.repetitions();
  if (repetitions == 1) return;
  const std::int64_t whole = steps / (mapping.steps / repetitions);
  repetitions_.emplace(sink.firings(), repetitions,
                       steps <= 0 || whole >= repetitions ? repetitions : whole);
}

void SinkCounter::took(const Events& cycles) {
  steps_.took(cycles);
  if (repetitions_) repetitions_->took(cycles);
}

void SinkCounter::repeat(Cycle from, std::int64_t periods, Cycle length) {
  steps_.repeat(from, periods, length);
  if (repetitions_) repetitions_->repeat(from, periods, length);
}

void SinkCounter::remember(bool whether) {
  steps_.remember(whether);
  if (repetitions_) repetitions_->remember(whether);
}

void SinkCounter::forget(Cycle cycle) {
  steps_.forget(cycle);
  if (repetitions_) repetitions_->forget(cycle);
}

void SinkCounter::report(RunResult& result) const {
  result.steps.push_back(steps_.counted());
  if (repetitions_) result.repetitions.push_back(repetitions_->counted());
}

}  // namespace rda::sim
