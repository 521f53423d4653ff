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
    PcuUnit unit;
    unit.program.loops = std::move(loops);
    unit.program.latency = latency;
    return add_unit(name, site, std::move(unit));
  }

  HandUnit pmu(const std::string& name, Site site) { return add_unit(name, site, PmuUnit{}); }

  /// The next source port, at the switch `site`; rows of all source ports are equally far apart,
  /// and so are those of the sinks. `tensor` names what it sends.
  SourceUnit& source(const std::string& name, Site site, std::int64_t tokens,
                     const std::string& tensor = {}) {
    SourceUnit unit;
    unit.port = add_port(chip.stream.sources, site);
    unit.tokens = tokens;
    unit.tensor = tensor;
    add_unit(name, site, std::move(unit));
    return std::get<SourceUnit>(mapping.units.back().body);
  }

  SinkUnit& sink(const std::string& name, Site site, std::int64_t tokens,
                 const std::string& tensor = {}) {
    SinkUnit unit;
    unit.port = add_port(chip.stream.sinks, site);
    unit.tokens = tokens;
    unit.tensor = tensor;
    add_unit(name, site, std::move(unit));
    return std::get<SinkUnit>(mapping.units.back().body);
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
    mapping.streams.back().initial = initial;
  }

  /// The number of a unit or stream, for results.
  std::size_t unit(const std::string& name) const { return index_of(mapping.units, name); }
  std::size_t stream(const std::string& name) const { return index_of(mapping.streams, name); }

 private:
  template <class T>
  static std::size_t index_of(const std::vector<T>& items, const std::string& name) {
    const auto found = std::ranges::find(items, name, &T::name);
    if (found == items.end()) throw std::out_of_range("no " + name);
    return static_cast<std::size_t>(found - items.begin());
  }

  /// The first two ports of a side say where all of them are.
  static int add_port(StreamPortsConfig& ports, Site site) {
    if (ports.count == 0) ports.offset = site.row;
    if (ports.count == 1) ports.spacing = site.row - ports.offset;
    return ports.count++;
  }

  HandUnit add_unit(const std::string& name, Site site, UnitBody body) {
    mapping.units.push_back(
        {.name = name, .row = site.row, .col = site.col, .body = std::move(body)});
    return {mapping, mapping.units.size() - 1};
  }

  void stream(const std::string& name, TokenKind kind, const std::string& from, const Readers& to,
              const Paths& paths) {
    const int number = static_cast<int>(mapping.streams.size());
    Stream stream{.name = name, .kind = kind, .from = attach(from, true, number)};
    for (const std::string& reader : to) stream.to.push_back(attach(reader, false, number));
    for (const Path& path : paths) add_path(stream, path);
    mapping.streams.push_back(std::move(stream));
  }

  /// Ties the port to the stream; returns its unit.
  int attach(const std::string& end, bool output, int stream) {
    const bool stream_port =
        std::ranges::find(mapping.units, end, &Unit::name) != mapping.units.end();
    const std::size_t dot = end.rfind('.');
    const std::size_t number = unit(stream_port ? end : end.substr(0, dot));
    UnitBody& body = mapping.units[number].body;
    if (auto* source = std::get_if<SourceUnit>(&body)) source->stream = stream;
    if (auto* sink = std::get_if<SinkUnit>(&body)) sink->stream = stream;
    if (stream_port) return static_cast<int>(number);
    const std::string port = end.substr(dot + 1);
    bool found = false;
    if (auto* pcu = std::get_if<PcuUnit>(&body)) found = attach(pcu->program, port, output, stream);
    if (auto* pmu = std::get_if<PmuUnit>(&body)) {
      found = (pmu->read && attach(*pmu->read, port, output, stream)) ||
              (pmu->write && attach(*pmu->write, port, output, stream));
    }
    if (!found) throw std::out_of_range("no port " + end);
    return static_cast<int>(number);
  }

  static bool attach(Program& program, const std::string& port, bool output, int stream) {
    for (Port& candidate : output ? program.outputs : program.inputs) {
      if (candidate.name != port || candidate.stream >= 0) continue;
      candidate.stream = stream;
      return true;
    }
    return false;
  }

  void add_path(Stream& stream, const Path& path) {
    int parent = -1;
    for (const Site& site : path) {
      const auto known = std::ranges::find(stream.route, site, &RouteNode::site);
      int node = static_cast<int>(known - stream.route.begin());
      if (known == stream.route.end()) {
        int track = 0;
        if (parent >= 0) {
          const Site from = stream.route[static_cast<std::size_t>(parent)].site();
          track = tracks_used_[{stream.kind, from, site}]++;
        } else if (node > 0) {
          throw std::invalid_argument("a path of " + stream.name + " begins off its route");
        }
        stream.route.push_back({site.row, site.col, parent, track});
      }
      parent = node;
    }
  }

  std::map<std::tuple<TokenKind, Site, Site>, int> tracks_used_;
};

}  // namespace rda::test
