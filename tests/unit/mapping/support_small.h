// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapping {

// A small legal mapping: y = relu(sigmoid(W x)), W [4, 128] in fp8, for three steps.
//
//   source ─ x ─┐                    (0,0) pcu  (0,1) pmu x    (0,2) pcu relu     (0,3) pmu
//            w ─ dot ─ table ─ relu ─ sink
//                                    (1,0) pmu w  (1,1) pcu dot  (1,2) pmu table  (1,3) pcu
enum SmallUnit { kSource, kX, kW, kDot, kTable, kRelu, kSink };
enum SmallStream { kIn, kVector, kWeights, kSum, kValue, kOut, kFull, kPermit };

inline Chip small_chip() {
  Chip chip;
  chip.name = "small";
  chip.grid = {2, 4, Pattern::checkerboard, "CM"};
  chip.stream.sources.count = chip.stream.sinks.count = 1;
  return chip;
}

inline Port port(std::string name, int stream, int level = 0) {
  Port port;
  port.name = std::move(name);
  port.stream = stream;
  port.level = level;
  return port;
}

inline Port data_port(std::string name, int stream, std::vector<std::int64_t> strides,
                      int slot_level) {
  Port data = port(std::move(name), stream);
  data.access.emplace();
  data.access->strides = std::move(strides);
  data.access->slot_level = slot_level;
  return data;
}

inline Program program(std::vector<std::int64_t> loops, std::vector<Port> inputs,
                       std::vector<Port> outputs, int latency) {
  return {std::move(loops), std::move(inputs), std::move(outputs), latency, 1};
}

inline Stream stream(std::string name, TokenKind kind, int from, int to,
                     std::vector<RouteNode> route, std::int64_t initial = 0) {
  return {std::move(name), kind, from, {to}, std::move(route), initial, false, 1};
}

inline Unit x_memory() {
  PmuUnit pmu;
  pmu.buffers = {{"x", 0, 128, 2, {}}};
  pmu.write = program({2, 3}, {data_port("in", kIn, {64}, 1), port("permit", kPermit, 1)},
                      {port("full", kFull, 1)}, 2);
  pmu.read = program({2, 4, 3}, {port("full_in", kFull, 2)},
                     {data_port("out", kVector, {64}, 2), port("permit_out", kPermit, 2)}, 2);
  return {"x", 0, 1, pmu};
}

inline Unit weights_memory() {
  PmuUnit pmu;
  Content content;
  content.tensor = "W";
  content.pitch = 128;
  content.rows = 4;
  content.cols = 128;
  content.format = Format::fp8_e4m3;
  pmu.buffers = {{"W", 0, 512, 1, {content}}};
  pmu.read = program({2, 4, 3}, {}, {data_port("out", kWeights, {64, 128}, 3)}, 3);
  return {"w", 1, 0, pmu};
}

inline Unit dot_unit() {
  PcuUnit pcu;
  pcu.program =
      program({2, 4, 3}, {port("w", kWeights), port("x", kVector)}, {port("sum", kSum, 1)}, 7);
  pcu.stages = 3;
  pcu.dot.emplace();
  pcu.dot->weights = {0};
  pcu.dot->operands = {1};
  pcu.dot->scales = {0};
  return {"dot", 1, 1, pcu};
}

inline Unit table_memory() {
  PmuUnit pmu;
  pmu.buffers = {{"sigmoid", 0, 4096, 1, {}}};
  pmu.read = program({12}, {port("index", kSum)}, {data_port("value", kValue, {}, 1)}, 3);
  pmu.read->outputs.front().access->look_up = 0;
  return {"table", 1, 2, pmu};
}

inline Unit relu_unit() {
  PcuUnit pcu;
  pcu.program = program({12}, {port("in", kValue)}, {port("out", kOut)}, 1);
  pcu.operations = {{ScalarOp::relu, 0, 0}};
  return {"relu", 0, 2, pcu};
}

inline Mapping small_mapping() {
  Mapping m;
  m.steps = 3;
  SourceUnit source;
  source.stream = kIn;
  source.tokens = 6;
  source.tokens_per_item = 2;
  SinkUnit sink;
  sink.stream = kOut;
  sink.tokens = 12;
  sink.tokens_per_item = 4;
  m.units = {{"source", 0, 0, source}, x_memory(),  weights_memory(),    dot_unit(),
             table_memory(),           relu_unit(), {"sink", 0, 3, sink}};
  m.streams = {
      stream("in", TokenKind::vector, kSource, kX, {{0, 0, -1, 0}, {0, 1, 0, 0}}),
      stream("vector", TokenKind::vector, kX, kDot, {{0, 1, -1, 0}, {1, 1, 0, 0}}),
      stream("weights", TokenKind::vector, kW, kDot, {{1, 0, -1, 0}, {1, 1, 0, 0}}),
      stream("sum", TokenKind::scalar, kDot, kTable, {{1, 1, -1, 0}, {1, 2, 0, 0}}),
      stream("value", TokenKind::scalar, kTable, kRelu, {{1, 2, -1, 0}, {0, 2, 0, 0}}),
      stream("out", TokenKind::scalar, kRelu, kSink, {{0, 2, -1, 0}, {0, 3, 0, 0}}),
      stream("full", TokenKind::control, kX, kX, {}),
      stream("permit", TokenKind::control, kX, kX, {}, 2),
  };
  return m;
}

inline PcuUnit& pcu(Mapping& m, SmallUnit unit) { return std::get<PcuUnit>(m.units[unit].body); }
inline PmuUnit& pmu(Mapping& m, SmallUnit unit) { return std::get<PmuUnit>(m.units[unit].body); }

using Lines = std::vector<std::string>;

/// What is wrong with the small mapping after a change to it.
template <typename Change>
Lines after(Change&& change, const Chip& chip = small_chip()) {
  Mapping mapping = small_mapping();
  change(mapping);
  return violations(chip, mapping);
}

/// Whether the line is one of those found: a mapping made wrong in one way often is in others too.
inline bool has(const Lines& lines, const std::string& line) {
  return std::ranges::find(lines, line) != lines.end();
}

}  // namespace rda::mapping
