// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "mapping/violations.h"
#include "rda/limits.h"

namespace rda::mapping {
namespace {

/// Far more tokens than a row of the tensor of any workload has.
constexpr std::int64_t kMostRowTokens = std::int64_t{1} << 20;

void check_counts(Inspection& inspection, const Stream& stream, const Ends& ends) {
  if (ends.writers.size() != 1) return;  // check_ends reports it
  const std::int64_t made = tokens_made(inspection.mapping, ends.writers.front());
  for (const End& reader : ends.readers) {
    const std::int64_t taken = tokens_taken(inspection.mapping, reader);
    const std::string& name = inspection.unit(reader.unit).name;
    if (stream.initial() == 0 && made != taken)
      inspection.add(stream.name, "{} tokens made, {} taken by {} (must be equal)", made, taken,
                     name);
    // made − taken cannot overflow: counts are not negative.
    if (stream.initial() > 0 && made - taken < -stream.initial())
      inspection.add(stream.name,
                     "{} tokens made, {} at the start, {} taken by {} (at most those made and "
                     "those at the start)",
                     made, stream.initial(), taken, name);
  }
}

void check_transfer(Inspection& inspection, const Unit& unit, const PortTransfer& transfer) {
  if (transfer.tokens_per_item < 1)
    inspection.add(unit.name, "{} tokens per row (1 or more)", transfer.tokens_per_item);
  if (transfer.tokens_per_item > kMostRowTokens)
    inspection.add(unit.name, "{} tokens per row (at most {})", transfer.tokens_per_item,
                   kMostRowTokens);
}

// A run ends with the last token at a sink.
void check_end(Inspection& inspection) {
  if (count(inspection.mapping, UnitKind::sink) == 0)
    inspection.add("mapping", "no sink (at least one: a run ends with the last token at a sink)");
}

}  // namespace

void check_tokens(Inspection& inspection) {
  check_end(inspection);
  for (const Unit& unit : inspection.mapping.units)
    for (const Program& program : unit.programs)
      if (const auto* transfer = std::get_if<PortTransfer>(&program.work))
        check_transfer(inspection, unit, *transfer);
  for (const StreamId stream : inspection.mapping.streams.ids())
    check_counts(inspection, inspection.stream(stream), inspection.ends[stream]);
}

}  // namespace rda::mapping
