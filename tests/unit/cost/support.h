// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rda/cost.h"

namespace rda::cost_test {

inline const std::filesystem::path kConfigs = std::filesystem::path(RDA_SOURCE_DIR) / "configs";
inline const std::filesystem::path kCosts = kConfigs / "costs";

inline CostTable plasticine() { return load_cost_table(kCosts / "plasticine_28nm.json"); }
inline CostTable horowitz() { return load_cost_table(kCosts / "horowitz_45nm.json"); }
inline Chip shipped_chip(const std::string& name) { return load_chip(kConfigs / (name + ".json")); }

/// A table of distinct figures for the chips of these tests: each moves something.
inline CostTable every_figure() {
  CostTable table = plasticine();
  table.parts.pmu.scratchpad.active_pj = 5;
  table.parts.pcu.operation_pj = 2;
  table.parts.pcu.mac_pj = {{"fp8_e4m3", 0.5}};
  return table;
}

/// Units, ports and streams of small_mapping().
inline Unit unit_at(std::string name, UnitKind kind, Site site, Program program) {
  Unit unit;
  unit.name = std::move(name);
  unit.kind = kind;
  unit.put_at(site);
  unit.programs = {std::move(program)};
  return unit;
}

inline Port port_of(std::size_t stream) {
  Port port;
  port.stream = StreamId(stream);
  return port;
}

inline Stream stream_of(TokenKind kind, Carrier carrier) {
  Stream stream;
  stream.kind = kind;
  stream.carrier = std::move(carrier);
  return stream;
}

/// A mapping by hand: a PMU at (0, 0) sends vectors to a dot unit at (0, 1), and values that it
/// looked up to an element-wise unit at (1, 1) of three operations; the dot unit adds two addends
/// to each sum. Streams: vectors over 2 switches, scalars over 2, control over 1, and a local one.
inline Mapping small_mapping() {
  Program read, reduce, add;
  read.work = MemoryAccess{};
  read.outputs = {port_of(0), port_of(1)};
  read.outputs[0].access.emplace();
  read.outputs[1].access.emplace().look_up = 0;
  DotProduct dot;
  dot.addends = {{1, 2}};
  reduce.work = dot;
  reduce.inputs = {port_of(0)};
  reduce.outputs = {port_of(2)};
  Operations operations;
  operations.operations.resize(3);
  add.work = operations;
  add.inputs = {port_of(1)};
  Mapping mapping;
  mapping.macs = 6000;
  mapping.units = {unit_at("memory", UnitKind::pmu, {0, 0}, read),
                   unit_at("dot", UnitKind::pcu, {0, 1}, reduce),
                   unit_at("add", UnitKind::pcu, {1, 1}, add)};
  const StaticRoute two{{RouteNode{0, 0, -1, 0}, RouteNode{0, 1, 0, 0}}};
  const StaticRoute one{{RouteNode{0, 1, -1, 0}}};
  mapping.streams = {stream_of(TokenKind::vector, two), stream_of(TokenKind::scalar, two),
                     stream_of(TokenKind::control, one), stream_of(TokenKind::control, Local{})};
  for (Stream& stream : mapping.streams) stream.from = UnitId(0);
  mapping.streams[StreamId(2)].from = UnitId(1);
  return mapping;
}

/// A run of `steps` steps on small_mapping(): 100 cycles to start, 50 a step. In a step the PMU is
/// active in 40 cycles, reads 32 words and writes 8, and looks 10 values up; the dot unit fires 30
/// times and makes 5 tokens, the element-wise unit fires 10 times. A scalar is still on its way.
inline RunResult small_run(Cycle steps) {
  RunResult run;
  run.cycles = 100 + 50 * steps;
  const auto unit = [&](Cycle active, std::int64_t read, std::int64_t written) {
    UnitResult result;
    result.activity[Activity::active] = active * steps;
    result.activity[Activity::idle] = run.cycles - active * steps;
    result.firings = active * steps;
    result.bytes_read = read * steps;
    result.bytes_written = written * steps;
    return result;
  };
  run.units = {unit(40, 128, 32), unit(30, 0, 0), unit(10, 0, 0)};
  run.streams = {{.tokens = 30 * steps, .carrying = 30 * steps},
                 {.tokens = 10 * steps, .carrying = 9 * steps},
                 {.tokens = 5 * steps},
                 {.tokens = 7 * steps}};
  return run;
}

/// What a run costs.
inline CostReport cost_of(const Chip& chip, const Mapping& mapping, const RunResult& run,
                          const CostTable& table, const CostOptions& options = {}) {
  return rda::cost_of(chip, run.cycles, actions_of(chip, mapping, run), table, options);
}

}  // namespace rda::cost_test
