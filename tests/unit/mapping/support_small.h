// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "mapping/index.h"
#include "rda/chip.h"
#include "rda/mapping.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::mapping {

// A small legal mapping: y = relu(sigmoid(W x)), W [4, 128] in fp8, for three steps.
//
//   source ─ x ─┐                    (0,0) pcu  (0,1) pmu x    (0,2) pcu relu     (0,3) pmu
//            w ─ dot ─ table ─ relu ─ sink
//                                    (1,0) pmu w  (1,1) pcu dot  (1,2) pmu table  (1,3) pcu
inline constexpr UnitId kSource(0), kX(1), kW(2), kDot(3), kTable(4), kRelu(5), kSink(6);
inline constexpr StreamId kIn(0), kVector(1), kWeights(2), kSum(3), kValue(4), kOut(5), kFull(6),
    kPermit(7);

inline Chip small_chip() {
  Chip chip;
  chip.name = "small";
  chip.grid = {2, 4, Pattern::checkerboard, "CM"};
  chip.stream.sources.count = chip.stream.sinks.count = 1;
  return chip;
}

inline Port port(std::string name, StreamId stream, int level = 0) {
  return {.name = std::move(name), .stream = stream, .level = level};
}

inline Port data_port(std::string name, StreamId stream, std::vector<std::int64_t> strides,
                      int slot_level) {
  Port data = port(std::move(name), stream);
  data.access = Access{.strides = std::move(strides), .slot_level = slot_level};
  return data;
}

inline Program program(std::vector<std::int64_t> loops, std::vector<Port> inputs,
                       std::vector<Port> outputs, int latency, Work work = Operations{}) {
  return {.space = {std::move(loops)},
          .inputs = std::move(inputs),
          .outputs = std::move(outputs),
          .latency = latency,
          .work = std::move(work)};
}

inline constexpr MemoryAccess kReads{.writes = false}, kWrites{.writes = true};

inline Stream stream(std::string name, TokenKind kind, UnitId from, UnitId to,
                     std::vector<RouteNode> route) {
  return {.name = std::move(name),
          .kind = kind,
          .from = from,
          .to = {to},
          .carrier = StaticRoute{std::move(route)}};
}

inline Stream local_stream(std::string name, UnitId unit, std::int64_t initial = 0) {
  return {.name = std::move(name),
          .kind = TokenKind::control,
          .from = unit,
          .to = {unit},
          .carrier = Local{initial}};
}

inline Unit x_memory() {
  return {.name = "x",
          .kind = UnitKind::pmu,
          .place = GridSite{0, 1},
          .programs = {program({2, 4, 3}, {port("full_in", kFull, 2)},
                               {data_port("out", kVector, {64}, 2), port("permit_out", kPermit, 2)},
                               2, kReads),
                       program({2, 3}, {data_port("in", kIn, {64}, 1), port("permit", kPermit, 1)},
                               {port("full", kFull, 1)}, 2, kWrites)},
          .buffers = {{"x", 0, 128, 2, {}}}};
}

inline Unit weights_memory() {
  const Content content{
      .tensor = "W", .pitch = 128, .rows = 4, .cols = 128, .format = Format::fp8_e4m3};
  return {
      .name = "w",
      .kind = UnitKind::pmu,
      .place = GridSite{1, 0},
      .programs = {program({2, 4, 3}, {}, {data_port("out", kWeights, {64, 128}, 3)}, 3, kReads)},
      .buffers = {{"W", 0, 512, 1, {content}}}};
}

inline Unit dot_unit() {
  return {.name = "dot",
          .kind = UnitKind::pcu,
          .place = GridSite{1, 1},
          .programs = {program({2, 4, 3}, {port("w", kWeights), port("x", kVector)},
                               {port("sum", kSum, 1)}, 7,
                               DotProduct{.weights = {0}, .operands = {1}, .scales = {0}})}};
}

inline Unit table_memory() {
  Program read =
      program({12}, {port("index", kSum)}, {data_port("value", kValue, {}, 1)}, 3, kReads);
  read.outputs.front().access->look_up = 0;
  return {.name = "table",
          .kind = UnitKind::pmu,
          .place = GridSite{1, 2},
          .programs = {read},
          .buffers = {{"sigmoid", 0, 4096, 1, {}}}};
}

inline Unit relu_unit() {
  return {.name = "relu",
          .kind = UnitKind::pcu,
          .place = GridSite{0, 2},
          .programs = {program({12}, {port("in", kValue)}, {port("out", kOut)}, 1,
                               Operations{{{ScalarOp::relu, 0, 0}}})}};
}

inline Unit source_port(std::string name, EdgePort place, StreamId stream, std::int64_t tokens,
                        std::int64_t tokens_per_item) {
  return {.name = std::move(name),
          .kind = UnitKind::source,
          .place = place,
          .programs = {program({tokens}, {}, {port("out", stream)}, 0,
                               PortTransfer{.tokens_per_item = tokens_per_item})}};
}

inline Unit sink_port(std::string name, EdgePort place, StreamId stream, std::int64_t tokens,
                      std::int64_t tokens_per_item) {
  return {.name = std::move(name),
          .kind = UnitKind::sink,
          .place = place,
          .programs = {program({tokens}, {port("in", stream)}, {}, 0,
                               PortTransfer{.tokens_per_item = tokens_per_item})}};
}

inline Mapping small_mapping() {
  Mapping m;
  m.steps = 3;
  m.units = {source_port("source", {0, 0, 0}, kIn, 6, 2),
             x_memory(),
             weights_memory(),
             dot_unit(),
             table_memory(),
             relu_unit(),  //
             sink_port("sink", {0, 0, 3}, kOut, 12, 4)};
  m.streams = {
      stream("in", TokenKind::vector, kSource, kX, {{0, 0, -1, 0}, {0, 1, 0, 0}}),
      stream("vector", TokenKind::vector, kX, kDot, {{0, 1, -1, 0}, {1, 1, 0, 0}}),
      stream("weights", TokenKind::vector, kW, kDot, {{1, 0, -1, 0}, {1, 1, 0, 0}}),
      stream("sum", TokenKind::scalar, kDot, kTable, {{1, 1, -1, 0}, {1, 2, 0, 0}}),
      stream("value", TokenKind::scalar, kTable, kRelu, {{1, 2, -1, 0}, {0, 2, 0, 0}}),
      stream("out", TokenKind::scalar, kRelu, kSink, {{0, 2, -1, 0}, {0, 3, 0, 0}}),
      local_stream("full", kX),
      local_stream("permit", kX, 2),
  };
  return m;
}

/// A PCU at `site` with a program of one firing, without a port.
inline Unit idle_pcu(std::string name, GridSite site) {
  return {.name = std::move(name),
          .kind = UnitKind::pcu,
          .place = site,
          .programs = {program({1}, {}, {}, 1)}};
}

/// The program of a unit that has one.
inline Program& only(Mapping& m, UnitId unit) { return m.units[unit].programs.at(0); }
/// The program that reads a unit's memory, or writes it.
inline Program& reader(Mapping& m, UnitId unit) {
  return *std::ranges::find_if(m.units[unit].programs, reads_memory);
}
inline Program& writer(Mapping& m, UnitId unit) {
  return *std::ranges::find_if(m.units[unit].programs, writes_memory);
}
inline DotProduct& dot(Mapping& m) { return std::get<DotProduct>(only(m, kDot).work); }
inline std::vector<Operation>& operations(Mapping& m) {
  return std::get<Operations>(only(m, kRelu).work).operations;
}
inline PortTransfer& transfer(Mapping& m, UnitId unit) {
  return std::get<PortTransfer>(only(m, unit).work);
}
inline std::int64_t& initial_tokens(Mapping& m, StreamId stream) {
  return std::get<Local>(m.streams[stream].carrier).initial;
}

using Lines = std::vector<std::string>;

/// The violations of the small mapping after a change to it.
template <typename Change>
Lines after(Change&& change, const Chip& chip = small_chip()) {
  Mapping mapping = small_mapping();
  change(mapping);
  return violations(chip, mapping);
}

/// Whether the line is among the violations found: one change often breaks several rules.
inline bool has(const Lines& lines, const std::string& line) {
  return std::ranges::find(lines, line) != lines.end();
}

}  // namespace rda::mapping
