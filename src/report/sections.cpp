// SPDX-License-Identifier: Apache-2.0
#include "report/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "mapping/index.h"
#include "rda/check.h"
#include "report/off_chip.h"

namespace rda::report {
namespace {

/// Cycles to bring `bytes` from memory at its peak.
Cycle load_cycles(const Chip& chip, std::int64_t bytes) {
  const double peak = peak_bytes_per_cycle(chip.memory->channels, chip.clock_mhz);
  return static_cast<Cycle>(std::ceil(static_cast<double>(bytes) / peak));
}

SectionReport section_of(const Chip& chip, const SectionRun& run) {
  SectionReport row;
  row.number = run.number;
  row.first_layer = run.first_layer;
  row.last_layer = run.last_layer;
  row.cycles = run.result.cycles;
  row.hu = run.mapping.hu;
  row.ru = run.mapping.ru;
  row.pcus = mapping::count(run.mapping, UnitKind::pcu);
  row.pmus = mapping::count(run.mapping, UnitKind::pmu);
  row.ags = mapping::count(run.mapping, UnitKind::ag);
  const std::set<int> spilled = mapping::spilled_buffers(run.mapping);
  for (const Unit& unit : run.mapping.units) {
    row.resident_bytes += content_bytes(unit.buffers);
    if (!mapping::moves_sequence(unit) || spilled.contains(mapping::buffer_of_sequence(unit)))
      continue;
    const bool writes = mapping::writes_memory(unit.programs.front());
    (writes ? row.handed_bytes_written : row.handed_bytes_read) += sequence_bytes_moved(chip, unit);
  }
  return row;
}

/// Bytes of the buffers that hold no weights and go to another section. Every section has those of
/// all sequences.
std::int64_t sequence_bytes(const Mapping& mapping) {
  std::int64_t bytes = 0;
  for (const Buffer& buffer : mapping.memory) bytes += buffer.slot_bytes;
  std::set<int> others = mapping::spilled_buffers(mapping);
  for (const Unit& unit : mapping.units)
    if (unit.kind == UnitKind::ag && !mapping::moves_sequence(unit))
      others.insert(unit.programs.front().outputs.front().access->buffer);
  for (const int buffer : others)
    bytes -= mapping.memory.at(static_cast<std::size_t>(buffer)).slot_bytes;
  return bytes;
}

/// Appends a section to a mapping: its units and streams get the next numbers.
void append(const Mapping& section, Mapping& all) {
  const int units = static_cast<int>(all.units.size()),
            streams = static_cast<int>(all.streams.size());
  const int buffers = static_cast<int>(all.memory.size());
  const auto moved = [&](auto id, int by) { return decltype(id)(id.number() + by); };
  for (Unit unit : section.units) {
    for (Program& program : unit.programs)
      for (std::vector<Port>* ports : {&program.inputs, &program.outputs})
        for (Port& port : *ports) {
          port.stream = moved(port.stream, streams);
          if (unit.kind == UnitKind::ag && port.access) port.access->buffer += buffers;
        }
    all.units.add(std::move(unit));
  }
  for (Stream stream : section.streams) {
    stream.from = moved(stream.from, units);
    for (UnitId& to : stream.to) to = moved(to, units);
    all.streams.add(std::move(stream));
  }
  all.memory.insert(all.memory.end(), section.memory.begin(), section.memory.end());
  all.macs += section.macs;
  all.steps = std::max(all.steps, section.steps);
  if (all.hu != section.hu) all.hu = 0;
  if (all.ru != section.ru) all.ru = 0;
  if (all.rv != section.rv) all.rv = 0;
  if (all.hv != section.hv) all.hv = 1;
}

}  // namespace

SectionsReport sections_of(const Chip& chip, std::span<const SectionRun> runs, std::int64_t count) {
  RDA_CHECK(chip.memory.has_value(), "sections without off-chip memory");
  SectionsReport sections;
  sections.count = count;
  for (const SectionRun& run : runs) {
    SectionReport row = section_of(chip, run);
    if (!sections.list.empty()) {
      row.configure =
          static_cast<Cycle>(std::ceil(chip.memory->host.configure_us * chip.clock_mhz));
      row.load = load_cycles(chip, row.resident_bytes);
    }
    sections.section_cycles += row.cycles;
    sections.change_cycles += row.configure + row.load;
    sections.list.push_back(row);
  }
  sections.handed_bytes = sequence_bytes(runs.front().mapping);
  return sections;
}

Mapping joined_mapping(std::span<const SectionRun> runs) {
  Mapping all = runs.front().mapping;
  for (const SectionRun& run : runs.subspan(1)) append(run.mapping, all);
  return all;
}

RunResult joined_result(std::span<const SectionRun> runs, Cycle cycles) {
  RunResult all;
  all.cycles = cycles;
  for (const SectionRun& run : runs) {
    for (UnitResult unit : run.result.units) {
      unit.activity[Activity::idle] += cycles - run.result.cycles;
      all.units.push_back(std::move(unit));
    }
    all.streams.insert(all.streams.end(), run.result.streams.begin(), run.result.streams.end());
    if (all.channels.empty()) all.channels.resize(run.result.channels.size());
    for (std::size_t c = 0; c < run.result.channels.size(); ++c)
      for (const auto count : kChannelCounts)
        all.channels[c].*count += run.result.channels[c].*count;
  }
  return all;
}

std::string sections_text(const SectionsReport& sections) {
  std::string text = "sections      ";
  if (sections.list.size() < static_cast<std::size_t>(sections.count))
    text += fmt::format("number {} of {} alone\n", sections.list.front().number, sections.count);
  else
    text += fmt::format("{}: {} cycles, and {} to change the chip between them\n", sections.count,
                        sections.section_cycles, sections.change_cycles);
  text +=
      fmt::format("  {:>3} {:<7}{:>11}{:>10}{:>9}{:>4}{:>4}{:>5}{:>5}{:>7}{:>8}\n", "", "layers",
                  "cycles", "configure", "load", "hu", "ru", "PCUs", "PMUs", "kB in", "kB out");
  const auto kilobytes = [](std::int64_t bytes) { return static_cast<double>(bytes) / 1e3; };
  for (const SectionReport& row : sections.list)
    text += fmt::format(
        "  {:>3} {:<7}{:>11}{:>10}{:>9}{:>4}{:>4}{:>5}{:>5}{:>7.1f}{:>8.1f}\n", row.number,
        row.first_layer == row.last_layer ? fmt::format("{}", row.first_layer)
                                          : fmt::format("{}-{}", row.first_layer, row.last_layer),
        row.cycles, row.configure, row.load, row.hu, row.ru, row.pcus, row.pmus,
        kilobytes(row.handed_bytes_read), kilobytes(row.handed_bytes_written));
  return text;
}

}  // namespace rda::report
