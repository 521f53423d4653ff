// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "rda/describe.h"

namespace rda {

// Off-chip memory as data: the model of a channel. docs/timing-model.md ("Off-chip memory") defines
// its meaning, and src/chip/memory_fields.h defines `describe` of each struct.

/// A channel that serves bursts in order at a constant rate.
struct SimpleChannel {
  static constexpr std::string_view kKind = "simple";
  int bytes = 64;     ///< bytes that it moves ...
  int cycles = 5;     ///< ... in so many core cycles
  int latency = 100;  ///< core cycles from the end of a burst's service to its data
  static void describe(auto& self, auto& visit);
};

/// Kinds of DRAM whose organization and timings are known.
enum class DramPreset { ddr3_1600, ddr4_2666, ddr4_3200, hbm2, hbm2e };
constexpr std::array<std::string_view, 5> names(DramPreset) {
  return {"ddr3_1600", "ddr4_2666", "ddr4_3200", "hbm2", "hbm2e"};
}
inline constexpr std::array kDramPresets{DramPreset::ddr3_1600, DramPreset::ddr4_2666,
                                         DramPreset::ddr4_3200, DramPreset::hbm2,
                                         DramPreset::hbm2e};

/// What happens to a row after an access: it stays open, or is closed if no burst in the queue goes
/// to it.
enum class PagePolicy { open, closed };
constexpr std::array<std::string_view, 2> names(PagePolicy) { return {"open", "closed"}; }

/// Organization and timings of a DRAM channel. Times are in clocks of the memory.
struct DramTiming {
  int clock_khz = 800000, clock_div = 1;  ///< the memory's clock is clock_khz / clock_div
  int bus_bits = 64;
  int groups = 1, banks = 8;  ///< bank groups; banks of a group
  int row_bytes = 8192;       ///< of a row in all devices of the channel
  int BL = 8;                 ///< beats of a burst, two in a clock
  int tCL = 11, tCWL = 8, tRCD = 11, tRP = 11, tRAS = 28, tRC = 39;
  int tRRD_S = 5, tRRD_L = 5, tFAW = 24, tCCD_S = 4, tCCD_L = 4;
  int tRTP = 6, tWR = 12, tWTR_S = 6, tWTR_L = 6;
  int tREFI = 6240, tRFC = 208;  ///< tREFI 0: no refresh
  int turnaround = 1;            ///< free clocks of the data bus when its direction changes

  int clocks_per_burst() const { return BL / 2; }
  int burst_bytes() const { return bus_bits / 8 * BL; }
  static void describe(auto& self, auto& visit);
};

/// A channel of DRAM with a controller that serves row hits first.
struct DramChannel {
  static constexpr std::string_view kKind = "dram";
  DramPreset preset = DramPreset::ddr4_2666;
  std::map<std::string, int> timing = {};  ///< values that differ from the preset, by name
  PagePolicy page = PagePolicy::open;
  int cap = 4;           ///< column commands that may pass an older burst
  int writes_high = 24;  ///< writes in the queue from which on they are served
  int writes_low = 8;    ///< writes in the queue down to which they are served
  static void describe(auto& self, auto& visit);
};

using ChannelModel = std::variant<SimpleChannel, DramChannel>;

/// The values of a preset.
const DramTiming& preset_timing(DramPreset preset);
/// Where they come from.
std::string_view preset_source(DramPreset preset);
/// The preset's values, and those that replace them. Ignores names that no value has.
DramTiming timing_of(const DramChannel& channel);

/// The channels of a chip's memory: what they are made from.
struct ChannelConfig {
  int count = 4;
  int burst_bytes = 64;
  int interleave = 1;      ///< bursts in a row that lie in one channel
  int queue = 32;          ///< bursts that a channel's queue holds
  int capacity_mb = 1024;  ///< of a channel, in units of 1024 * 1024 bytes
  ChannelModel model;

  /// Bytes of all channels.
  std::int64_t capacity_bytes() const { return std::int64_t{count} * capacity_mb << 20; }
  static void describe(auto& self, auto& visit);
};

/// Bytes a second of all channels at most, with a core of this clock: without refresh.
double peak_bytes_per_second(const ChannelConfig& channels, double core_mhz);
/// The same a cycle of the core.
inline double peak_bytes_per_cycle(const ChannelConfig& channels, double core_mhz) {
  return peak_bytes_per_second(channels, core_mhz) / (core_mhz * 1e6);
}

/// Where a burst lies.
struct BurstPlace {
  int channel = 0;
  std::int64_t number = 0;  ///< of the burst within the channel
};
/// Where burst number `burst` of the address space lies.
inline BurstPlace place_of(const ChannelConfig& config, std::int64_t burst) {
  const std::int64_t block = burst / config.interleave;
  return {static_cast<int>(block % config.count),
          block / config.count * config.interleave + burst % config.interleave};
}

}  // namespace rda
