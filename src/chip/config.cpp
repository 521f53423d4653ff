// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/gather.h"
#include "base/text.h"
#include "chip/chip_fields.h"
#include "chip/memory_rules.h"
#include "chip/rules.h"
#include "json/extends.h"
#include "json/knobs.h"
#include "json/suggest.h"
#include "json/text_writer.h"
#include "rda/chip.h"
#include "rda/error.h"
#include "rda/limits.h"

namespace rda {

RDA_JSON_CODE(, Chip);

namespace chip {
namespace {

using Problems = std::vector<json::Problem>;

void check_strip(const GridConfig& grid, Problems& problems) {
  const std::string pointer = "/grid/strip";
  if (grid.strip.find_first_not_of("CM") != grid.strip.npos)
    problems.push_back(
        {pointer, fmt::format("\"{}\" may only have the letters C (a PCU) and M (a PMU)",
                              one_line(grid.strip, 40))});
  if (grid.strip.empty() && grid.pattern != Pattern::checkerboard)
    problems.push_back({pointer, "strips need at least one letter, C (a PCU) or M (a PMU)"});
}

/// Refuses ports beyond the end of their side, and two at a switch.
void check_ports(const Chip& chip, const StreamPortsConfig& ports, const std::string& what,
                 Problems& problems) {
  const bool along_rows = ports.side == Side::west || ports.side == Side::east;
  const int length = along_rows ? chip.grid.rows : chip.grid.cols;
  const int rest = std::max(length - ports.offset, 0);  // switches from port 0 on
  const std::string pointer = fmt::format("/stream/{}s/count", what);
  if (ports.spacing == kEven) {
    if (ports.count > rest)
      problems.push_back(
          {pointer,
           fmt::format("{} ports at even distances from offset {} on a side of {} {}s ({} "
                       "fit, one at a switch)",
                       ports.count, ports.offset, length, along_rows ? "row" : "column", rest)});
    return;
  }
  const int last = ports.offset + (ports.count - 1) * ports.spacing;
  if (ports.count == 0 || last < length) return;
  const int fit = rest > 0 ? (rest - 1) / ports.spacing + 1 : 0;
  problems.push_back(
      {pointer, fmt::format("{} {} would be at {} {} of {} (offset {}, spacing {}: {} fit{})", what,
                            ports.count - 1, along_rows ? "row" : "column", last, length,
                            ports.offset, ports.spacing, fit,
                            ports.count <= rest ? "; spacing 0 spreads them over the side" : "")});
}

/// Refuses ports at which a vector takes more than kMostInterval cycles.
void check_interval(const Chip& chip, const StreamPortsConfig& ports, const std::string& what,
                    Problems& problems) {
  const int bits = 8 * token_bytes(chip, TokenKind::vector);
  const std::int64_t beats = (bits + ports.width_bits - 1) / ports.width_bits;
  if (beats * ports.interval <= kMostInterval) return;
  problems.push_back({fmt::format("/stream/{}s/interval", what),
                      fmt::format("a vector of {} bits would take {} beats of {} cycles ({} cycles "
                                  "at most in all)",
                                  bits, beats, ports.interval, kMostInterval)});
}

void check_sources(const Chip& chip, Problems& problems) {
  if (chip.sources.empty()) return;  // saves time in a sweep, which checks many chips
  const std::vector<std::string> known = json::pointers(json::knobs<Chip>());
  for (const auto& [pointer, source] : chip.sources)
    if (std::ranges::find(known, pointer) == known.end())
      problems.push_back({json::child("/sources", pointer),
                          "no knob has this pointer" + json::suggest_pointer(pointer, known)});
}

/// What a rule of stream ports is about, besides the value that its message names.
std::vector<std::string> ports_rule(const Chip& chip, const std::string& pointer) {
  for (const auto& [ports, at] : {std::pair(&chip.stream.sources, std::string("/stream/sources")),
                                  {&chip.stream.sinks, std::string("/stream/sinks")}}) {
    const bool along_rows = ports->side == Side::west || ports->side == Side::east;
    if (pointer == at + "/count")
      return {at + "/offset", at + "/spacing", along_rows ? "/grid/rows" : "/grid/cols",
              at + "/side"};
    if (pointer == at + "/interval") return {at + "/width_bits", "/pcu/lanes"};
  }
  return {};
}

/// Lets a problem name the value that broke the rule: one that an override gives, else one of the
/// file itself, not one of a file that it extends.
json::Problem at_newest(json::Problem problem, const Chip& chip, const json::Extended& from,
                        std::span<const Override> overrides) {
  const auto overridden = [&](const std::string& pointer) {
    return !json::blame(pointer, overrides).empty();
  };
  const auto own = [&](const std::string& pointer) {
    return from.has(pointer) && from.file_of(pointer) == from.file();
  };
  if (overridden(problem.pointer)) return problem;
  const std::vector<std::string> others = ports_rule(chip, problem.pointer);
  auto newest = std::ranges::find_if(others, overridden);
  if (newest == others.end() && !own(problem.pointer)) newest = std::ranges::find_if(others, own);
  if (newest != others.end()) problem.pointer = *newest;
  return problem;
}

}  // namespace

std::vector<json::Problem> broken_rules(const Chip& chip) {
  Problems problems;
  check_strip(chip.grid, problems);
  check_ports(chip, chip.stream.sources, "source", problems);
  check_ports(chip, chip.stream.sinks, "sink", problems);
  check_interval(chip, chip.stream.sources, "source", problems);
  check_interval(chip, chip.stream.sinks, "sink", problems);
  if (chip.memory) check_memory(chip, *chip.memory, problems);
  check_sources(chip, problems);
  return problems;
}

}  // namespace chip

void check(const Chip& chip, const std::string& file) {
  Gather gather;
  for (const json::Problem& problem : chip::broken_rules(chip))
    gather([&] { throw ConfigError(file, problem.pointer, problem.text); });
  gather.raise();
}

Chip load_chip(const std::filesystem::path& file, std::span<const Override> overrides) {
  const json::Extended from(file, json::FileKind::chip, json::shape<Chip>());
  Chip chip = from.read<Chip>(overrides);
  std::vector<json::Problem> problems = chip::broken_rules(chip);
  for (json::Problem& problem : problems)
    problem = chip::at_newest(std::move(problem), chip, from, overrides);
  from.refuse(problems, overrides);
  if (chip.name.empty()) chip.name = file.stem().string();
  return chip;
}

std::string to_json(const Chip& chip) { return json::write(chip); }

}  // namespace rda
