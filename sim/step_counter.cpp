// SPDX-License-Identifier: Apache-2.0
#include "sim/step_counter.h"

#include <algorithm>
#include <numeric>

namespace rda::sim {

/// The tokens of a period, which is repeated again and again.
class StepCounter::Period {
 public:
  Period(const std::vector<Events>& tokens, Cycle length) : length_(length) {
    for (const Events& events : tokens)
      for (std::int64_t n = 0; n < events.count; ++n) cycles_.push_back(events.at(n));
  }

  std::int64_t tokens() const { return std::ssize(cycles_); }
  /// The cycle of token n, from 0, counted from the first repetition on.
  Cycle at(std::int64_t n) const {
    return cycles_[static_cast<std::size_t>(n % tokens())] + (n / tokens() + 1) * length_;
  }

 private:
  Cycle length_;
  std::vector<Cycle> cycles_;
};

StepCounter::StepCounter(std::int64_t tokens, std::int64_t steps, std::int64_t counted)
    : a_step_(steps > 0 && tokens % steps == 0 ? tokens / steps : 0),
      left_(a_step_ > 0 ? counted : 0),
      missing_(a_step_) {}

void StepCounter::end_step(Cycle at) {
  if (left_ == 0) return;
  --left_;
  const Cycle cycles = at + 1 - counted_.end;
  counted_.end = at + 1;
  ++counted_.steps_by_cycles[cycles];
  if (counted_.first.size() < StepCycles::kEnds) counted_.first.push_back(cycles);
  counted_.last.push_back(cycles);
  if (counted_.last.size() > StepCycles::kEnds) counted_.last.erase(counted_.last.begin());
}

void StepCounter::took(const Events& cycles) {
  if (a_step_ == 0) {
    counted_.end = cycles.last() + 1;
    return;
  }
  if (remembers_) taken_.push_back(cycles);
  std::int64_t last = missing_ - 1;  // of the step, counted from the first of these tokens
  for (; last < cycles.count; last += a_step_) end_step(cycles.at(last));
  missing_ = last + 1 - cycles.count;
}

void StepCounter::remember(bool whether) {
  remembers_ = whether;
  if (!whether) taken_ = {};
}

void StepCounter::forget(Cycle cycle) {
  std::erase_if(taken_, [&](const Events& events) { return events.first < cycle; });
}

void StepCounter::repeat(Cycle from, std::int64_t periods, Cycle length) {
  if (a_step_ == 0) {
    if (counted_.end > from) counted_.end += periods * length;
    return;
  }
  forget(from);
  const Period period(taken_, length);
  if (period.tokens() == 0) return;
  const std::int64_t tokens = period.tokens() * periods;
  std::int64_t last = missing_ - 1;
  const auto next_step = [&] {
    end_step(period.at(last));
    last += a_step_;
  };
  // After so many steps the same lengths come again.
  const std::int64_t lap = period.tokens() / std::gcd(period.tokens(), a_step_);
  const std::int64_t ends = static_cast<std::int64_t>(StepCycles::kEnds);
  for (std::int64_t n = 0; n < lap + ends && last < tokens; ++n) next_step();
  const std::int64_t steps = last < tokens ? (tokens - 1 - last) / a_step_ + 1 : 0;
  const std::int64_t laps = std::min(steps, left_) / lap - 1 - ends / lap;
  if (laps > 1) {
    const std::map<Cycle, std::int64_t> before = counted_.steps_by_cycles;
    for (std::int64_t n = 0; n < lap; ++n) next_step();
    const auto was = [&](Cycle cycles) {
      const auto found = before.find(cycles);
      return found == before.end() ? 0 : found->second;
    };
    for (auto& [cycles, count] : counted_.steps_by_cycles)
      count += (count - was(cycles)) * (laps - 1);
    left_ -= lap * (laps - 1);
    last += a_step_ * lap * (laps - 1);
    counted_.end = period.at(last - a_step_) + 1;
  }
  while (last < tokens && left_ > 0) next_step();
  if (last < tokens) last += ((tokens - 1 - last) / a_step_ + 1) * a_step_;
  missing_ = last + 1 - tokens;
}

}  // namespace rda::sim
