// SPDX-License-Identifier: Apache-2.0
#include "mapper/fits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "base/ceil_div.h"
#include "mapper/builder.h"
#include "mapper/policy.h"
#include "mapping/index.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

std::int64_t used_bytes(const Unit& unit) {
  std::int64_t end = 0;
  for (const Buffer& b : unit.buffers) end = std::max(end, b.offset + b.slots * b.slot_bytes);
  return end;
}

/// The stages or registers that a program needs beyond those of its unit, as one line.
struct PipelineShortage {
  const Chip& chip;
  const Unit& unit;
  const Program& program;

  std::optional<std::string> operator()(const DotProduct&) const {
    return stages("stages", " (a folded tree or fused low-precision steps need fewer)");
  }
  std::optional<std::string> operator()(const Operations& work) const {
    if (auto missing = stages("stages", "")) return missing;
    const int registers = mapping::registers_needed(program, work);
    if (registers <= chip.pcu.registers) return std::nullopt;
    return fmt::format("{}: needs {} registers a stage, a pcu of this chip has {}", unit.name,
                       registers, chip.pcu.registers);
  }
  std::optional<std::string> operator()(const MemoryAccess&) const {
    return stages("address stages", "");
  }
  std::optional<std::string> operator()(const PortTransfer&) const { return std::nullopt; }
  std::optional<std::string> operator()(const ExternalAccess&) const {
    return stages("address stages", "");
  }

 private:
  std::optional<std::string> stages(std::string_view what, std::string_view advice) const {
    const int needed = mapping::stages_used(chip, program);
    const int available = hardware_of(chip, unit.kind).stages;
    if (needed <= available) return std::nullopt;
    return fmt::format("{}: needs {} {}, a {} of this chip has {}{}", unit.name, needed, what,
                       word(unit.kind), available, advice);
  }
};

std::optional<std::string> memory_shortage(const Chip& chip, const Unit& unit) {
  if (used_bytes(unit) > chip.pmu.capacity_bytes())
    return fmt::format("{}: needs {} bytes, a pmu of this chip has {}", unit.name, used_bytes(unit),
                       chip.pmu.capacity_bytes());
  for (const Buffer& b : unit.buffers)
    if (b.slots > 1 && b.slots > chip.pmu.max_slots)
      return fmt::format(
          "{0}: needs a buffer of {1} slots, pmu.max_slots is {2} (set /pmu/max_slots to {1}, or a "
          "smaller /batch)",
          unit.name, b.slots, chip.pmu.max_slots);
  return std::nullopt;
}

std::optional<std::string> port_shortage(const Chip& chip, const Mapping& mapping,
                                         const Unit& unit) {
  const Hardware hardware = hardware_of(chip, unit.kind);
  for (const TokenKind token : kTokenKinds) {
    int in = 0, out = 0;
    for (const Program& program : unit.programs) {
      const auto counts = [&](const Port& p) {
        const Stream& s = mapping.streams[p.stream];
        return s.kind == token && !s.is_local();
      };
      for (const Port& p : program.inputs) in += counts(p);
      for (const Port& p : program.outputs) out += counts(p);
    }
    if (in > hardware.inputs[token])
      return fmt::format("{}: needs {} {} inputs, a {} of this chip has {}", unit.name, in,
                         word(token), word(unit.kind), hardware.inputs[token]);
    if (out > hardware.outputs[token])
      return fmt::format("{}: needs {} {} outputs, a {} of this chip has {}", unit.name, out,
                         word(token), word(unit.kind), hardware.outputs[token]);
  }
  return std::nullopt;
}

std::optional<std::string> unit_shortage(const Chip& chip, const Mapping& mapping,
                                         const Unit& unit) {
  if (auto missing = memory_shortage(chip, unit)) return missing;
  for (const Program& program : unit.programs)
    if (auto missing = std::visit(PipelineShortage{chip, unit, program}, program.work))
      return missing;
  return port_shortage(chip, mapping, unit);
}

/// Bytes that the weights take in PMUs.
std::int64_t weight_bytes(const Mapping& mapping) {
  std::int64_t sum = 0;
  for (const Unit& unit : mapping.units)
    if (unit.origin.role == Role::weights) sum += used_bytes(unit);
  return sum;
}

std::optional<Misfit> site_shortage(const Chip& chip, const Mapping& mapping) {
  const int pcus = mapping::count(mapping, UnitKind::pcu);
  const int pmus = mapping::count(mapping, UnitKind::pmu);
  const std::int64_t have_pcus = std::ssize(sites_of(chip, UnitKind::pcu));
  const std::int64_t have_pmus = std::ssize(sites_of(chip, UnitKind::pmu));
  if (pcus > have_pcus)
    return Misfit{fmt::format("pcus: needs {}, the chip has {}", pcus, have_pcus)};
  if (pmus <= have_pmus) return std::nullopt;
  const auto megabytes = [](std::int64_t bytes) { return static_cast<double>(bytes) / 1e6; };
  return Misfit{
      fmt::format("pmus: needs {} (weights alone are {:.1f} MB), the chip has {} ({:.1f} MB)", pmus,
                  megabytes(weight_bytes(mapping)), have_pmus,
                  megabytes(have_pmus * chip.pmu.capacity_bytes())),
      true};
}

std::optional<std::string> off_chip_shortage(const Chip& chip, const Mapping& mapping) {
  if (mapping.memory.empty()) return std::nullopt;
  const Buffer& last = mapping.memory.back();
  const std::int64_t needed = last.offset + last.slots * last.slot_bytes;
  const std::int64_t available = chip.memory->channels.capacity_bytes();
  if (needed <= available) return std::nullopt;
  return fmt::format("off-chip memory: needs {:.1f} MB, the chip has {:.1f} MB",
                     static_cast<double>(needed) / 1e6, static_cast<double>(available) / 1e6);
}

/// Shortage of a graph whose dot products or tables alone need more than 8 times the PCUs or PMUs
/// of the chip; none for any other graph. Saves building the units of a graph that is far too
/// large.
std::optional<std::string> hopeless(const Graph& graph, const Chip& chip, const Plan& plan) {
  constexpr std::int64_t kTimes = 8;
  struct Rows {
    std::int64_t at_once = 1, groups = 1;
  };
  std::map<std::string, Rows> rows;
  const IdVector<NodeId, StageId> stage = stages_of(graph);
  for (const NodeId n : graph.nodes.ids()) {
    const Node& node = graph.nodes[n];
    const auto hu = std::min<std::int64_t>(plan.unrolling(stage[n]).hu, node.size);
    if (node.op == Op::matvec) rows[node.gate] = {hu, std::max<std::int64_t>(1, node.size / hu)};
  }
  std::int64_t pcus = 0, pmus = 0;
  for (const auto& [gate, cuts] : gate_cuts(graph, chip, plan))
    for (std::size_t s = 1; s < cuts.size(); ++s) {
      const std::int64_t row_bytes = std::int64_t{cuts[s] - cuts[s - 1]} * chip.pcu.lanes * 4;
      const std::int64_t in_one = std::max<std::int64_t>(1, chip.pmu.capacity_bytes() / row_bytes);
      pcus += rows[gate].at_once;
      if (!uses_off_chip(plan.weights))
        pmus += rows[gate].at_once * ceil_div(rows[gate].groups, in_one);
    }
  for (const Node& node : graph.nodes)
    if (node.op == Op::gather)
      pmus += node.rows * node.size * (chip.pcu.packing ? bytes(node.formats.weights) : 4) /
              chip.pmu.capacity_bytes();
  const std::int64_t have_pcus = std::ssize(sites_of(chip, UnitKind::pcu));
  const std::int64_t have_pmus = std::ssize(sites_of(chip, UnitKind::pmu));
  if (pmus > kTimes * std::max<std::int64_t>(1, have_pmus))
    return fmt::format("pmus: weights alone need {}, the chip has {}", pmus, have_pmus);
  if (pcus > kTimes * std::max<std::int64_t>(1, have_pcus))
    return fmt::format("pcus: dot products alone need {}, the chip has {}", pcus, have_pcus);
  return std::nullopt;
}

}  // namespace

std::optional<Misfit> shortage(const Chip& chip, const Mapping& mapping) {
  for (const Unit& unit : mapping.units)
    if (hardware_of(chip, unit.kind).on_grid)
      if (auto missing = unit_shortage(chip, mapping, unit))
        return Misfit{*missing, unit.origin.role == Role::weights};
  if (auto missing = off_chip_shortage(chip, mapping)) return Misfit{*missing, true};
  return site_shortage(chip, mapping);
}

std::optional<Misfit> partition_problem(const Graph& graph, const Chip& chip, Plan plan,
                                        Mapping& mapping) {
  if (auto problem = hopeless(graph, chip, plan)) return Misfit{*problem, true};
  try {
    mapping = partition(graph, chip, plan);
    if (plan.weights == Weights::mixed && !shortage(chip, mapping)) {
      const std::int64_t free =
          std::ssize(sites_of(chip, UnitKind::pmu)) - mapping::count(mapping, UnitKind::pmu);
      plan.more_pmus = free * plan.pmu_sixteenths / 16;
      mapping = partition(graph, chip, plan);
    }
  } catch (const MappingError& error) {
    return Misfit{error.what(), true};
  }
  return shortage(chip, mapping);
}

std::optional<int> least_that_fits(const Graph& graph, const Chip& chip, const Plan& plan,
                                   const KnobRange& range) {
  Chip larger = chip;
  int& knob = range.knob(larger);
  int lo = knob, hi = range.most;
  const auto fits = [&](int value) {
    Mapping mapping;
    knob = value;
    return !partition_problem(graph, larger, plan, mapping);
  };
  if (lo >= hi || !fits(hi)) return std::nullopt;
  while (hi - lo > 1) {
    const int middle = lo + (hi - lo) / 2;
    (fits(middle) ? hi : lo) = middle;
  }
  return hi;
}

std::optional<std::pair<Format, Plan>> format_that_fits(const Graph& graph, const Chip& chip,
                                                        const MappingOptions& options) {
  MappingOptions free = options;
  free.rv = 0;  // as many values per vector as the new format packs
  for (const Format format : {Format::bf16, Format::fp8_e4m3}) {
    Graph narrower = graph;
    bool changed = false;
    for (Node& node : narrower.nodes) {
      if (bits(format) >= bits(node.formats.weights)) continue;
      node.formats.weights = node.formats.activations = format;
      node.formats.accumulate = Format::fp32;
      changed = true;
    }
    if (!changed) continue;
    Mapping mapping;
    for (const Plan& plan : plans(narrower, chip, free))
      if (!partition_problem(narrower, chip, plan, mapping)) return std::pair(format, plan);
  }
  return std::nullopt;
}

}  // namespace rda::mapper
