// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "chip/chip_fields.h"
#include "json/knobs.h"
#include "json/reader.h"
#include "json/suggest.h"
#include "json/text_writer.h"
#include "rda/chip.h"
#include "rda/error.h"
#include "rda/limits.h"

namespace rda {
namespace {

void check_strip(const GridConfig& grid, const std::string& file) {
  const std::string pointer = "/grid/strip";
  for (const char letter : grid.strip) {
    if (letter == 'C' || letter == 'M') continue;
    throw ConfigError(file, pointer,
                      fmt::format("\"{}\" may only have the letters C (a PCU) and M (a PMU)",
                                  one_line(grid.strip, 40)));
  }
  if (grid.strip.empty() && grid.pattern != Pattern::checkerboard) {
    throw ConfigError(file, pointer, "strips need at least one letter, C (a PCU) or M (a PMU)");
  }
}

/// Refuses ports beyond the end of their side.
void check_ports(const Chip& chip, const StreamPortsConfig& ports, const std::string& what,
                 const std::string& file) {
  const bool along_rows = ports.side == Side::west || ports.side == Side::east;
  const int length = along_rows ? chip.grid.rows : chip.grid.cols;
  const int last = ports.offset + (ports.count - 1) * ports.spacing;
  if (ports.count == 0 || last < length) return;
  const std::string line = along_rows ? "row" : "column";
  const int fit = ports.offset < length ? (length - 1 - ports.offset) / ports.spacing + 1 : 0;
  throw ConfigError(
      file, fmt::format("/stream/{}s/count", what),
      fmt::format("{0} {1} would be at {2} {3} of {4} (offset {5}, spacing {6}: {7} fit)", what,
                  ports.count - 1, line, last, length, ports.offset, ports.spacing, fit));
}

/// Refuses ports at which a vector takes more than kMostInterval cycles.
void check_interval(const Chip& chip, const StreamPortsConfig& ports, const std::string& what,
                    const std::string& file) {
  const int bits = 8 * token_bytes(chip, TokenKind::vector);
  const std::int64_t beats = (bits + ports.width_bits - 1) / ports.width_bits;
  if (beats * ports.interval <= kMostInterval) return;
  throw ConfigError(file, fmt::format("/stream/{}s/interval", what),
                    fmt::format("a vector of {} bits would take {} beats of {} cycles ({} cycles "
                                "at most in all)",
                                bits, beats, ports.interval, kMostInterval));
}

void check_sources(const Chip& chip, const std::string& file) {
  if (chip.sources.empty()) return;  // saves time in a sweep, which checks many chips
  const std::vector<std::string> known = json::pointers(json::knobs<Chip>());
  for (const auto& [pointer, source] : chip.sources) {
    if (std::ranges::find(known, pointer) != known.end()) continue;
    throw ConfigError(file, json::child("/sources", pointer),
                      "no knob has this pointer" + json::suggest_pointer(pointer, known));
  }
}

}  // namespace

void check(const Chip& chip, const std::string& file) {
  check_strip(chip.grid, file);
  check_ports(chip, chip.stream.sources, "source", file);
  check_ports(chip, chip.stream.sinks, "sink", file);
  check_interval(chip, chip.stream.sources, "source", file);
  check_interval(chip, chip.stream.sinks, "sink", file);
  check_sources(chip, file);
}

Chip load_chip(const std::filesystem::path& file, std::span<const Override> overrides) {
  Chip chip = json::read_file<Chip>(file, json::FileKind::chip, overrides);
  json::check_blaming(overrides, file.string(), [&] { check(chip, file.string()); });
  if (chip.name.empty()) chip.name = file.stem().string();
  return chip;
}

std::string to_json(const Chip& chip) { return json::write(chip); }

}  // namespace rda
