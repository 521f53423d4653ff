// SPDX-License-Identifier: Apache-2.0
#include "sim/deadlock.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

#include "mapping/index.h"

namespace rda::sim {
namespace {

/// A program of a unit.
struct ProgramId {
  UnitId unit;
  std::size_t program = 0;  ///< number within the unit
  friend auto operator<=>(const ProgramId&, const ProgramId&) = default;
};

/// A wait between two programs.
struct Edge {
  ProgramId from, to;
  Wait wait;
};
using Edges = std::vector<Edge>;

enum class End { input, output };

/// An end of a stream: the program and the name of its port.
struct Place {
  ProgramId id;
  std::string port;
};

Place place_of(const Mapping& mapping, UnitId unit, End end, StreamId stream) {
  const auto& programs = mapping.units[unit].programs;
  for (std::size_t p = 0; p < programs.size(); ++p)
    for (const Port& port : end == End::input ? programs[p].inputs : programs[p].outputs)
      if (port.stream == stream) return {{unit, p}, port.name};
  return {{unit, 0}, ""};
}

Place waiting_place(const Mapping& mapping, const Wait& wait) {
  return place_of(mapping, wait.unit, wait.kind == WaitKind::room ? End::output : End::input,
                  wait.stream);
}

Place awaited_place(const Mapping& mapping, const Wait& wait) {
  return place_of(mapping, wait.other, wait.kind == WaitKind::token ? End::output : End::input,
                  wait.stream);
}

std::string name_of(const Mapping& mapping, ProgramId id) {
  const Unit& unit = mapping.units[id.unit];
  if (unit.programs.size() < 2) return unit.name;
  return unit.name + (mapping::writes_memory(unit.programs[id.program]) ? " (write)" : " (read)");
}

std::string describe(const Mapping& mapping, const Wait& wait) {
  const Place here = waiting_place(mapping, wait), there = awaited_place(mapping, wait);
  const std::string who = name_of(mapping, here.id);
  const std::string reader = mapping.units[wait.other].name + "." + there.port;
  switch (wait.kind) {
    case WaitKind::token:
      return fmt::format("{} waits for a token on input \"{}\" from {}", who, here.port,
                         name_of(mapping, there.id));
    case WaitKind::room:
      return fmt::format("{} waits for room on \"{}\" to {}", who, here.port, reader);
    case WaitKind::fork:
      return fmt::format("{} waits for a token on input \"{}\", held at a fork for room to {}", who,
                         here.port, reader);
  }
  return {};
}

Edges edges_of(const Mapping& mapping, std::vector<Wait> waits) {
  std::ranges::sort(waits);
  waits.erase(std::ranges::unique(waits).begin(), waits.end());
  Edges edges;
  for (const Wait& wait : waits) {
    edges.push_back({waiting_place(mapping, wait).id, awaited_place(mapping, wait).id, wait});
  }
  std::ranges::stable_sort(edges, {}, [](const Edge& e) { return std::pair(e.from, e.to); });
  return edges;
}

/// The shortest cycle through `start`; empty if there is none.
Edges shortest_cycle_through(const Edges& edges, ProgramId start) {
  std::map<ProgramId, Edge> reached_by;
  std::deque<ProgramId> queue{start};
  while (!queue.empty() && !reached_by.contains(start)) {
    const ProgramId here = queue.front();
    queue.pop_front();
    for (const Edge& edge : std::ranges::equal_range(edges, here, {}, &Edge::from)) {
      if (reached_by.try_emplace(edge.to, edge).second) queue.push_back(edge.to);
    }
  }
  Edges cycle;
  if (!reached_by.contains(start)) return cycle;
  ProgramId here = start;
  do {
    cycle.insert(cycle.begin(), reached_by.at(here));
    here = cycle.front().from;
  } while (here != start);
  return cycle;
}

Edges shortest_cycle(const Edges& edges) {
  Edges best;
  const ProgramId* last = nullptr;
  for (const Edge& edge : edges) {
    if (last && *last == edge.from) continue;
    last = &edge.from;
    const Edges cycle = shortest_cycle_through(edges, edge.from);
    if (!cycle.empty() && (best.empty() || cycle.size() < best.size())) best = cycle;
  }
  return best;
}

/// Names the FIFO that would break the cycle if it were deeper: that of the first full reader, if
/// there is one.
std::string remedy(const Chip& chip, const Mapping& mapping, const Edges& cycle) {
  for (const Edge& edge : cycle) {
    if (edge.wait.kind == WaitKind::token) continue;
    const TokenKind kind = mapping.streams[edge.wait.stream].kind;
    const Unit& reader = mapping.units[edge.wait.other];
    return fmt::format("; a deeper {} FIFO at {}.{} (now {}) would break it", word(kind),
                       reader.name, awaited_place(mapping, edge.wait).port,
                       hardware_of(chip, reader.kind).fifo_depth[kind]);
  }
  return "; no FIFO on it is full: a token is missing from the start";
}

/// The first wait for a program that does not wait itself, because it is done.
std::string without_cycle(const Mapping& mapping, const Edges& edges) {
  for (const Edge& edge : edges) {
    if (!std::ranges::binary_search(edges, edge.to, {}, &Edge::from)) {
      const char* what = edge.wait.kind == WaitKind::token ? "its writer" : "its reader";
      return describe(mapping, edge.wait) + fmt::format(", but {} is done", what);
    }
  }
  return "no unit waits for another, but tokens are missing at a sink";
}

}  // namespace

std::string explain_deadlock(const Chip& chip, const Mapping& mapping, Cycle cycle,
                             std::vector<Wait> waits) {
  const Edges edges = edges_of(mapping, std::move(waits));
  const Edges loop = shortest_cycle(edges);
  std::string text = fmt::format("deadlock in cycle {}: ", cycle);
  if (loop.empty()) return text + without_cycle(mapping, edges);
  for (std::size_t i = 0; i < loop.size(); ++i) {
    text += (i == 0 ? "" : "; ") + describe(mapping, loop[i].wait);
  }
  return text + remedy(chip, mapping, loop);
}

std::string explain_cycle_limit(Cycle max_cycles) {
  return fmt::format("the run did not end within {} cycles (raise --max-cycles)", max_cycles);
}

}  // namespace rda::sim
