// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/datapath.h"
#include "support/hand_mapping.h"

namespace rda::sim {

using test::HandMapping;

inline Value scalar(float value) {
  return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(value));
}

inline float as_float(const Value& value) { return std::bit_cast<float>(value->at(0)); }

inline Value vector(const std::vector<float>& lanes) {
  Words words;
  for (const float lane : lanes) words.push_back(std::bit_cast<std::uint32_t>(lane));
  return std::make_shared<const Words>(std::move(words));
}

inline std::vector<float> as_floats(const Value& value) {
  std::vector<float> lanes;
  for (const std::uint32_t word : *value) lanes.push_back(std::bit_cast<float>(word));
  return lanes;
}

inline Tensor tensor(std::int64_t rows, std::int64_t cols, std::vector<float> values) {
  return {.rows = rows, .cols = cols, .values = std::move(values)};
}

/// The mapping with a scalar stream at each port that has none.
inline HandMapping connected(HandMapping m) {
  for (Unit& unit : m.mapping.units)
    for (Program& program : unit.programs)
      for (auto* ports : {&program.inputs, &program.outputs})
        for (Port& port : *ports)
          if (!port.stream.exists())
            port.stream = m.mapping.streams.add(Stream{.name = unit.name + "." + port.name});
  return m;
}

/// Gives a port of unit 0 a stream of this kind.
inline void connect(HandMapping& m, Port& port, TokenKind kind) {
  port.stream = m.mapping.streams.add(Stream{.name = port.name, .kind = kind, .from = UnitId(0)});
}

/// A datapath of the one unit of interest, which is unit 0, with values for one item.
struct Bench {
  explicit Bench(const HandMapping& mapping)
      : m(connected(mapping)),
        record(m.chip, m.mapping, 1),
        datapath(m.chip, m.mapping, UnitId(0), m.tensors, record) {}
  const HandMapping m;
  ValueRecord record;
  Datapath datapath;
};

/// A look-up in a table whose entries are their own numbers.
inline HandMapping look_up() {
  HandMapping m(1, 4);
  m.pmu("T", {0, 1})
      .buffer({.name = "t", .offset = 64, .slot_bytes = 4096})
      .read({1}, 3)
      .in("x")
      .out("y", {.access = Access{.slot_level = 1, .look_up = 0}});
  Unit& unit = m.mapping.units.front();
  unit.buffers[0].contents = {{.tensor = "table", .pitch = 4, .rows = kTableEntries}};
  std::vector<float> entries(kTableEntries);
  std::iota(entries.begin(), entries.end(), 0.0F);
  m.tensors["table"] = tensor(kTableEntries, 1, entries);
  m.mapping.streams = {{.name = "x"}, {.name = "y"}};
  unit.programs[0].inputs[0].stream = StreamId(0);
  unit.programs[0].outputs[0].stream = StreamId(1);
  return m;
}

}  // namespace rda::sim
