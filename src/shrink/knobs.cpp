// SPDX-License-Identifier: Apache-2.0
#include "shrink/knobs.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include "chip/chip_fields.h"
#include "json/knobs.h"
#include "shrink/least.h"

namespace rda::shrink {
namespace {

/// Each costs area (docs/cost.md) and leaves units, vectors and links what they are.
std::vector<std::string> lowered() {
  std::vector<std::string> pointers{"/pcu/stages", "/pcu/registers", "/pmu/stages",
                                    "/pmu/capacity_kb", "/pmu/banks"};
  for (const std::string of :
       {"/pcu/inputs/", "/pmu/inputs/", "/pcu/fifo_depth/", "/pmu/fifo_depth/", "/network/tracks/"})
    for (const TokenKind kind : kTokenKinds) pointers.push_back(of + std::string(word(kind)));
  return pointers;
}

/// Why a knob that is not lowered is kept.
std::string_view reason_for(std::string_view pointer) {
  if (pointer.starts_with("/grid/"))
    return "another grid places every unit elsewhere, or has other units";
  if (pointer == "/pcu/lanes") return "other lanes make other vectors, and so other sums";
  if (pointer == "/pmu/interpolation") return "it makes other values of functions";
  if (pointer == "/network/hop_latency") return "a property of clock and wires, not of size";
  if (pointer.starts_with("/memory/")) return "off-chip memory has no area in a cost table";
  if (pointer.starts_with("/stream/")) return "stream ports have no area in a cost table";
  return "it has no area in a cost table";
}

std::int64_t least_of(const json::Knob& knob) {
  return std::visit([](auto number) { return static_cast<std::int64_t>(number); },
                    knob.field.shape.lo);
}

}  // namespace

std::vector<flow::KnobChange> lowest_knobs(const Chip& chip) {
  const std::vector<std::string> pointers = lowered();
  std::vector<flow::KnobChange> ranges;
  for (const json::Knob& knob : json::knobs<Chip>()) {
    if (std::ranges::find(pointers, knob.pointer) == pointers.end()) continue;
    const std::int64_t present = flow::value_of(chip, knob.pointer);
    if (present > least_of(knob)) ranges.push_back({knob.pointer, present, least_of(knob)});
  }
  return ranges;
}

std::map<std::string, std::string> knobs_kept() {
  const std::vector<std::string> pointers = lowered();
  std::map<std::string, std::string> kept;
  for (const json::Knob& knob : json::knobs<Chip>())
    if (std::ranges::find(pointers, knob.pointer) == pointers.end())
      kept[knob.pointer] = reason_for(knob.pointer);
  return kept;
}

std::int64_t least_legal(const Chip& chip, const Mapping& mapping, const flow::KnobChange& range) {
  return least_value({range.to, range.to, range.from}, [&](std::int64_t value) {
    return violations(flow::changed(chip, {{range.pointer, range.from, value}}), mapping).empty();
  });
}

}  // namespace rda::shrink
