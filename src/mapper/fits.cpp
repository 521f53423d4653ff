// SPDX-License-Identifier: Apache-2.0
#include "mapper/fits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/ceil_div.h"
#include "mapper/builder.h"
#include "mapper/policy.h"
#include "mapping/index.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

std::int64_t used_bytes(const PmuUnit& pmu) {
  std::int64_t end = 0;
  for (const Buffer& b : pmu.buffers) end = std::max(end, b.offset + b.slots * b.slot_bytes);
  return end;
}

std::optional<std::string> port_shortage(const std::string& unit, const char* kind,
                                         const PerKind& inputs, const PerKind& outputs,
                                         const Mapping& mapping,
                                         const std::array<const Program*, 2>& programs) {
  for (const TokenKind token : kTokenKinds) {
    int in = 0, out = 0;
    for (const Program* program : programs) {
      if (!program) continue;
      const auto counts = [&](const Port& p) {
        const Stream& s = mapping.streams[Builder::index(p.stream)];
        return s.kind == token && !(s.to.size() == 1 && s.to[0] == s.from);
      };
      for (const Port& p : program->inputs) in += counts(p);
      for (const Port& p : program->outputs) out += counts(p);
    }
    if (in > inputs[token])
      return fmt::format("{}: needs {} {} inputs, a {} of this chip has {}", unit, in, word(token),
                         kind, inputs[token]);
    if (out > outputs[token])
      return fmt::format("{}: needs {} {} outputs, a {} of this chip has {}", unit, out,
                         word(token), kind, outputs[token]);
  }
  return std::nullopt;
}

std::optional<std::string> pcu_shortage(const Chip& chip, const Mapping& mapping, const Unit& unit,
                                        const PcuUnit& pcu) {
  if (pcu.stages > chip.pcu.stages)
    return fmt::format("{}: needs {} stages, a pcu of this chip has {}{}", unit.name, pcu.stages,
                       chip.pcu.stages,
                       pcu.dot ? " (a folded tree or fused low-precision steps need fewer)" : "");
  if (!pcu.dot && mapping::registers_needed(pcu) > chip.pcu.registers)
    return fmt::format("{}: needs {} registers a stage, a pcu of this chip has {}", unit.name,
                       mapping::registers_needed(pcu), chip.pcu.registers);
  return port_shortage(unit.name, "pcu", chip.pcu.inputs, chip.pcu.outputs, mapping,
                       {&pcu.program, nullptr});
}

std::optional<std::string> pmu_shortage(const Chip& chip, const Mapping& mapping, const Unit& unit,
                                        const PmuUnit& pmu) {
  if (used_bytes(pmu) > chip.pmu.capacity_bytes())
    return fmt::format("{}: needs {} bytes, a pmu of this chip has {}", unit.name, used_bytes(pmu),
                       chip.pmu.capacity_bytes());
  for (const Buffer& b : pmu.buffers)
    if (b.slots > 1 && b.slots > chip.pmu.max_slots)
      return fmt::format("{}: needs a buffer of {} slots, pmu.max_slots is {}", unit.name, b.slots,
                         chip.pmu.max_slots);
  for (const auto* program : {&pmu.read, &pmu.write})
    if (*program && mapping::address_stages(**program) > chip.pmu.stages)
      return fmt::format("{}: needs {} address stages, a pmu of this chip has {}", unit.name,
                         mapping::address_stages(**program), chip.pmu.stages);
  return port_shortage(unit.name, "pmu", chip.pmu.inputs, chip.pmu.outputs, mapping,
                       {pmu.read ? &*pmu.read : nullptr, pmu.write ? &*pmu.write : nullptr});
}

std::int64_t weight_bytes(const Mapping& mapping) {
  std::int64_t sum = 0;
  for (const Unit& unit : mapping.units)
    if (const auto* pmu = std::get_if<PmuUnit>(&unit.body))
      for (const Buffer& b : pmu->buffers)
        if (b.name == "weights") sum += b.slot_bytes;
  return sum;
}

std::optional<std::string> site_shortage(const Chip& chip, const Mapping& mapping) {
  const int pcus = mapping::count<PcuUnit>(mapping), pmus = mapping::count<PmuUnit>(mapping);
  const std::int64_t have_pcus = std::ssize(sites_of(chip, SiteKind::pcu));
  const std::int64_t have_pmus = std::ssize(sites_of(chip, SiteKind::pmu));
  if (pcus > have_pcus) return fmt::format("pcus: needs {}, the chip has {}", pcus, have_pcus);
  if (pmus <= have_pmus) return std::nullopt;
  return fmt::format(
      "pmus: needs {} (weights alone are {:.1f} MB), the chip has {} ({:.1f} MB)", pmus,
      static_cast<double>(weight_bytes(mapping)) / 1e6, have_pmus,
      static_cast<double>(have_pmus) * static_cast<double>(chip.pmu.capacity_bytes()) / 1e6);
}

/// Shortage of a graph that is many times too large for the chip, from the dot products alone: to
/// build all its units would take long. None for others, whose units are worth counting.
std::optional<std::string> hopeless(const Graph& graph, const Chip& chip, const Plan& plan) {
  constexpr std::int64_t kTimes = 8;
  std::map<std::string, std::int64_t> rows;
  for (const Node& node : graph.nodes)
    if (node.op == Op::matvec) rows[node.gate] = std::max<std::int64_t>(1, node.size / plan.hu);
  std::int64_t pcus = 0, pmus = 0;
  for (const auto& [gate, cuts] : gate_cuts(graph, plan))
    for (std::size_t s = 1; s < cuts.size(); ++s) {
      const std::int64_t row_bytes = std::int64_t{cuts[s] - cuts[s - 1]} * chip.pcu.lanes * 4;
      const std::int64_t in_one = std::max<std::int64_t>(1, chip.pmu.capacity_bytes() / row_bytes);
      pcus += plan.hu;
      pmus += plan.hu * ceil_div(rows[gate], in_one);
    }
  const std::int64_t have_pcus = std::ssize(sites_of(chip, SiteKind::pcu));
  const std::int64_t have_pmus = std::ssize(sites_of(chip, SiteKind::pmu));
  if (pmus > kTimes * std::max<std::int64_t>(1, have_pmus))
    return fmt::format("pmus: weights alone need {}, the chip has {}", pmus, have_pmus);
  if (pcus > kTimes * std::max<std::int64_t>(1, have_pcus))
    return fmt::format("pcus: dot products alone need {}, the chip has {}", pcus, have_pcus);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> shortage(const Chip& chip, const Mapping& mapping) {
  for (const Unit& unit : mapping.units) {
    std::optional<std::string> missing;
    if (const auto* pcu = std::get_if<PcuUnit>(&unit.body))
      missing = pcu_shortage(chip, mapping, unit, *pcu);
    if (const auto* pmu = std::get_if<PmuUnit>(&unit.body))
      missing = pmu_shortage(chip, mapping, unit, *pmu);
    if (missing) return missing;
  }
  return site_shortage(chip, mapping);
}

std::optional<std::string> partition_problem(const Graph& graph, const Chip& chip, const Plan& plan,
                                             Mapping& mapping) {
  if (auto problem = hopeless(graph, chip, plan)) return problem;
  try {
    mapping = partition(graph, chip, plan);
  } catch (const MappingError& error) {
    return error.what();
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
  free.rv = 0;  // as many values a vector as the new format packs
  for (const Format format : {Format::bf16, Format::fp8_e4m3}) {
    if (bits(format) >= bits(graph.formats.weights)) continue;
    Graph narrower = graph;
    narrower.formats.weights = narrower.formats.activations = format;
    narrower.formats.accumulate = Format::fp32;
    Mapping mapping;
    for (const Plan& plan : plans(narrower, chip, free))
      if (!partition_problem(narrower, chip, plan, mapping)) return std::pair(format, plan);
  }
  return std::nullopt;
}

}  // namespace rda::mapper
