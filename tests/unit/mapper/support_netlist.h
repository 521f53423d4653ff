// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// A mapping of many steps without programs: all that the placer and the router read.
struct NetList {
  Mapping mapping;

  NetList() { mapping.steps = 25; }
  UnitId unit(const std::string& name, UnitKind kind, Site site = {-1, -1},
              std::vector<Program> programs = {}) {
    Unit unit;
    unit.name = name;
    unit.kind = kind;
    if (kind == UnitKind::source || kind == UnitKind::sink) unit.place = EdgePort{};
    unit.put_at(site);
    unit.programs = std::move(programs);
    return mapping.units.add(std::move(unit));
  }
  UnitId pcu(const std::string& name, Site site = {-1, -1}) {
    return unit(name, UnitKind::pcu, site, {Program{}});
  }
  UnitId pmu(const std::string& name, Site site = {-1, -1}) {
    return unit(name, UnitKind::pmu, site);
  }
  void stream(TokenKind kind, UnitId from, std::vector<UnitId> to, double rate = 1,
              bool recurrent = false) {
    const std::string name = "s" + std::to_string(mapping.streams.size());
    mapping.streams.add({name, kind, from, std::move(to), {}, recurrent, rate});
  }
};

/// The published chip: 24 x 24, two PMU columns for one PCU column.
inline Chip large_chip() {
  Chip chip;
  chip.name = "large";
  chip.grid = {24, 24, Pattern::column_strips, "MCM"};
  return chip;
}

/// The size of the net list of an LSTM or GRU.
struct NetListSize {
  int gates = 4, hu = 4, ru = 8;
  int weight_memories = 1;  ///< of each dot unit
  double scalar_rate = 0.1;
};

/// The net list of an LSTM: vector PMUs multicast to gates · hu dot units each, every dot unit with
/// weight PMUs of its own, ru partial sums to two chained sum units, look-ups, cell update, and h
/// back to the vector PMUs.
inline Mapping lstm_net_list(const NetListSize& u) {
  NetList n;
  std::vector<UnitId> vectors;
  std::vector<std::vector<UnitId>> dots(static_cast<std::size_t>(u.ru));
  for (int r = 0; r < u.ru; ++r) vectors.push_back(n.pmu("xh" + std::to_string(r)));
  const UnitId source = n.unit("source", UnitKind::source, {8, 0});
  const UnitId sink = n.unit("sink", UnitKind::sink, {8, 23});
  n.stream(TokenKind::vector, source, vectors, 0.01);
  for (int h = 0; h < u.hu; ++h) {
    const UnitId cell = n.pcu("cell"), out = n.pcu("out"), tanh = n.pmu("tanh"), c = n.pmu("c");
    for (int g = 0; g < u.gates; ++g) {
      const UnitId first = n.pcu("first_sum"), sum = n.pcu("sum"), table = n.pmu("table");
      for (int r = 0; r < u.ru; ++r) {
        const UnitId dot = n.pcu("dot");
        dots[static_cast<std::size_t>(r)].push_back(dot);
        for (int w = 0; w < u.weight_memories; ++w)
          n.stream(TokenKind::vector, n.pmu("w"), {dot}, 1.0 / u.weight_memories);
        n.stream(TokenKind::scalar, dot, {2 * r < u.ru ? first : sum}, u.scalar_rate, true);
      }
      n.stream(TokenKind::scalar, first, {sum}, u.scalar_rate, true);
      n.stream(TokenKind::scalar, sum, {table}, u.scalar_rate, true);
      n.stream(TokenKind::scalar, table, {cell}, u.scalar_rate, true);
    }
    n.stream(TokenKind::scalar, c, {cell}, u.scalar_rate, true);
    n.stream(TokenKind::scalar, cell, {c, tanh, out}, u.scalar_rate, true);
    n.stream(TokenKind::scalar, tanh, {out}, u.scalar_rate, true);
    n.stream(TokenKind::scalar, out, vectors, u.scalar_rate, true);
    n.stream(TokenKind::scalar, out, {sink}, u.scalar_rate);
  }
  for (std::size_t r = 0; r < vectors.size(); ++r)
    n.stream(TokenKind::vector, vectors[r], dots[r], 1, true);
  return n.mapping;
}

}  // namespace rda::mapper
