// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "rda/memory.h"

namespace rda {

namespace chip {

inline constexpr std::string_view kMemoryOurs = "our choice";
inline constexpr std::string_view kOfPreset = "of the preset";
inline constexpr Range kClocks{0, 1 << 20};

}  // namespace chip

void SimpleChannel::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("bytes", self.bytes, Range{1, 65536},
        Doc{"bytes that the channel moves in `cycles`", "bytes", kMemoryOurs});
  visit("cycles", self.cycles, Range{1, 4096},
        Doc{"core cycles in which it moves `bytes`", "cycles", kMemoryOurs});
  visit("latency", self.latency, Range{1, 1 << 20},
        Doc{"cycles from the end of a burst's service to its data", "cycles", kMemoryOurs});
}

void DramTiming::describe(auto& self, auto& visit) {
  using namespace chip;
  const auto clocks = [&](std::string_view key, auto& value, std::string_view meaning) {
    visit(key, value, kClocks, Doc{meaning, "clocks", kOfPreset});
  };
  visit("clock_khz", self.clock_khz, Range{1000, 100000000},
        Doc{"clock of the memory, times clock_div", "kHz", kOfPreset});
  visit("clock_div", self.clock_div, Range{1, 1000}, Doc{"divisor of clock_khz", "", kOfPreset});
  visit("bus_bits", self.bus_bits, Range{8, 4096}, Doc{"width of the data bus", "bits", kOfPreset});
  visit("groups", self.groups, Range{1, 64}, Doc{"bank groups", "groups", kOfPreset});
  visit("banks", self.banks, Range{1, 64}, Doc{"banks of a group", "banks", kOfPreset});
  visit("row_bytes", self.row_bytes, Range{8, 1 << 20},
        Doc{"bytes of a row, in all devices", "bytes", kOfPreset});
  visit("BL", self.BL, Range{2, 64}, Doc{"beats of a burst", "beats", kOfPreset});
  clocks("tCL", self.tCL, "RD to its first beat");
  clocks("tCWL", self.tCWL, "WR to its first beat");
  clocks("tRCD", self.tRCD, "ACT to RD or WR");
  clocks("tRP", self.tRP, "PRE to ACT");
  clocks("tRAS", self.tRAS, "ACT to PRE");
  clocks("tRC", self.tRC, "ACT to ACT of a bank");
  clocks("tRRD_S", self.tRRD_S, "ACT to ACT of another bank group");
  clocks("tRRD_L", self.tRRD_L, "ACT to ACT of a bank group");
  clocks("tFAW", self.tFAW, "window with at most four ACT");
  clocks("tCCD_S", self.tCCD_S, "RD or WR to RD or WR of another bank group");
  clocks("tCCD_L", self.tCCD_L, "RD or WR to RD or WR of a bank group");
  clocks("tRTP", self.tRTP, "RD to PRE");
  clocks("tWR", self.tWR, "last beat of a write to PRE");
  clocks("tWTR_S", self.tWTR_S, "last beat of a write to RD of another bank group");
  clocks("tWTR_L", self.tWTR_L, "last beat of a write to RD of a bank group");
  clocks("tREFI", self.tREFI, "time between two refreshes; 0: none");
  clocks("tRFC", self.tRFC, "REF to ACT");
  clocks("turnaround", self.turnaround, "free clocks of the data bus when its direction changes");
}

void DramChannel::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("preset", self.preset, Doc{"kind of DRAM", "", kMemoryOurs});
  visit("timing", self.timing, kClocks,
        Doc{"values that differ from the preset, by name", "clocks", kMemoryOurs});
  visit("page", self.page, Doc{"whether a row stays open after an access", "", kMemoryOurs});
  visit("cap", self.cap, Range{0, 1 << 20},
        Doc{"accesses that may pass an older burst; 0: in order", "bursts", kMemoryOurs});
  visit("writes_high", self.writes_high, Range{1, 4096},
        Doc{"writes in the queue from which on they are served", "bursts", kMemoryOurs});
  visit("writes_low", self.writes_low, Range{0, 4096},
        Doc{"writes in the queue down to which they are served", "bursts", kMemoryOurs});
}

void ChannelConfig::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("count", self.count, Range{1, 256},
        Doc{"channels", "channels", "Prabhakar et al., ISCA 2017, Table 3"});
  visit("burst_bytes", self.burst_bytes, Range{4, 4096},
        Doc{"bytes of a burst, a power of two", "bytes", "Prabhakar et al., ISCA 2017"});
  visit("interleave", self.interleave, Range{1, 1 << 20},
        Doc{"bursts in a row that lie in one channel", "bursts", kMemoryOurs});
  visit("queue", self.queue, Range{1, 4096},
        Doc{"bursts that a channel's queue holds", "bursts", kMemoryOurs});
  visit("capacity_mb", self.capacity_mb, Range{1, 1 << 20},
        Doc{"size of a channel, in units of 1024 x 1024 bytes", "MB", kMemoryOurs});
  visit("model", self.model, Doc{"how a channel serves bursts"});
}

}  // namespace rda
