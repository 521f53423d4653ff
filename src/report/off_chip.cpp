// SPDX-License-Identifier: Apache-2.0
#include "report/off_chip.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "mapping/index.h"

namespace rda::report {
namespace {

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

std::string percent(std::int64_t part, std::int64_t whole) {
  return fmt::format("{:.1f} %",
                     100 * share(static_cast<double>(part), static_cast<double>(whole)));
}

/// Seconds that a refresh takes of a channel.
double refresh_seconds(const ChannelConfig& channels) {
  const auto* dram = std::get_if<DramChannel>(&channels.model);
  if (!dram) return 0;
  const DramTiming timing = timing_of(*dram);
  return timing.tRFC * 1e-3 * timing.clock_div / timing.clock_khz;
}

/// Sequences that share what address generators read: those in a tap of a row.
int sequences_sharing(const Mapping& mapping) {
  int sequences = 1;
  for (const Unit& unit : mapping.units)
    for (const Program& program : unit.programs)
      for (const Port& port : program.inputs)
        if (port.access) sequences = std::max(sequences, port.access->tap_sequences);
  return sequences;
}

std::string megabytes(std::int64_t bytes) {
  return fmt::format("{:.2f} MB", static_cast<double>(bytes) / 1e6);
}

std::string kilobytes(std::int64_t bytes) {
  return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
}

/// Contents of off-chip memory but the sequences between sections: weights.
std::int64_t streamed_bytes(const Mapping& mapping) {
  std::vector<Buffer> weights = mapping.memory;
  for (const Unit& unit : mapping.units)
    if (mapping::moves_sequence(unit) && mapping::reads_memory(unit.programs.front())) {
      weights.at(static_cast<std::size_t>(mapping::buffer_of_sequence(unit))).contents.clear();
    }
  return content_bytes(weights);
}

std::vector<SpilledReport> spilled_sequences(const Chip& chip, const Mapping& mapping) {
  std::vector<SpilledReport> all;
  for (const int number : mapping::spilled_buffers(mapping)) {
    const Buffer& buffer = mapping.memory.at(static_cast<std::size_t>(number));
    SpilledReport& one = all.emplace_back(SpilledReport{buffer.name, buffer.slot_bytes});
    for (const Unit& unit : mapping.units) {
      if (!mapping::moves_sequence(unit) || mapping::buffer_of_sequence(unit) != number) continue;
      const bool writes = mapping::writes_memory(unit.programs.front());
      (writes ? one.bytes_written : one.bytes_read) += sequence_bytes_moved(chip, unit);
    }
  }
  return all;
}

}  // namespace

std::int64_t content_bytes(const std::vector<Buffer>& buffers) {
  std::int64_t sum = 0;
  for (const Buffer& buffer : buffers)
    for (const Content& c : buffer.contents)
      sum += c.rows * c.cols * c.copies * (c.word_each ? 4 : bytes(c.format));
  return sum;
}

std::int64_t sequence_bytes_moved(const Chip& chip, const Unit& unit) {
  const Program& program = unit.programs.front();
  return program.firings() / program.space.extents.front() * mapping::bytes_of_item(chip, unit);
}

void add_loading(const HostLink& host, std::int64_t loaded, MemoryReport& memory) {
  const auto all = static_cast<double>(memory.resident_bytes + memory.streamed_bytes);
  memory.configure_seconds = host.configure_us * 1e-6;
  memory.host_bytes_per_second = host.bytes_per_second();
  memory.host_seconds = all / memory.host_bytes_per_second;
  memory.memory_seconds = static_cast<double>(loaded) / memory.possible_bytes_per_second;
  memory.load_seconds =
      memory.configure_seconds + std::max(memory.host_seconds, memory.memory_seconds);
  memory.load_limit = memory.host_seconds >= memory.memory_seconds ? "host link" : "memory";
}

std::optional<MemoryReport> memory_of(const Chip& chip, const Mapping& mapping) {
  if (!chip.memory) return std::nullopt;
  MemoryReport memory;
  memory.ags_on_chip = chip.memory->ags.count;
  memory.channels = chip.memory->channels.count;
  memory.possible_bytes_per_second = peak_bytes_per_second(chip.memory->channels, chip.clock_mhz);
  for (const Unit& unit : mapping.units) memory.resident_bytes += content_bytes(unit.buffers);
  memory.streamed_bytes = streamed_bytes(mapping);
  memory.sequences_sharing = sequences_sharing(mapping);
  memory.spilled = spilled_sequences(chip, mapping);
  add_loading(chip.memory->host, memory.resident_bytes, memory);
  return memory;
}

void add_ag(const UnitResult& did, MemoryReport& memory) {
  memory.waiting += did.memory;
  memory.bytes_read += did.bytes_read;
  memory.bytes_written += did.bytes_written;
}

void add_channels(const Chip& chip, const RunResult& result, Report& report) {
  const ChannelConfig& channels = chip.memory->channels;
  const double seconds = static_cast<double>(result.cycles) / (chip.clock_mhz * 1e6);
  MemoryReport& memory = *report.memory;
  for (const ChannelResult& channel : result.channels) {
    memory.bursts_read += channel.reads;
    memory.bursts_written += channel.writes;
    memory.row_hits += channel.hits;
    memory.rows_closed += channel.closed;
    memory.row_conflicts += channel.conflicts;
    memory.refreshes += channel.refreshes;
  }
  const auto bursts = static_cast<double>(memory.bursts_read + memory.bursts_written);
  memory.bytes_per_second = bursts * channels.burst_bytes / seconds;
  memory.refresh_share = share(static_cast<double>(memory.refreshes) * refresh_seconds(channels),
                               seconds * channels.count);
  report.bandwidth.off_chip_bytes_per_second = memory.bytes_per_second;
}

std::string memory_text(const MemoryReport& m, bool sections) {
  std::string text =
      fmt::format("off chip      {} of {} AGs, {} channels: {} bursts read, {} written\n",
                  m.ags_used, m.ags_on_chip, m.channels, m.bursts_read, m.bursts_written);
  text += fmt::format("              before the run {:.3f} ms: {:.3f} to configure, then the {}\n",
                      m.load_seconds * 1e3, m.configure_seconds * 1e3, m.load_limit);
  text += fmt::format("              ({} to the chip {:.3f}, memory to PMUs {:.3f} ms)\n",
                      megabytes(m.resident_bytes + m.streamed_bytes), m.host_seconds * 1e3,
                      m.memory_seconds * 1e3);
  text += fmt::format("              {} stay on chip{}", megabytes(m.resident_bytes),
                      sections ? " in their sections" : "");
  if (m.streamed_bytes > 0)
    text += fmt::format(
        "{}{} come in each step of {}", sections ? ",\n              " : ", ",
        megabytes(m.streamed_bytes),
        m.sequences_sharing > 1 ? fmt::format("{} sequences", m.sequences_sharing) : "a sequence");
  text += '\n';
  for (const SpilledReport& one : m.spilled)
    text += fmt::format("              {}: spilled, {} written, {} read\n", one.sequence,
                        kilobytes(one.bytes_written), kilobytes(one.bytes_read));
  if (m.ags_used == 0) return text;
  text += fmt::format("              AGs waited for memory in {} of their cycles\n",
                      percent(m.waiting, m.activity.total()));
  const std::int64_t rows = m.row_hits + m.rows_closed + m.row_conflicts;
  if (rows == 0) return text;
  return text +
         fmt::format("              rows: {} hits, {} closed, {} conflicts; refresh {:.1f} %\n",
                     percent(m.row_hits, rows), percent(m.rows_closed, rows),
                     percent(m.row_conflicts, rows), 100 * m.refresh_share);
}

}  // namespace rda::report
