// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "chip/memory_fields.h"
#include "json/code.h"
#include "rda/chip.h"

namespace rda {

namespace chip {

// Sources of the defaults.
inline constexpr std::string_view kIsca17 = "Prabhakar et al., ISCA 2017, Table 3";
inline constexpr std::string_view kSysml19 = "Zhao et al., SysML 2019, section 4";
inline constexpr std::string_view kIsca19 = "Zhang et al., ISCA 2019";
inline constexpr std::string_view kThesis = "Zhang's thesis, Table 3.3";
inline constexpr std::string_view kCompiler = "the Plasticine compiler's SpadeConfig";
inline constexpr std::string_view kOurs = "our choice";

/// A PerKind field with its range and its three descriptions. They differ from field to field
/// (ports, FIFOs, tracks), so PerKind itself cannot have them.
template <class Counts>
struct PerKindFields {
  Counts& counts;
  Range range;
  Doc vector, scalar, control;

  static void describe(auto& self, auto& visit) {
    visit("vector", self.counts.vector, self.range, self.vector);
    visit("scalar", self.counts.scalar, self.range, self.scalar);
    visit("control", self.counts.control, self.range, self.control);
  }
};
template <class Counts>
PerKindFields(Counts&, Range, Doc, Doc, Doc) -> PerKindFields<Counts>;

inline constexpr Range kPorts{0, 64};
inline constexpr Range kFifo{1, 4096};
inline constexpr Range kTracks{0, 64};

}  // namespace chip

void GridConfig::describe(auto& self, auto& visit) {
  visit("rows", self.rows, Range{1, 256},
        Doc{"rows of the grid", "sites", "Prabhakar et al., ISCA 2017"});
  visit("cols", self.cols, Range{1, 256},
        Doc{"columns of the grid", "sites", "Prabhakar et al., ISCA 2017"});
  visit("pattern", self.pattern,
        Doc{"arrangement of PCUs and PMUs on the grid", "", "Prabhakar et al., ISCA 2017"});
  visit("strip", self.strip,
        Doc{"kinds of strips, repeated along columns or rows: C PCUs, M PMUs", "", chip::kOurs});
}

void PcuConfig::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("lanes", self.lanes, Range{1, 64}, Doc{"SIMD lanes of a stage", "lanes", kIsca17});
  visit("stages", self.stages, Range{1, 64}, Doc{"pipeline stages", "stages", kIsca17});
  visit("registers", self.registers, Range{0, 256},
        Doc{"live values a stage can hold", "registers", kIsca17});
  visit("packing", self.packing,
        Doc{"8- and 16-bit values are packed into 32-bit words", "", kSysml19});
  visit("fused", self.fused,
        Doc{"packed values: multiply-and-split is one stage, add-and-split is one", "", kSysml19});
  visit("folded", self.folded,
        Doc{"the reduction tree is folded onto one structural stage", "", kSysml19});
  visit("latency", self.latency,
        Doc{"stages through which a firing passes: those it uses, or all of them", "", kSysml19});
  visit("inputs",
        PerKindFields{self.inputs, kPorts, Doc{"vector input ports of a PCU", "ports", kIsca17},
                      Doc{"scalar input ports of a PCU", "ports", kIsca17},
                      Doc{"control input ports of a PCU", "ports", kThesis}},
        Doc{"input ports"});
  visit("outputs",
        PerKindFields{self.outputs, kPorts, Doc{"vector output ports of a PCU", "ports", kIsca17},
                      Doc{"scalar output ports of a PCU", "ports", kIsca17},
                      Doc{"control output ports of a PCU", "ports", kThesis}},
        Doc{"output ports"});
  visit("fifo_depth",
        PerKindFields{self.fifo_depth, kFifo,
                      Doc{"depth of a PCU's vector FIFO", "tokens", kCompiler},
                      Doc{"depth of a PCU's scalar FIFO", "tokens", kCompiler},
                      Doc{"depth of a PCU's control FIFO", "tokens", kCompiler}},
        Doc{"input FIFOs"});
}

void PmuConfig::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("banks", self.banks, Range{1, 256}, Doc{"banks of 32-bit words", "banks", kIsca17});
  visit("capacity_kb", self.capacity_kb, Range{1, 1 << 20},
        Doc{"size of the scratchpad, in units of 1024 bytes", "kB", kIsca17});
  visit("stages", self.stages, Range{1, 64}, Doc{"address stages", "stages", kIsca17});
  visit("read_latency", self.read_latency, Range{1, 64},
        Doc{"cycles from an address to its data", "cycles", kOurs});
  visit("max_slots", self.max_slots, Range{1, 65536},
        Doc{"most slots of a buffer (N of an N-buffer)", "slots", kOurs});
  visit("interpolation", self.interpolation,
        Doc{"look-ups interpolate between the entries of their tables", "", kOurs});
  visit("inputs",
        PerKindFields{self.inputs, kPorts, Doc{"vector input ports of a PMU", "ports", kIsca17},
                      Doc{"scalar input ports of a PMU", "ports", kIsca17},
                      Doc{"control input ports of a PMU", "ports", kThesis}},
        Doc{"input ports"});
  visit("outputs",
        PerKindFields{self.outputs, kPorts, Doc{"vector output ports of a PMU", "ports", kIsca17},
                      Doc{"scalar output ports of a PMU", "ports", kOurs},
                      Doc{"control output ports of a PMU", "ports", kThesis}},
        Doc{"output ports"});
  visit("fifo_depth",
        PerKindFields{self.fifo_depth, kFifo,
                      Doc{"depth of a PMU's vector FIFO", "tokens", kCompiler},
                      Doc{"depth of a PMU's scalar FIFO", "tokens", kCompiler},
                      Doc{"depth of a PMU's control FIFO", "tokens", kCompiler}},
        Doc{"input FIFOs"});
}

void NetworkConfig::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("hop_latency", self.hop_latency, Range{1, 64}, Doc{"latency of a link", "cycles", kIsca19});
  visit("tracks",
        PerKindFields{
            self.tracks, kTracks,
            Doc{"vector tracks of a link between switches, in each direction", "tracks", kCompiler},
            Doc{"scalar tracks of a link between switches, in each direction", "tracks", kCompiler},
            Doc{"control tracks of a link between switches, in each direction", "tracks", kOurs}},
        Doc{"tracks of a link"});
}

void StreamPortsConfig::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("count", self.count, Range{0, 256}, Doc{"number of ports", "ports", kOurs});
  visit("side", self.side, Doc{"side of the grid to which the ports attach", "", kOurs});
  visit("offset", self.offset, Range{0, 255}, Doc{"row or column of port 0", "sites", kOurs});
  visit("spacing", self.spacing, Range{kEven, 255},
        Doc{"switches from one port to the next along the side; 0: at even distances from offset "
            "to the end of the side",
            "sites", kOurs});
  visit("width_bits", self.width_bits, Range{1, 65536},
        Doc{"bits that a port moves in one beat", "bits", kOurs});
  visit("interval", self.interval, Range{1, 1 << 20},
        Doc{"cycles between two beats of a port", "cycles", kOurs});
}

void StreamConfig::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("sources", self.sources, Doc{"ports through which tensors enter"});
  visit("sinks", self.sinks, Doc{"ports through which tensors leave"});
  visit("fifo_depth",
        PerKindFields{self.fifo_depth, kFifo,
                      Doc{"depth of a sink's vector FIFO", "tokens", kCompiler},
                      Doc{"depth of a sink's scalar FIFO", "tokens", kCompiler},
                      Doc{"depth of a sink's control FIFO", "tokens", kCompiler}},
        Doc{"FIFO of a sink's input"});
}

void AgConfig::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("count", self.count, Range{1, 256}, Doc{"address generators", "AGs", kIsca17});
  visit("side", self.side, Doc{"side of the grid to which they attach", "", kOurs});
  visit("both_sides", self.both_sides,
        Doc{"every other one attaches to the opposite side", "", kOurs});
  visit("offset", self.offset, Range{0, 255},
        Doc{"row or column of the first; the others follow at even distances", "sites", kOurs});
  visit("stages", self.stages, Range{1, 64}, Doc{"address stages of an AG", "stages", kThesis});
  visit("outstanding", self.outstanding, Range{1, 4096},
        Doc{"bursts that an AG can hold", "bursts",
            "the Chisel configuration of Plasticine, outstandingBursts"});
  visit("inputs",
        PerKindFields{self.inputs, kPorts, Doc{"vector input ports of an AG", "ports", kThesis},
                      Doc{"scalar input ports of an AG", "ports", kThesis},
                      Doc{"control input ports of an AG", "ports", kThesis}},
        Doc{"input ports"});
  visit("outputs",
        PerKindFields{self.outputs, kPorts, Doc{"vector output ports of an AG", "ports", kThesis},
                      Doc{"scalar output ports of an AG", "ports", kThesis},
                      Doc{"control output ports of an AG", "ports", kThesis}},
        Doc{"output ports"});
  visit("fifo_depth",
        PerKindFields{self.fifo_depth, kFifo,
                      Doc{"depth of an AG's vector FIFO", "tokens", kCompiler},
                      Doc{"depth of an AG's scalar FIFO", "tokens", kCompiler},
                      Doc{"depth of an AG's control FIFO", "tokens", kCompiler}},
        Doc{"input FIFOs"});
}

void HostLink::describe(auto& self, auto& visit) {
  using namespace chip;
  visit("generation", self.generation, Range{1, 5},
        Doc{"generation of PCI Express: 2.5, 5, 8, 16, 32 GT/s a lane", "generation", kOurs});
  visit("lanes", self.lanes, Range{1, 64}, Doc{"lanes of the link to the host", "lanes", kOurs});
  visit("configure_us", self.configure_us, Range{0, 1e6},
        Doc{"time to configure the chip", "us",
            "our choice: Zhang's thesis says tens of microseconds"});
}

void MemoryConfig::describe(auto& self, auto& visit) {
  visit("ags", self.ags, Doc{"address generators"});
  visit("channels", self.channels, Doc{"channels of off-chip memory"});
  visit("host", self.host, Doc{"link to the host, over which weights come before a run"});
}

void Chip::describe(auto& self, auto& visit) {
  visit("name", self.name, Text{"name, for people and reports; empty: the file's name"});
  visit("description", self.description, Text{"description of the chip, for people"});
  visit("clock_mhz", self.clock_mhz, Range{1, 100000},
        Doc{"clock, for times in the report", "MHz", "Prabhakar et al., ISCA 2017"});
  visit("grid", self.grid, Doc{"the grid of units"});
  visit("pcu", self.pcu, Doc{"pattern compute units"});
  visit("pmu", self.pmu, Doc{"pattern memory units"});
  visit("network", self.network, Doc{"the static network"});
  visit("stream", self.stream, Doc{"ports through which tensors enter and leave"});
  visit("memory", self.memory, Part{"off-chip memory, or null"});
  visit("sources", self.sources,
        Text{"JSON pointer of a knob -> source of its value in this file"});
}

RDA_JSON_CODE(extern, Chip);

}  // namespace rda
