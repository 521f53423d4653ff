// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/tensors.h"
#include "support/hand_unit.h"

namespace rda::test {

// Chips and mappings by hand:
//
//   HandMapping m(1, 4);                                   // the standard chip of tests/derived
//   m.source("in", {0, 0}, 20);
//   m.pcu("X", {0, 2}, {20}, 5).ii(2).in("x").out("y");
//   m.sink("out", {0, 3}, 20);
//   m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
//   m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
//
// A port is "unit.port", a stream port its unit's name. A route is a list of paths of switches: the
// first begins at the writer's switch, each other one at a switch that is already on the route.
// Tracks are given out in order.

using Path = std::vector<Site>;

/// A chip, a mapping and tensors under construction. All three may be edited directly as well.
class HandMapping {
 public:
  Chip chip;
  Mapping mapping;
  Tensors tensors;

  /// The standard chip of tests/derived: FIFOs 4 deep, 4 tracks, PCUs in even and PMUs in odd
  /// columns, ample stages and PMU ports.
  HandMapping(int rows, int cols) {
    chip.name = "hand";
    chip.grid = {.rows = rows, .cols = cols, .pattern = Pattern::column_strips, .strip = "CM"};
    chip.pcu.fifo_depth = chip.pmu.fifo_depth = chip.stream.fifo_depth = {4, 4, 4};
    chip.network.tracks = {4, 4, 4};
    chip.pcu.stages = 16;
    chip.pmu.inputs = chip.pmu.outputs = {4, 4, 16};
    chip.stream.sources.count = chip.stream.sinks.count = 0;
    mapping.chip = chip.name;
    mapping.policy = "hand";
  }

  HandMapping& steps(std::int64_t steps, int batch = 1) {
    mapping.steps = steps;
    mapping.batch = batch;
    return *this;
  }

  HandUnit pcu(const std::string& name, Site site, Loops loops, int latency) {
    const HandUnit unit = add_unit(name, UnitKind::pcu, site);
    mapping.units.back().programs = {{.space = {std::move(loops)}, .latency = latency}};
    return unit;
  }

  HandUnit pmu(const std::string& name, Site site) { return add_unit(name, UnitKind::pmu, site); }

  /// The next source port, at the switch `site`; rows of all source ports are equally far apart,
  /// and so are those of the sinks. `tensor` names what it sends.
  PortTransfer& source(const std::string& name, Site site, std::int64_t tokens,
                       const std::string& tensor = {}) {
    Program& program = add_port(name, UnitKind::source, site, tokens);
    program.outputs = {{.name = "out"}};
    return program.work.emplace<PortTransfer>(PortTransfer{.tensor = tensor});
  }

  PortTransfer& sink(const std::string& name, Site site, std::int64_t tokens,
                     const std::string& tensor = {}) {
    Program& program = add_port(name, UnitKind::sink, site, tokens);
    program.inputs = {{.name = "in"}};
    return program.work.emplace<PortTransfer>(PortTransfer{.tensor = tensor});
  }

  /// Off-chip memory with such channels and two address generators: number 0 at the switch in the
  /// north-west, number 1 in the north-east.
  void memory(const ChannelConfig& channels, int outstanding = 16) {
    chip.memory = MemoryConfig{};
    chip.memory->channels = channels;
    chip.memory->ags.count = 2;
    chip.memory->ags.outstanding = outstanding;
    chip.memory->ags.fifo_depth = {4, 4, 4};
  }
  /// A buffer of off-chip memory.
  void memory_buffer(Buffer buffer) { mapping.memory.push_back(std::move(buffer)); }
  /// A program of an address generator; requires memory().
  HandUnit ag(const std::string& name, int number, bool writes, Loops loops, int latency) {
    const Site site = port_site(chip, UnitKind::ag, number);
    const HandUnit unit{
        mapping,
        mapping.units.add(
            {.name = name, .kind = UnitKind::ag, .place = EdgePort{number, site.row, site.col}})};
    mapping.units.back().programs = {{.space = {std::move(loops)},
                                      .latency = latency,
                                      .work = ExternalAccess{.writes = writes}}};
    return unit;
  }

  using Readers = std::vector<std::string>;
  using Paths = std::vector<Path>;
  void vector(const std::string& name, const std::string& from, const Readers& to,
              const Paths& paths) {
    stream(name, TokenKind::vector, from, to, paths);
  }
  void scalar(const std::string& name, const std::string& from, const Readers& to,
              const Paths& paths) {
    stream(name, TokenKind::scalar, from, to, paths);
  }
  void control(const std::string& name, const std::string& from, const Readers& to,
               const Paths& paths) {
    stream(name, TokenKind::control, from, to, paths);
  }
  /// A control stream between the two programs of one PMU.
  void local(const std::string& name, const std::string& from, const std::string& to,
             std::int64_t initial = 0) {
    stream(name, TokenKind::control, from, {to}, {});
    mapping.streams.back().carrier = Local{initial};
  }

  /// The number of a unit or stream, for results.
  UnitId unit(const std::string& name) const { return number_of(mapping.units, name); }
  StreamId stream(const std::string& name) const { return number_of(mapping.streams, name); }

  /// The mapping for `chip` as it is now: its stream ports as fast as those of the chip.
  Mapping finished() const { return finished(chip); }
  /// The same for another chip.
  Mapping finished(const Chip& other) const {
    Mapping result = mapping;
    for (Unit& unit : result.units)
      for (Program& program : unit.programs) follow(other, result, unit.kind, program);
    return result;
  }

 private:
  /// Sets the ii of a stream port that has a stream.
  static void follow(const Chip& chip, const Mapping& mapping, UnitKind kind, Program& program) {
    if (program.has_pipeline()) return;
    const Port& port = program.inputs.empty() ? program.outputs.at(0) : program.inputs.at(0);
    if (port.stream.exists())
      program.ii = hardware_of(chip, kind).interval[mapping.streams[port.stream].kind];
  }

  template <class I, class T>
  static I number_of(const IdVector<I, T>& items, const std::string& name) {
    const auto found = std::ranges::find(items, name, &T::name);
    if (found == items.end()) throw std::out_of_range("no " + name);
    return I(found - items.begin());
  }

  HandUnit add_unit(const std::string& name, UnitKind kind, Site site) {
    return {mapping,
            mapping.units.add({.name = name, .kind = kind, .place = GridSite{site.row, site.col}})};
  }

  /// The program of a new stream port. The first two ports of a side say where all of them are.
  Program& add_port(const std::string& name, UnitKind kind, Site site, std::int64_t tokens) {
    StreamPortsConfig& ports = kind == UnitKind::source ? chip.stream.sources : chip.stream.sinks;
    if (ports.count == 0) ports.offset = site.row;
    if (ports.count == 1) ports.spacing = site.row - ports.offset;
    mapping.units.push_back({.name = name,
                             .kind = kind,
                             .place = EdgePort{ports.count++, site.row, site.col},
                             .programs = {{.space = {{tokens}}, .latency = 0}}});
    return mapping.units.back().programs.front();
  }

  void stream(const std::string& name, TokenKind kind, const std::string& from, const Readers& to,
              const Paths& paths) {
    const StreamId number = mapping.streams.add({.name = name, .kind = kind});
    const UnitId writer = attach(from, &Program::outputs, number);
    std::vector<UnitId> readers;
    for (const std::string& reader : to)
      readers.push_back(attach(reader, &Program::inputs, number));
    Stream& stream = mapping.streams[number];
    stream.from = writer;
    stream.to = std::move(readers);
    if (!paths.empty()) stream.carrier = route(stream, paths);
  }

  /// Ties the port to the stream; returns its unit.
  UnitId attach(const std::string& end, std::vector<Port> Program::*ports, StreamId stream) {
    const auto whole = std::ranges::find(mapping.units, end, &Unit::name);
    const std::size_t dot = whole == mapping.units.end() ? end.rfind('.') : end.size();
    const UnitId number = unit(end.substr(0, dot));
    const std::string port = dot < end.size() ? end.substr(dot + 1) : "";
    for (Program& program : mapping.units[number].programs)
      for (Port& candidate : program.*ports) {
        if (candidate.stream.exists() || (!port.empty() && candidate.name != port)) continue;
        candidate.stream = stream;
        follow(chip, mapping, mapping.units[number].kind, program);
        return number;
      }
    throw std::out_of_range("no port " + end);
  }

  StaticRoute route(const Stream& stream, const Paths& paths) {
    std::vector<RouteNode> nodes;
    for (const Path& path : paths) add_path(stream, path, nodes);
    return {std::move(nodes)};
  }

  void add_path(const Stream& stream, const Path& path, std::vector<RouteNode>& nodes) {
    int parent = -1;
    for (const Site& site : path) {
      const auto known = std::ranges::find(nodes, site, &RouteNode::site);
      const int node = static_cast<int>(known - nodes.begin());
      if (known == nodes.end()) {
        int track = 0;
        if (parent >= 0) {
          const Site from = nodes[static_cast<std::size_t>(parent)].site();
          track = tracks_used_[{stream.kind, from, site}]++;
        } else if (node > 0) {
          throw std::invalid_argument("a path of " + stream.name + " begins off its route");
        }
        nodes.push_back({site.row, site.col, parent, track});
      }
      parent = node;
    }
  }

  std::map<std::tuple<TokenKind, Site, Site>, int> tracks_used_;
};

}  // namespace rda::test
