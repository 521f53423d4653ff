// SPDX-License-Identifier: Apache-2.0
#include "rda/explain.h"

#include <algorithm>
#include <array>

#include "explain/chain.h"
#include "explain/roles.h"
#include "json/text_writer.h"
#include "rda/check.h"

namespace rda {
namespace explain {
namespace {

/// Links that belong in one part: one unit at work, or one stream's way.
bool continues(const ChainPart& part, const ChainPart& next) {
  const auto works = [](ChainKind kind) {
    return kind == ChainKind::firings || kind == ChainKind::conflict;
  };
  if (works(part.kind) && works(next.kind)) return part.what == next.what && part.unit == next.unit;
  if (part.kind != next.kind || part.stream != next.stream) return false;
  return !part.stream.empty() || part.unit == next.unit;
}

void append(std::vector<ChainPart>& parts, ChainPart part) {
  if (part.cycles == 0) return;  // the end of a hold takes no time
  if (parts.empty() || !continues(parts.back(), part)) {
    parts.push_back(std::move(part));
    return;
  }
  ChainPart& last = parts.back();
  last.cycles += part.cycles;
  last.count += part.count;
  last.conflicts += part.conflicts;
  last.waited = part.waited;
  if (last.kind == ChainKind::conflict) last.kind = part.kind;
  if (part.kind == ChainKind::hops) {  // the end of a way knows best where it goes
    last.what = part.what;
    last.unit = part.unit;
  }
}

std::vector<ChainShare> summarize(const std::vector<ChainPart>& parts) {
  std::array<Cycle, names(ChainCategory{}).size()> cycles{};
  for (const ChainPart& part : parts) {
    cycles[static_cast<std::size_t>(part.category)] += part.cycles - part.conflicts;
    cycles[static_cast<std::size_t>(ChainCategory::bank_conflicts)] += part.conflicts;
  }
  std::vector<ChainShare> shares;
  for (std::size_t c = 0; c < cycles.size(); ++c)
    if (cycles[c] > 0) shares.push_back({static_cast<ChainCategory>(c), cycles[c]});
  std::ranges::stable_sort(shares, std::ranges::greater{}, &ChainShare::cycles);
  return shares;
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
  if (chain.period > 0) e.anchor = history.unit(history.actor(chain.anchor)).name;
  for (const explain::Link& link : chain.links)
    explain::append(e.chain, explain::part_of(history, link));
  e.summary = explain::summarize(e.chain);
  Cycle sum = 0;
  for (const ChainPart& part : e.chain) {
    RDA_CHECK(part.from == e.from + sum);
    sum += part.cycles;
  }
  RDA_CHECK(sum == e.cycles);
  return e;
}

std::string to_json(const Explanation& explanation) { return json::write(explanation); }

}  // namespace rda
