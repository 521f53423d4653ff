// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chip/memory_fields.h"
#include "sim/memory/channel.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::sim {

/// The name of a test for a preset.
inline std::string preset_name(const testing::TestParamInfo<DramPreset>& info) {
  return std::string(word(info.param));
}

/// What a test asks a DRAM channel for.
struct Asked {
  Cycle arrival = 0;
  int group = 0, bank = 0;  ///< bank within the group
  std::int64_t row = 0, column = 0;
  bool write = false;
  int generator = 0;
};

/// A DRAM channel alone. Its core cycles are clocks of the memory, unless the test says otherwise.
class DramBench {
 public:
  using Timing = std::map<std::string, int>;
  static constexpr int kCoreMhz = 1000;

  explicit DramBench(DramPreset preset, Timing timing = {}) {
    timing.try_emplace("clock_khz", kCoreMhz * 1000);
    timing.try_emplace("clock_div", 1);
    timing.try_emplace("tREFI", 0);
    model.preset = preset;
    model.timing = std::move(timing);
    values = timing_of(model);
    config.burst_bytes = values.burst_bytes();
  }

  DramChannel model;
  ChannelConfig config;
  DramTiming values;
  double core_mhz = kCoreMhz;
  std::vector<DramCommand> log;
  std::map<std::int64_t, Cycle> delivered;  ///< by number of what was asked, from 0
  ChannelResult counts;

  /// A value of this name that is so many clocks larger, for another bench.
  std::pair<std::string, int> raised(const std::string& name, int clocks) {
    const auto find = [&](std::string_view key, int value, const auto&...) {
      if (key == name) clocks += value;
    };
    DramTiming::describe(values, find);
    return {name, clocks};
  }

  std::int64_t number_of(const Asked& asked) const {
    const std::int64_t in_row = values.row_bytes / values.burst_bytes();
    const std::int64_t turned = asked.row + asked.row / values.banks;
    const std::int64_t bank = ((asked.bank - turned) % values.banks + values.banks) % values.banks;
    return ((asked.row * values.banks + bank) * in_row + asked.column) * values.groups +
           asked.group;
  }

  /// Runs until cycle `end`, `step` cycles at a time.
  void run(const std::vector<Asked>& all, Cycle end, Cycle step = 1 << 20) {
    config.model = model;
    int generators = 1;
    for (const Asked& asked : all) generators = std::max(generators, asked.generator + 1);
    Channel channel(config, core_mhz, generators);
    channel.log(&log);
    std::size_t next = 0;
    for (Cycle now = 0; now < end;) {
      now = std::min(end, now + step);
      for (; next < all.size() && all[next].arrival < now; ++next)
        channel.ask(all[next].arrival, {all[next].generator, static_cast<std::int64_t>(next),
                                        number_of(all[next]), all[next].write});
      channel.advance(now);
      for (const Delivery& delivery : channel.take()) delivered[delivery.id] = delivery.cycle;
    }
    counts = channel.counts();
  }

  /// The edges at which a command was issued.
  std::vector<ClockEdge> edges(DramOp op) const {
    std::vector<ClockEdge> found;
    for (const DramCommand& command : log)
      if (command.op == op) found.push_back(command.at);
    return found;
  }
};

}  // namespace rda::sim
