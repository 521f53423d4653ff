// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "mapping/violations.h"
#include "rda/limits.h"

namespace rda::mapping {
namespace {

/// Far longer than the rows of any workload's tensor.
constexpr std::int64_t kMostRowTokens = std::int64_t{1} << 20;

void check_counts(Inspection& inspection, const Stream& stream, const Ends& ends) {
  if (ends.writers.size() != 1) return;  // told already
  const std::int64_t made = tokens_made(inspection.mapping, ends.writers.front());
  for (const End& reader : ends.readers) {
    const std::int64_t taken = tokens_taken(inspection.mapping, reader);
    const std::string& name = inspection.unit(reader.unit).name;
    if (stream.initial == 0 && made != taken)
      inspection.add(stream.name, "{} tokens made, {} taken by {} (as many)", made, taken, name);
    // made − taken cannot overflow: counts are not negative.
    if (stream.initial > 0 && made - taken < -stream.initial)
      inspection.add(
          stream.name,
          "{} tokens made, {} there at the start, {} taken by {} (no more than there are)", made,
          stream.initial, taken, name);
  }
}

void check_stream_port(Inspection& inspection, const Unit& unit, std::int64_t tokens,
                       std::int64_t tokens_per_item) {
  if (tokens < 0 || tokens_per_item < 1)
    inspection.add(unit.name, "{} tokens, {} a row (0 or more, 1 or more)", tokens,
                   tokens_per_item);
  if (tokens > kMostCycles)
    inspection.add(unit.name, "{} tokens (the longest run has {} cycles)", tokens, kMostCycles);
  if (tokens_per_item > kMostRowTokens)
    inspection.add(unit.name, "{} tokens a row (at most {})", tokens_per_item, kMostRowTokens);
}

// A run ends when the last sink has its last token.
void check_end(Inspection& inspection) {
  const auto takes_tokens = [](const Unit& unit) {
    const auto* sink = std::get_if<SinkUnit>(&unit.body);
    return sink && sink->tokens > 0;
  };
  if (std::ranges::none_of(inspection.mapping.units, takes_tokens))
    inspection.add("mapping", "no sink takes a token (one at least: a run ends with the last)");
}

}  // namespace

void check_tokens(Inspection& inspection) {
  check_end(inspection);
  for (const Unit& unit : inspection.mapping.units) {
    if (const auto* source = std::get_if<SourceUnit>(&unit.body))
      check_stream_port(inspection, unit, source->tokens, source->tokens_per_item);
    if (const auto* sink = std::get_if<SinkUnit>(&unit.body))
      check_stream_port(inspection, unit, sink->tokens, sink->tokens_per_item);
  }
  for (std::size_t s = 0; s < inspection.ends.size(); ++s)
    check_counts(inspection, inspection.mapping.streams[s], inspection.ends[s]);
}

}  // namespace rda::mapping
