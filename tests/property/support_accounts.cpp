// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/index.h"
#include "property/suite.h"

namespace rda::test {
namespace {

std::int64_t all_firings(const Unit& unit) {
  std::int64_t firings = 0;
  for (const Program& program : unit.programs) firings += program.firings();
  return firings;
}

/// Tokens that the buffers and links of a route can hold at most.
std::int64_t room(const Case& c, const Stream& stream) {
  const std::int64_t skid = 2 * c.chip.network.hop_latency;
  const auto deepest = [](const PerKind& d) { return std::max({d.vector, d.scalar, d.control}); };
  return std::ssize(stream.route()) * skid +
         std::max({deepest(c.chip.pcu.fifo_depth), deepest(c.chip.pmu.fifo_depth),
                   deepest(c.chip.stream.fifo_depth)});
}

void expect_stream_accounts(const Case& c, StreamId number, const mapping::Ends& ends,
                            const RunResult& result) {
  const Stream& stream = c.mapping.streams[number];
  const StreamResult& counted = result.streams[number.index()];
  EXPECT_LE(counted.tokens, mapping::tokens_made(c.mapping, ends.writers.front())) << stream.name;
  const std::int64_t links = std::max<std::int64_t>(0, std::ssize(stream.route()) - 1);
  EXPECT_LE(counted.carrying, counted.tokens * links) << stream.name;
  EXPECT_LE(counted.carrying + counted.held, result.cycles * links) << stream.name;
  for (const mapping::End& reader : ends.readers) {
    const std::int64_t fired = result.units[reader.unit.index()].firings;
    if (fired != all_firings(c.mapping.units[reader.unit])) continue;
    const std::int64_t taken = mapping::tokens_taken(c.mapping, reader);
    EXPECT_GE(counted.tokens + stream.initial(), taken) << stream.name;
    if (!stream.is_local()) {
      EXPECT_LE(counted.tokens, taken + room(c, stream)) << stream.name;
    }
  }
}

}  // namespace

void expect_accounts(const Case& c, const RunResult& result) {
  ASSERT_EQ(result.units.size(), c.mapping.units.size());
  for (const UnitId number : c.mapping.units.ids()) {
    const Unit& unit = c.mapping.units[number];
    const UnitResult& did = result.units[number.index()];
    EXPECT_EQ(did.activity.total(), result.cycles) << unit.name;
    EXPECT_LE(did.firings, all_firings(unit)) << unit.name;
    if (unit.kind != UnitKind::pmu) {
      EXPECT_EQ(did.activity[Activity::active], did.firings) << unit.name;
    }
    if (unit.kind == UnitKind::sink) {
      EXPECT_EQ(did.firings, all_firings(unit)) << unit.name;
    }
  }
  const auto ends = mapping::find_ends(c.mapping);
  for (const StreamId stream : ends.ids()) expect_stream_accounts(c, stream, ends[stream], result);
}

}  // namespace rda::test
