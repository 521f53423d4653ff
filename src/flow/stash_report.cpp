// SPDX-License-Identifier: Apache-2.0
#include "flow/stash_report.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "mapping/index.h"
#include "report/off_chip.h"
#include "training/batch_graph.h"
#include "training/stash.h"

namespace rda::flow {
namespace {

/// Bytes of the PMUs that a mapping has for a node; none if it has no such PMU.
std::optional<std::int64_t> bytes_in_pmus(const Mapping& mapping, const std::string& node) {
  std::optional<std::int64_t> bytes;
  for (const Unit& unit : mapping.units) {
    if (unit.kind != UnitKind::pmu || unit.origin.node != node) continue;
    for (const Buffer& buffer : unit.buffers)
      bytes = bytes.value_or(0) + buffer.slots * buffer.slot_bytes;
  }
  return bytes;
}

/// Bytes of the sequence that an address generator reads once for a node; none if none does.
std::optional<std::int64_t> bytes_off_chip(const Chip& chip, const Mapping& mapping,
                                           const std::string& node) {
  for (const Unit& unit : mapping.units)
    if (unit.origin.node == node && mapping::moves_sequence(unit) &&
        mapping::reads_memory(unit.programs.front()))
      return report::sequence_bytes_moved(chip, unit);
  return std::nullopt;
}

}  // namespace

StashReport stash_report(const Chip& chip, const Workload& workload, const Mapping& mapping) {
  const Graph batch = training::batch_graph(workload, training::plan_of(workload));
  StashReport report;
  for (const NodeId n : training::stash_of(batch)) {
    const Node& take = batch.nodes[n];
    StashedValue& value = report.values.emplace_back();
    value.value = batch.nodes[take.args[0]].name;
    if (const auto off_chip = bytes_off_chip(chip, mapping, take.name)) {
      value.where = Stashed::spilled;
      value.bytes = *off_chip;
      report.spilled_bytes += value.bytes;
    } else if (const auto in_pmus = bytes_in_pmus(mapping, take.name)) {
      value.where = Stashed::resident;
      value.bytes = *in_pmus;
      report.resident_bytes += value.bytes;
    } else {
      value.where = Stashed::recomputed;
      value.bytes = batch.columns_of(batch.nodes[take.args[0]], take.order) * take.size * 4;
      report.recomputed_bytes += value.bytes;
    }
  }
  return report;
}

}  // namespace rda::flow
