// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/index.h"
#include "mapping/latency.h"
#include "property/suite.h"

namespace rda::test {
namespace {

std::int64_t all_firings(const Unit& unit) {
  if (const auto* source = std::get_if<SourceUnit>(&unit.body)) return source->tokens;
  if (const auto* sink = std::get_if<SinkUnit>(&unit.body)) return sink->tokens;
  std::int64_t firings = 0;
  mapping::for_each_program(
      unit, [&](mapping::Part, const Program& program) { firings += mapping::firings(program); });
  return firings;
}

/// Tokens that the buffers and links of a route can hold at most.
std::int64_t room(const Case& c, const Stream& stream) {
  const std::int64_t skid = 2 * c.chip.network.hop_latency;
  const auto deepest = [](const PerKind& d) { return std::max({d.vector, d.scalar, d.control}); };
  return std::ssize(stream.route) * skid +
         std::max({deepest(c.chip.pcu.fifo_depth), deepest(c.chip.pmu.fifo_depth),
                   deepest(c.chip.stream.fifo_depth)});
}

void expect_stream_accounts(const Case& c, std::size_t number, const mapping::Ends& ends,
                            const RunResult& result) {
  const Stream& stream = c.mapping.streams[number];
  const StreamResult& counted = result.streams[number];
  EXPECT_LE(counted.tokens, mapping::tokens_made(c.mapping, ends.writers.front())) << stream.name;
  const std::int64_t links = std::max<std::int64_t>(0, std::ssize(stream.route) - 1);
  EXPECT_LE(counted.carrying, counted.tokens * links) << stream.name;
  EXPECT_LE(counted.carrying + counted.held, result.cycles * links) << stream.name;
  for (const mapping::End& reader : ends.readers) {
    const auto reading = static_cast<std::size_t>(reader.unit);
    if (result.units[reading].firings != all_firings(c.mapping.units[reading])) continue;
    const std::int64_t taken = mapping::tokens_taken(c.mapping, reader);
    EXPECT_GE(counted.tokens + stream.initial, taken) << stream.name;
    if (!stream.local()) {
      EXPECT_LE(counted.tokens, taken + room(c, stream)) << stream.name;
    }
  }
}

}  // namespace

void expect_accounts(const Case& c, const RunResult& result) {
  for (std::size_t u = 0; u < result.units.size(); ++u) {
    const Unit& unit = c.mapping.units[u];
    EXPECT_EQ(result.units[u].activity.total(), result.cycles) << unit.name;
    EXPECT_LE(result.units[u].firings, all_firings(unit)) << unit.name;
    if (!std::holds_alternative<PmuUnit>(unit.body)) {
      EXPECT_EQ(result.units[u].activity[Activity::active], result.units[u].firings) << unit.name;
    }
    if (std::holds_alternative<SinkUnit>(unit.body)) {
      EXPECT_EQ(result.units[u].firings, all_firings(unit)) << unit.name;
    }
  }
  const auto ends = mapping::find_ends(c.mapping);
  for (std::size_t s = 0; s < ends.size(); ++s) expect_stream_accounts(c, s, ends[s], result);
}

}  // namespace rda::test
