// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chip/chip_fields.h"
#include "json/code.h"
#include "rda/cost.h"

// The descriptions of the structs of include/rda/cost.h.

namespace rda {

namespace cost {
inline constexpr Range kSome{1e-12, 1e12};
inline constexpr Range kNone{0, 1e12};
}  // namespace cost

void PartCost::describe(auto& self, auto& visit) {
  using namespace cost;
  visit("amount", self.amount, kSome,
        Doc{"amount of what the part grows with, in the part that the other figures are of"});
  visit("mm2", self.mm2, kNone, Doc{"area", "mm2"});
  visit("leakage_mw", self.leakage_mw, kNone, Doc{"leakage", "mW"});
  visit("clock_mw", self.clock_mw, kNone, Doc{"power of the clock at the table's clock", "mW"});
  visit("active_pj", self.active_pj, kNone,
        Doc{"energy of an active cycle of the unit, beyond leakage and clock", "pJ"});
}

void PcuCosts::describe(auto& self, auto& visit) {
  using namespace cost;
  visit("functional_units", self.functional_units, Doc{"functional units; amount: lanes x stages"});
  visit("registers", self.registers, Doc{"pipeline registers; amount: lanes x stages x registers"});
  visit("fifos", self.fifos, Doc{"input FIFOs; amount: bits"});
  visit("control", self.control, Doc{"control; amount: 1"});
  visit("operation_pj", self.operation_pj, kNone,
        Doc{"energy of an element-wise operation, beyond active_pj", "pJ"});
  visit(
      "mac_pj", self.mac_pj, kNone,
      Doc{"format that is multiplied -> energy of a multiply-accumulate, beyond active_pj", "pJ"});
}

void PmuCosts::describe(auto& self, auto& visit) {
  using namespace cost;
  visit("scratchpad", self.scratchpad, Doc{"memory; amount: kB of 1024 bytes"});
  visit("fifos", self.fifos, Doc{"input FIFOs; amount: bits"});
  visit("registers", self.registers, Doc{"address registers; amount: stages"});
  visit("address_units", self.address_units, Doc{"address units; amount: stages"});
  visit("control", self.control, Doc{"control; amount: 1"});
  visit("banks", self.banks, kSome, Doc{"banks of the scratchpad with the amount above", "banks"});
  visit("bank_share", self.bank_share, Range{0, 1},
        Doc{"part of the scratchpad that grows with banks; the rest grows with kB", "share"});
  visit("read_pj", self.read_pj, kNone, Doc{"reading a 32-bit word from a bank", "pJ"});
  visit("write_pj", self.write_pj, kNone, Doc{"writing a 32-bit word to a bank", "pJ"});
  visit("word_bank_kb", self.word_bank_kb, kSome, Doc{"size of that bank", "kB"});
  visit("word_exponent", self.word_exponent, Range{0, 1},
        Doc{"energy of a word grows with (size of a bank)^this"});
  visit("look_up_pj", self.look_up_pj, kNone,
        Doc{"scaling and clamping the index of a look-up", "pJ"});
}

void SwitchCosts::describe(auto& self, auto& visit) {
  using namespace cost;
  visit("bits", self.bits, kSome, Doc{"width of a token in this table", "bits"});
  visit("crossbar_mm2", self.crossbar_mm2, kNone,
        Doc{"crossbar of a switch with 1, 2, ... tracks", "mm2"});
  visit("skid_mm2", self.skid_mm2, kNone,
        Doc{"its skid buffers at a hop latency of 1 cycle", "mm2"});
  visit("leakage_mw", self.leakage_mw, kNone, Doc{"its leakage", "mW"});
  visit("clock_mw", self.clock_mw, kNone, Doc{"its clock, at the table's clock", "mW"});
  visit("flit_pj", self.flit_pj, kNone,
        Doc{"energy of a token that passes it, beyond leakage and clock", "pJ"});
}

void InterconnectCosts::describe(auto& self, auto& visit) {
  using namespace cost;
  visit("mm2", self.mm2, kSome,
        Doc{"interconnect of a whole chip, wires too; null: crossbars and skid buffers are all",
            "mm2"});
  visit("sites", self.sites, Range{1, 65536}, Doc{"sites of that chip", "sites"});
  visit(
      "tracks",
      chip::PerKindFields{self.tracks, chip::kTracks, Doc{"its vector tracks", "tracks"},
                          Doc{"its scalar tracks", "tracks"}, Doc{"its control tracks", "tracks"}},
      Doc{"its tracks"});
}

void OffChipCosts::describe(auto& self, auto& visit) {
  using namespace cost;
  visit("active_pj", self.active_pj, kNone,
        Doc{"energy of an active cycle of an address generator", "pJ"});
  visit("bit_pj", self.bit_pj, kNone,
        Doc{"energy of a bit of a burst in off-chip memory, whatever the node", "pJ"});
}

void PartCosts::describe(auto& self, auto& visit) {
  visit("pcu", self.pcu, Doc{"parts of a PCU"});
  visit("pmu", self.pmu, Doc{"parts of a PMU"});
  visit("off_chip", self.off_chip, Doc{"address generators and off-chip memory"});
  visit("vector", self.vector, Doc{"switch of the vector network"});
  visit("scalar", self.scalar, Doc{"switch of the scalar network"});
  visit("control", self.control, Doc{"switch of the control network"});
  visit("interconnect", self.interconnect, Doc{"published interconnect, as a measure"});
}

void Process::describe(auto& self, auto& visit) {
  visit("node_nm", self.node_nm, Range{1, 1000}, Doc{"node", "nm"});
  visit("volts", self.volts, Range{0.1, 5}, Doc{"supply", "V"});
  visit("clock_mhz", self.clock_mhz, Range{1, 100000}, Doc{"clock of the powers", "MHz"});
}

void ScalingFactors::describe(auto& self, auto& visit) {
  using namespace cost;
  visit("node_nm", self.node_nm, Range{1, 1000}, Doc{"node", "nm"});
  visit("area", self.area, kSome, Doc{"area relative to other nodes"});
  visit("v2", self.v2, Range{-1e6, 1e6}, Doc{"energy relative to other nodes: factor of V^2"});
  visit("v1", self.v1, Range{-1e6, 1e6}, Doc{"factor of V"});
  visit("v0", self.v0, Range{-1e6, 1e6}, Doc{"constant"});
}

void CostTable::describe(auto& self, auto& visit) {
  visit("name", self.name, Text{"name; empty: the file's name"});
  visit("description", self.description, Text{"what the figures are of"});
  visit("process", self.process, Doc{"process that the figures hold for"});
  visit("parts", self.parts, Doc{"figures of the parts of a chip"});
  visit("scaling", self.scaling, Doc{"processes relative to each other, the largest node first"});
  visit("sources", self.sources, Text{"JSON pointer of a value -> source of it in this file"});
}

void AreaRow::describe(auto& self, auto& visit) {
  visit("unit", self.unit, Doc{"pcu, pmu, or switch"});
  visit("part", self.part, Doc{"part of the unit; of a switch, its network"});
  visit("count", self.count, Range{0}, Doc{"units of this kind on the chip"});
  visit("each", self.each, Range{0}, Doc{"area of the part in one unit", "mm2"});
  visit("mm2", self.mm2, Range{0}, Doc{"area of the part in all of them", "mm2"});
}

void AreaReport::describe(auto& self, auto& visit) {
  visit("chip", self.chip, Text{"name of the chip"});
  visit("table", self.table, Doc{"name of the cost table"});
  visit("node_nm", self.node_nm, Range{1, 1000}, Doc{"node", "nm"});
  visit("rows", self.rows, Doc{"area by kind of part"});
  visit("mm2", self.mm2, Range{0}, Doc{"area of the chip without stream ports", "mm2"});
}

void FormatPeak::describe(auto& self, auto& visit) {
  visit("format", self.format, Doc{"format of the values"});
  visit("functional_units_tflops", self.functional_units_tflops, Range{0},
        Doc{"an operation of every functional unit in every cycle", "TFLOPS"});
  visit("map_reduce_tflops", self.map_reduce_tflops, Range{0},
        Doc{"a multiply and an add of every value of a vector in every cycle", "TFLOPS"});
}

void PeakReport::describe(auto& self, auto& visit) {
  visit("chip", self.chip, Text{"name of the chip"});
  visit("formats", self.formats, Doc{"peaks by format"});
  visit("scratchpad_bytes_per_second", self.scratchpad_bytes_per_second, Range{0},
        Doc{"if every bank read and wrote a word in every cycle", "bytes/s"});
}

void UnitActions::describe(auto& self, auto& visit) {
  visit("used", self.used, Range{0}, Doc{"units with a program", "units"});
  visit("active_cycles", self.active_cycles, Range{0}, Doc{"their active cycles", "unit-cycles"});
}

void SwitchActions::describe(auto& self, auto& visit) {
  visit("used", self.used, Range{0}, Doc{"switches that a route passes", "switches"});
  visit("tokens", self.tokens, Range{0},
        Doc{"tokens, each as often as it passed a switch", "tokens"});
}

void ActionCounts::describe(auto& self, auto& visit) {
  visit("pcu", self.pcu, Doc{"PCUs"});
  visit("pmu", self.pmu, Doc{"PMUs"});
  visit("ag", self.ag, Doc{"address generators"});
  visit("vector", self.vector, Doc{"switches of the vector network"});
  visit("scalar", self.scalar, Doc{"switches of the scalar network"});
  visit("control", self.control, Doc{"switches of the control network"});
  visit("model_macs", self.model_macs, Range{0},
        Doc{"multiply-accumulates of W*x and U*h of the workload", "MACs"});
  visit("weights_format", self.weights_format, Doc{"format of the weights of most dot units"});
  visit("unit_macs", self.unit_macs, Range{0},
        Doc{"format that is multiplied -> multiply-accumulates of all lanes of dot units, padding "
            "included",
            "MACs"});
  visit("operations", self.operations, Range{0},
        Doc{"element-wise operations, with the addends of dot units", "operations"});
  visit("words_read", self.words_read, Range{0}, Doc{"32-bit words read from banks", "words"});
  visit("words_written", self.words_written, Range{0}, Doc{"32-bit words written", "words"});
  visit("look_ups", self.look_ups, Range{0}, Doc{"values looked up in tables", "look-ups"});
  visit("bytes_in", self.bytes_in, Range{0}, Doc{"bytes that source ports sent", "bytes"});
  visit("bytes_out", self.bytes_out, Range{0}, Doc{"bytes that sink ports took", "bytes"});
  visit("bytes_off_chip", self.bytes_off_chip, Range{0},
        Doc{"bytes of bursts to and from off-chip memory", "bytes"});
}

void PeakShare::describe(auto& self, auto& visit) {
  visit("format", self.format, Doc{"format of the weights of most dot units"});
  visit("tflops", self.tflops, Range{0}, Doc{"2 x multiply-accumulates / time", "TFLOPS"});
  visit("map_reduce_tflops", self.map_reduce_tflops, Range{0},
        Doc{"peak: a multiply and an add of every value of a vector in every cycle", "TFLOPS"});
  visit("functional_units_tflops", self.functional_units_tflops, Range{0},
        Doc{"peak: an operation of every functional unit in every cycle", "TFLOPS"});
  visit("of_map_reduce", self.of_map_reduce, Range{0}, Doc{"part of the map-reduce peak", "share"});
  visit("of_functional_units", self.of_functional_units, Range{0},
        Doc{"part of the functional units' peak", "share"});
  visit("operations_per_byte", self.operations_per_byte, Range{0},
        Doc{"operations / bytes that scratchpads read and wrote; 0 without bytes", "1/byte"});
  visit("operations_per_port_byte", self.operations_per_port_byte, Range{0},
        Doc{"operations / bytes that passed stream ports; 0 without bytes", "1/byte"});
  visit("roof_tflops", self.roof_tflops, Range{0},
        Doc{"lowest of the speeds at which map-reduce, reads or writes of scratchpads, sources, "
            "sinks or off-chip memory would have no cycle left",
            "TFLOPS"});
  visit("roof", self.roof, Doc{"which of them it is"});
}

void CostOptions::describe(auto& self, auto& visit) {
  visit("power_gated", self.power_gated,
        Doc{"units and switches that the mapping does not use draw no power", "", chip::kIsca19});
  visit("node_nm", self.node_nm, Range{0, 1000}, Doc{"node of the chip; 0: as the table", "nm"});
  visit("volts", self.volts, Range{0, 5}, Doc{"supply of the chip; 0: as the table", "V"});
}

void EnergyRow::describe(auto& self, auto& visit) {
  visit("unit", self.unit, Doc{"pcu, pmu, switch, or with off-chip memory off_chip"});
  visit("part", self.part, Doc{"part of the unit; of a switch, its network"});
  visit("leakage_j", self.leakage_j, Range{0}, Doc{"leakage over the run", "J"});
  visit("clock_j", self.clock_j, Range{0}, Doc{"clock over the run", "J"});
  visit("dynamic_j", self.dynamic_j, Range{0}, Doc{"what the run's activity took", "J"});
}

void CostReport::describe(auto& self, auto& visit) {
  visit("table", self.table, Doc{"name of the cost table"});
  visit("table_file", self.table_file, Doc{"path of its file; empty: the program's own table"});
  visit("table_sha256", self.table_sha256, Doc{"SHA-256 of the table, all its values filled in"});
  visit("node_nm", self.node_nm, Range{0, 1000}, Doc{"node", "nm"});
  visit("options", self.options, Doc{"what was counted"});
  visit("mm2", self.mm2, Range{0}, Doc{"area of the chip without stream ports", "mm2"});
  visit("rows", self.rows, Doc{"energy by kind of part"});
  visit("leakage_j", self.leakage_j, Range{0}, Doc{"leakage", "J"});
  visit("clock_j", self.clock_j, Range{0}, Doc{"clock", "J"});
  visit("static_j", self.static_j, Range{0}, Doc{"leakage and clock", "J"});
  visit("dynamic_j", self.dynamic_j, Range{0}, Doc{"activity", "J"});
  visit("total_j", self.total_j, Range{0}, Doc{"static and dynamic", "J"});
  visit("watts", self.watts, Range{0}, Doc{"total / time", "W"});
  visit("static_watts", self.static_watts, Range{0}, Doc{"static / time", "W"});
  visit("dynamic_watts", self.dynamic_watts, Range{0}, Doc{"dynamic / time", "W"});
  visit("pj_per_mac", self.pj_per_mac, Range{0},
        Doc{"total / multiply-accumulates of the workload", "pJ"});
  visit("edp_js", self.edp_js, Range{0}, Doc{"energy-delay product: total x time", "J s"});
  visit("tflops_per_watt", self.tflops_per_watt, Range{0}, Doc{"effective", "TFLOPS/W"});
  visit("tflops_per_mm2", self.tflops_per_mm2, Range{0}, Doc{"effective", "TFLOPS/mm2"});
}

RDA_JSON_CODE(extern, CostTable);
RDA_JSON_CODE(extern, CostReport);

}  // namespace rda
