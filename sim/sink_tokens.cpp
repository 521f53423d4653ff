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

StepCounter step_counter(const Mapping& mapping, const Program& sink, std::int64_t steps) {
  const bool all = steps <= 0 || steps >= mapping.steps;
  return {sink.firings(), mapping.steps, all ? mapping.steps : steps};
}

}  // namespace rda::sim
