// SPDX-License-Identifier: Apache-2.0
#include "chip/memory_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <variant>

#include "chip/memory_fields.h"
#include "json/suggest.h"

namespace rda::chip {
namespace {

using Problems = std::vector<json::Problem>;

constexpr std::string_view kModel = "/memory/channels/model";

bool is_power_of_two(int number) { return (number & (number - 1)) == 0; }

void check_ags(const Chip& chip, const AgConfig& ags, Problems& problems) {
  const bool along_rows = ags.side == Side::west || ags.side == Side::east;
  const int length = along_rows ? chip.grid.rows : chip.grid.cols;
  if (ags.offset >= length)
    problems.push_back(
        {"/memory/ags/offset", fmt::format("{} on a side of {} {}s (0 to {})", ags.offset, length,
                                           along_rows ? "row" : "column", length - 1)});
}

/// Names of the values of a DRAM that replace those of its preset, and their ranges.
void check_names(const DramChannel& dram, Problems& problems) {
  std::vector<std::string> known;
  const auto visit = [&](std::string_view key, const int&, Range range, const auto&...) {
    known.emplace_back(key);
    const auto found = dram.timing.find(known.back());
    if (found == dram.timing.end()) return;
    if (found->second < range.lo || found->second > range.hi)
      problems.push_back(
          {fmt::format("{}/timing/{}", kModel, key),
           fmt::format("{} is out of range ({} to {})", found->second, range.lo, range.hi)});
  };
  const DramTiming timing;
  DramTiming::describe(timing, visit);
  for (const auto& [name, value] : dram.timing)
    if (std::ranges::find(known, name) == known.end())
      problems.push_back({json::child(fmt::format("{}/timing", kModel), name),
                          "no value of a DRAM has this name" + json::suggest_key(name, known)});
}

struct CheckModel {
  const ChannelConfig& channels;
  Problems& problems;

  void operator()(const SimpleChannel&) const {}

  void operator()(const DramChannel& dram) const {
    const std::size_t before = problems.size();
    check_names(dram, problems);
    if (problems.size() == before) check(dram, timing_of(dram));
  }

 private:
  void add(std::string_view key, std::string text) const {
    problems.push_back({fmt::format("{}/{}", kModel, key), std::move(text)});
  }
  void check(const DramChannel& dram, const DramTiming& t) const {
    if (t.BL % 2 != 0 || t.bus_bits % 8 != 0 || t.burst_bytes() != channels.burst_bytes)
      problems.push_back({"/memory/channels/burst_bytes",
                          fmt::format("{} bytes (a burst of {} beats of {} bits has {})",
                                      channels.burst_bytes, t.BL, t.bus_bits, t.burst_bytes())});
    else if (t.row_bytes % t.burst_bytes() != 0)
      add("timing/row_bytes",
          fmt::format("{} is no multiple of a burst of {} bytes", t.row_bytes, t.burst_bytes()));
    if (t.tRRD_S > t.tRRD_L) add("timing/tRRD_S", longer(t.tRRD_S, t.tRRD_L));
    if (t.tCCD_S > t.tCCD_L) add("timing/tCCD_S", longer(t.tCCD_S, t.tCCD_L));
    if (t.tWTR_S > t.tWTR_L) add("timing/tWTR_S", longer(t.tWTR_S, t.tWTR_L));
    const int refresh = t.tRFC + t.tRP + t.tRAS + t.tCWL + t.tCL + t.BL + t.tWR + t.tRTP + 1;
    if (t.tREFI > 0 && t.tREFI < refresh)
      add("timing/tREFI",
          fmt::format("{} leaves no time between refreshes (0, or {} and more)", t.tREFI, refresh));
    if (dram.writes_low >= dram.writes_high)
      add("writes_low",
          fmt::format("{} (less than writes_high, {})", dram.writes_low, dram.writes_high));
  }
  static std::string longer(int within, int across) {
    return fmt::format("{} is longer than within a bank group ({})", within, across);
  }
};

}  // namespace

void check_memory(const Chip& chip, const MemoryConfig& memory, Problems& problems) {
  check_ags(chip, memory.ags, problems);
  if (!is_power_of_two(memory.channels.burst_bytes))
    problems.push_back({"/memory/channels/burst_bytes",
                        fmt::format("{} is no power of two", memory.channels.burst_bytes)});
  std::visit(CheckModel{memory.channels, problems}, memory.channels.model);
}

}  // namespace rda::chip
