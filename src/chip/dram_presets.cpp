// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "chip/memory_fields.h"
#include "rda/memory.h"

namespace rda {
namespace {

/// A preset and where its values come from. `turnaround` is our choice in each.
struct Preset {
  DramTiming timing;
  std::string_view source;
};

// tRC is tRAS + tRP in each. Rows are of all devices of the bus.
constexpr std::array kPresets{
    Preset{{.clock_khz = 800000,
            .bus_bits = 64,
            .groups = 1,
            .banks = 8,
            .row_bytes = 8192,
            .BL = 8,
            .tCL = 11,
            .tCWL = 8,
            .tRCD = 11,
            .tRP = 11,
            .tRAS = 28,
            .tRC = 39,
            .tRRD_S = 5,
            .tRRD_L = 5,
            .tFAW = 24,
            .tCCD_S = 4,
            .tCCD_L = 4,
            .tRTP = 6,
            .tWR = 12,
            .tWTR_S = 6,
            .tWTR_L = 6,
            .tREFI = 6240,
            .tRFC = 208,
            .turnaround = 1},
           "DRAMsim3, configs/DDR3_4Gb_x8_1600.ini (data sheet not seen)"},
    Preset{{.clock_khz = 4000000,
            .clock_div = 3,
            .bus_bits = 64,
            .groups = 4,
            .banks = 4,
            .row_bytes = 8192,
            .BL = 8,
            .tCL = 19,
            .tCWL = 14,
            .tRCD = 19,
            .tRP = 19,
            .tRAS = 43,
            .tRC = 62,
            .tRRD_S = 4,
            .tRRD_L = 7,
            .tFAW = 28,
            .tCCD_S = 4,
            .tCCD_L = 7,
            .tRTP = 10,
            .tWR = 20,
            .tWTR_S = 4,
            .tWTR_L = 10,
            .tREFI = 10398,
            .tRFC = 467,
            .turnaround = 1},
           "DRAMsim3, configs/DDR4_8Gb_x8_2666.ini (data sheet not seen)"},
    Preset{{.clock_khz = 1600000,
            .bus_bits = 64,
            .groups = 4,
            .banks = 4,
            .row_bytes = 8192,
            .BL = 8,
            .tCL = 22,
            .tCWL = 16,
            .tRCD = 22,
            .tRP = 22,
            .tRAS = 52,
            .tRC = 74,
            .tRRD_S = 4,
            .tRRD_L = 8,
            .tFAW = 34,
            .tCCD_S = 4,
            .tCCD_L = 8,
            .tRTP = 12,
            .tWR = 24,
            .tWTR_S = 4,
            .tWTR_L = 12,
            .tREFI = 12480,
            .tRFC = 560,
            .turnaround = 1},
           "DRAMsim3, configs/DDR4_8Gb_x8_3200.ini (data sheet not seen)"},
    Preset{{.clock_khz = 1000000,
            .bus_bits = 128,
            .groups = 4,
            .banks = 4,
            .row_bytes = 1024,
            .BL = 4,
            .tCL = 14,
            .tCWL = 4,
            .tRCD = 14,
            .tRP = 14,
            .tRAS = 34,
            .tRC = 48,
            .tRRD_S = 4,
            .tRRD_L = 6,
            .tFAW = 30,
            .tCCD_S = 2,
            .tCCD_L = 2,
            .tRTP = 6,
            .tWR = 16,
            .tWTR_S = 6,
            .tWTR_L = 8,
            .tREFI = 3900,
            .tRFC = 260,
            .turnaround = 1},
           "DRAMsim3, configs/HBM2_8Gb_x128.ini; tCCD_S: the bus needs 2 clocks for a burst (data "
           "sheet not seen)"},
    Preset{{.clock_khz = 1600000,
            .bus_bits = 128,
            .groups = 4,
            .banks = 4,
            .row_bytes = 1024,
            .BL = 4,
            .tCL = 23,
            .tCWL = 7,
            .tRCD = 23,
            .tRP = 23,
            .tRAS = 55,
            .tRC = 78,
            .tRRD_S = 7,
            .tRRD_L = 10,
            .tFAW = 48,
            .tCCD_S = 2,
            .tCCD_L = 4,
            .tRTP = 10,
            .tWR = 26,
            .tWTR_S = 10,
            .tWTR_L = 13,
            .tREFI = 6240,
            .tRFC = 416,
            .turnaround = 1},
           "not seen: the nanoseconds of hbm2 at 3.2 Gb/s a pin, rounded up"}};

/// Replaces a value of this name.
struct Replace {
  const std::map<std::string, int>& by;
  void operator()(std::string_view key, int& value, const auto&...) const {
    if (const auto found = by.find(std::string(key)); found != by.end()) value = found->second;
  }
};

const Preset& preset_of(DramPreset preset) { return kPresets.at(static_cast<std::size_t>(preset)); }

struct PeakOf {
  double core_mhz;
  double operator()(const SimpleChannel& model) const {
    return model.bytes * core_mhz * 1e6 / model.cycles;
  }
  double operator()(const DramChannel& model) const {
    const DramTiming t = timing_of(model);
    return t.clock_khz * 1e3 / t.clock_div * t.bus_bits / 8 * 2;
  }
};

}  // namespace

static_assert(kPresets.size() == names(DramPreset{}).size(), "every preset has its values");

const DramTiming& preset_timing(DramPreset preset) { return preset_of(preset).timing; }

std::string_view preset_source(DramPreset preset) { return preset_of(preset).source; }

double peak_bytes_per_second(const ChannelConfig& channels, double core_mhz) {
  return channels.count * std::visit(PeakOf{core_mhz}, channels.model);
}

DramTiming timing_of(const DramChannel& channel) {
  DramTiming timing = preset_timing(channel.preset);
  Replace replace{channel.timing};
  DramTiming::describe(timing, replace);
  return timing;
}

}  // namespace rda
