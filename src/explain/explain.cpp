// SPDX-License-Identifier: Apache-2.0
#include "rda/explain.h"

#include "explain/chain.h"
#include "explain/roles.h"
#include "explain/summary.h"
#include "json/text_writer.h"
#include "rda/check.h"

namespace rda {
namespace explain {
namespace {

/// Whether `next` belongs in the same entry: the same unit at work, or the way of the same stream.
bool continues(const ChainEntry& entry, const ChainEntry& next) {
  const auto works = [](ChainKind kind) {
    return kind == ChainKind::firings || kind == ChainKind::conflict;
  };
  if (works(entry.kind) && works(next.kind))
    return entry.what == next.what && entry.unit == next.unit;
  if (entry.kind != next.kind || entry.stream != next.stream) return false;
  return !entry.stream.empty() || entry.unit == next.unit;
}

void append(std::vector<ChainEntry>& entries, ChainEntry entry) {
  if (entry.cycles == 0) return;  // the end of a hold takes no time
  if (entries.empty() || !continues(entries.back(), entry)) {
    entries.push_back(std::move(entry));
    return;
  }
  ChainEntry& last = entries.back();
  last.cycles += entry.cycles;
  last.count += entry.count;
  last.conflicts += entry.conflicts;
  last.waited = entry.waited;
  if (last.kind == ChainKind::conflict) last.kind = entry.kind;
  if (entry.kind == ChainKind::hops) {  // the last edge of a way names the reader
    last.what = entry.what;
    last.unit = entry.unit;
  }
}

}  // namespace
}  // namespace explain

Explanation explain_step(const Chip& chip, const Mapping& mapping, const Trace& trace,
                         std::int64_t step) {
  explain::History history(chip, mapping, trace);
  const explain::Chain chain = explain::find_chain(history, step);
  Explanation e;
  e.workload = mapping.workload;
  e.chip = chip.name;
  e.step = step;
  e.steps = mapping.steps;
  e.cycles = chain.to - chain.from;
  e.from = chain.from;
  e.period = chain.period;
  if (chain.period > 0) e.anchor = history.unit(history.program(chain.anchor)).name;
  for (const explain::Edge& edge : chain.edges)
    explain::append(e.chain, explain::entry_of(history, edge));
  Cycle sum = 0;
  explain::Summary summary;
  for (const ChainEntry& entry : e.chain) {
    summary.add(entry);
    RDA_CHECK(entry.from == e.from + sum);
    sum += entry.cycles;
  }
  RDA_CHECK(sum == e.cycles);
  e.summary = summary.shares();
  return e;
}

std::string to_json(const Explanation& explanation) { return json::write(explanation); }
std::string to_json(const RunExplanation& explanation) { return json::write(explanation); }

}  // namespace rda
