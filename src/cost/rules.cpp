// SPDX-License-Identifier: Apache-2.0
#include "cost/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "cost/cost_fields.h"
#include "cost/parts.h"
#include "json/knobs.h"
#include "json/suggest.h"

namespace rda::cost {
namespace {

using Problems = std::vector<json::Problem>;

void check_sources(const CostTable& table, Problems& problems) {
  std::vector<std::string> known = json::pointers(json::knobs<CostTable>());
  for (const auto& [pointer, source] : table.sources)
    if (std::ranges::find(known, pointer) == known.end())
      problems.push_back({json::child("/sources", pointer),
                          "no value has this pointer" + json::suggest_pointer(pointer, known)});
  std::erase_if(known, [](const std::string& pointer) {
    return pointer == "/name" || pointer == "/description" || pointer == "/sources";
  });
  for (const std::string& pointer : known) {
    const auto found = table.sources.find(pointer);
    if (found == table.sources.end() || found->second.empty())
      problems.push_back({pointer, "has no source (needed: \"sources\": {\"" + pointer +
                                       "\": \"where the value comes from\"})"});
  }
}

void check_switch(const SwitchCosts& costs, const std::string& pointer, Problems& problems) {
  const auto check = [&](const char* name, const std::vector<double>& list) {
    const std::string place = pointer + '/' + name;
    if (list.empty() || list.size() != costs.crossbar_mm2.size())
      problems.push_back(
          {place, fmt::format("has {} entries (needed: one for each number of tracks, as many as "
                              "crossbar_mm2, at least 1)",
                              list.size())});
    if (!std::ranges::is_sorted(list))
      problems.push_back({place,
                          "falls from one number of tracks to the next (more tracks cost "
                          "no less)"});
  };
  check("crossbar_mm2", costs.crossbar_mm2);
  check("skid_mm2", costs.skid_mm2);
  check("leakage_mw", costs.leakage_mw);
  check("clock_mw", costs.clock_mw);
  check("flit_pj", costs.flit_pj);
}

void check_formats(const CostTable& table, Problems& problems) {
  constexpr auto kNames = names(Format{});
  for (const auto& [format, pj] : table.parts.pcu.mac_pj)
    if (std::ranges::find(kNames, format) == kNames.end())
      problems.push_back({json::child("/parts/pcu/mac_pj", format),
                          fmt::format("no such format ({})", fmt::join(kNames, ", "))});
}

void check_scaling(const CostTable& table, Problems& problems) {
  for (std::size_t i = 0; i < table.scaling.size(); ++i) {
    const ScalingFactors& node = table.scaling[i];
    const std::string pointer = fmt::format("/scaling/{}", i);
    if (i > 0 && node.node_nm >= table.scaling[i - 1].node_nm)
      problems.push_back({pointer + "/node_nm", "is not below the node before it"});
    const double turn = node.v2 > 0 ? -node.v1 / (2 * node.v2) : kLeastVolts;
    for (const double volts : {kLeastVolts, std::clamp(turn, kLeastVolts, kMostVolts), kMostVolts})
      if (energy_at(node, volts) <= 0) {
        problems.push_back(
            {pointer, fmt::format("gives an energy of 0 or less at {:.3g} V", volts)});
        break;
      }
  }
}

/// An interconnect is divided by the areas of its switches, so these cannot all be 0.
void check_interconnect(const PartCosts& parts, Problems& problems) {
  if (!parts.interconnect.mm2) return;
  double mm2 = 0;
  for (const TokenKind kind : kTokenKinds) {
    const int tracks = parts.interconnect.tracks[kind];
    mm2 += at_tracks(parts[kind].crossbar_mm2, tracks) + at_tracks(parts[kind].skid_mm2, tracks);
  }
  if (mm2 <= 0)
    problems.push_back({"/parts/interconnect/mm2",
                        "its tracks have no switches with an area (null: no such measure)"});
}

}  // namespace

std::vector<json::Problem> broken_rules(const CostTable& table) {
  Problems problems;
  for (const TokenKind kind : kTokenKinds)
    check_switch(table.parts[kind], "/parts/" + std::string(word(kind)), problems);
  check_interconnect(table.parts, problems);
  check_formats(table, problems);
  check_scaling(table, problems);
  check_sources(table, problems);
  return problems;
}

}  // namespace rda::cost
