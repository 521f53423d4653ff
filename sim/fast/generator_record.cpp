// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/generator_record.h"

#include <algorithm>

namespace rda::sim::fast {
namespace {

bool covers(const std::vector<GeneratorRecord::Span>& spans, std::size_t& at, Cycle cycle) {
  while (at < spans.size() && spans[at].second <= cycle) ++at;
  return at < spans.size() && spans[at].first <= cycle;
}

}  // namespace

Cycle GeneratorRecord::quiet_from() const {
  Cycle from = 0;
  for (const Span& flight : flights_) from = std::max(from, flight.second);
  return from;
}

/// The cycles in which a burst is asked for and not delivered, as spans in order.
std::vector<GeneratorRecord::Span> GeneratorRecord::in_flight(Cycle from, Cycle until) const {
  std::vector<Span> spans;
  for (const Span& flight : flights_) {  // in the order of their begin
    const Cycle begin = std::max(flight.first, from), end = std::min(flight.second, until);
    if (begin >= end) continue;
    if (!spans.empty() && begin <= spans.back().second)
      spans.back().second = std::max(spans.back().second, end);
    else
      spans.emplace_back(begin, end);
  }
  return spans;
}

void GeneratorRecord::settle(Cycle from, Cycle until, Cycle first_token, Cycle done) {
  const std::vector<Span> flights = in_flight(from, until);
  std::vector<Cycle> edges{from, until, first_token, done};
  const auto add = [&](const std::vector<Span>& spans) {
    for (const Span& span : spans) edges.push_back(span.first), edges.push_back(span.second);
  };
  add(flights);
  add(blocked_);
  for (const Cycle cycle : fired_) edges.push_back(cycle), edges.push_back(cycle + 1);
  std::ranges::sort(edges);
  std::size_t fired = 0, blocked = 0, flight = 0;
  for (std::size_t e = 0; e + 1 < edges.size(); ++e) {
    const Cycle begin = std::max(edges[e], from), end = std::min(edges[e + 1], until);
    if (begin >= end) continue;
    while (fired < fired_.size() && fired_[fired] < begin) ++fired;
    const bool waits = covers(flights, flight, begin);
    Activity activity = Activity::starved;
    if (fired < fired_.size() && fired_[fired] == begin)
      activity = Activity::active;
    else if (covers(blocked_, blocked, begin))
      activity = Activity::blocked;
    else if (begin < first_token || begin >= done)
      activity = Activity::idle;
    else if (waits)
      memory_cycles_ += end - begin;
    account_.add(0, activity, end - begin);
  }
  std::erase_if(fired_, [&](Cycle cycle) { return cycle < until; });
  std::erase_if(blocked_, [&](const Span& span) { return span.second <= until; });
  std::size_t over = 0;
  while (over < flights_.size() && flights_[over].second <= until) ++over;
  flights_.erase(flights_.begin(), flights_.begin() + static_cast<std::ptrdiff_t>(over));
  first_ += static_cast<std::int64_t>(over);
}

void GeneratorRecord::note(Snapshot& snapshot, Cycle now) const {
  for (const Span& flight : flights_)
    snapshot.add(flight.second == kNever ? kNever : std::max<Cycle>(flight.second - now, 0));
  snapshot.add(-1);
}

void GeneratorRecord::skip(Cycle cycles, std::int64_t numbers, std::int64_t memory_cycles) {
  first_ += numbers;
  memory_cycles_ += memory_cycles;
  for (Span& flight : flights_) {
    flight.first += cycles;
    if (flight.second != kNever) flight.second += cycles;
  }
}

}  // namespace rda::sim::fast
