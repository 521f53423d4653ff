// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "rda/report.h"

namespace rda::test {

/// Two by two, checkerboard: 2 PCUs, 2 PMUs, 8 switch-switch links of 1 vector, 1 scalar, 1 control
/// track.
inline Chip small_chip() {
  Chip chip;
  chip.name = "small";
  chip.clock_mhz = 1000;
  chip.grid.rows = chip.grid.cols = 2;
  chip.pcu.lanes = 16;
  chip.pmu.banks = 16;
  chip.network.tracks = {1, 1, 1};
  return chip;
}

inline Unit unit(const std::string& name, UnitKind kind, Place place) {
  Unit unit;
  unit.name = name;
  unit.kind = kind;
  unit.place = place;
  return unit;
}

/// One unit of each kind, one stream of each kind over one link, one local stream.
inline Mapping small_mapping() {
  Mapping mapping;
  mapping.chip = "small";
  mapping.workload = "toy";
  mapping.policy = "hand";
  mapping.steps = 4;
  mapping.macs = 5000;
  mapping.seed = 7;
  mapping.units = {unit("source", UnitKind::source, EdgePort{0, 0, 0}),
                   unit("memory", UnitKind::pmu, GridSite{0, 1}),
                   unit("compute", UnitKind::pcu, GridSite{0, 0}),
                   unit("sink", UnitKind::sink, EdgePort{0, 0, 0})};
  const StaticRoute one_link{{{0, 0, -1, 0}, {0, 1, 0, 0}}};
  for (const TokenKind kind : kTokenKinds) {
    Stream stream;
    stream.name = std::string(word(kind));
    stream.kind = kind;
    stream.from = UnitId(0);
    stream.to = {UnitId(2), UnitId(1)};
    stream.carrier = one_link;
    mapping.streams.push_back(stream);
  }
  Stream local;
  local.name = "permits";
  local.kind = TokenKind::control;
  local.from = UnitId(1);
  local.to = {UnitId(1)};
  local.carrier = Local{};
  mapping.streams.push_back(local);
  return mapping;
}

/// 100 cycles: every unit active for 40, 30, 20, 10 of them, starved for the rest.
inline RunResult small_result() {
  RunResult result;
  result.cycles = 100;
  for (const Cycle active : {40, 30, 20, 10}) {
    UnitResult unit;
    unit.activity[Activity::active] = active;
    unit.activity[Activity::starved] = 100 - active;
    unit.firings = active;
    result.units.push_back(unit);
  }
  result.units[1].bytes_read = 640;
  result.units[1].bytes_written = 60;
  result.streams = {{10, 10, 5}, {20, 20, 0}, {30, 30, 0}, {4, 0, 0}};
  return result;
}

inline Report small_report() {
  return make_report(small_chip(), small_mapping(), small_result(),
                     {.steps = 2, .max_abs_error = 0.25, .bit_exact = true}, "0123456789abcdef");
}

}  // namespace rda::test
