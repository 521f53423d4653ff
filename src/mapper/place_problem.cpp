// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_problem.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "mapping/index.h"

namespace rda::mapper {
namespace {

// Whether a memory is read after the recurrence has written it: its reader takes more tokens than
// there are at the start.
bool recurs(const Mapping& mapping, const Unit& unit) {
  const Program* read = mapping::read_program(unit);
  return read && std::ranges::any_of(read->inputs, [&](const Port& in) {
           const std::int64_t initial = mapping.streams[in.stream].initial();
           return initial > 0 && read->tokens(in) > initial;
         });
}

// Whether the run has one step, and no part of it recurs. It takes as long as its longest path from
// a source to a sink.
bool is_one_step(const Mapping& mapping) {
  return mapping.steps == 1 && std::ranges::none_of(mapping.units, [&](const Unit& unit) {
           return recurs(mapping, unit);
         });
}

// When a reader takes the tokens of a stream: in bursts of `tokens` tokens, one every `gap` cycles.
// A burst and the pause behind it take `all` cycles.
struct Bursts {
  double tokens, gap, all;

  // The fewest cycles from a token to the one that is so many tokens later.
  double cycles(int later) const {
    const double whole = std::floor(later / tokens);
    return whole * all + (later - whole * tokens) * gap;
  }
};

// Of a port that takes a token every `period` cycles on average. One that is used in some firings
// of its program only takes them in bursts.
Bursts bursts_of_port(const Space& space, const Port& in, double period) {
  const auto is_odd = [&](const Bound& bound) {
    return bound.hi <= bound.lo || std::cmp_greater_equal(bound.loop, space.rank());
  };
  if (in.where.is_whole() || std::ranges::any_of(in.where.bounds, is_odd))
    return {1, period, period};
  const auto extent = [&](int loop) {
    return static_cast<double>(space.extents[static_cast<std::size_t>(loop)]);
  };
  const auto used = [](const Bound& bound) { return static_cast<double>(bound.hi - bound.lo); };
  const Bound& inner = *std::ranges::min_element(in.where.bounds, {}, &Bound::loop);
  Bursts bursts{used(inner), period, 0};
  for (const Bound& bound : in.where.bounds) bursts.gap *= used(bound) / extent(bound.loop);
  for (int below = in.level; below < inner.loop; ++below) bursts.tokens *= extent(below);
  bursts.all = bursts.tokens * bursts.gap * extent(inner.loop) / used(inner);
  return bursts;
}

class ProblemMaker {
 public:
  ProblemMaker(const Chip& chip, const Mapping& mapping, bool one_step)
      : chip_(chip), mapping_(mapping), one_step_(one_step && is_one_step(mapping)) {}

  PlaceProblem make(Site region) {
    add_sites(region);
    add_units();
    add_nets();
    for (const UnitId unit : mapping_.units.ids()) problem_.is_end.push_back(is_end(unit));
    return std::move(problem_);
  }

 private:
  void add_sites(Site region) {
    problem_.rows = chip_.grid.rows;
    problem_.cols = chip_.grid.cols;
    const auto part = [](int all, int some) { return some == 0 ? all : std::min(all, some); };
    problem_.open = {part(problem_.rows, region.row), part(problem_.cols, region.col)};
    problem_.tracks = chip_.network.tracks;
    problem_.hop_latency = chip_.network.hop_latency;
    problem_.one_step = one_step_;
    for (int row = 0; row < problem_.rows; ++row)
      for (int col = 0; col < problem_.cols; ++col)
        problem_.kind_at.push_back(row < problem_.open.row && col < problem_.open.col
                                       ? std::optional(kind_at(chip_, {row, col}))
                                       : std::nullopt);
  }

  void add_units() {
    for (const Unit& unit : mapping_.units) {
      problem_.movable.push_back(hardware_of(chip_, unit.kind).on_grid);
      problem_.kind.push_back(unit.kind);
      problem_.is_memory.push_back(mapping::write_program(unit) && !passes_on(unit));
      problem_.latency.push_back(latency_of(unit));
    }
    problem_.nets_of.resize(mapping_.units.size());
  }

  void add_nets() {
    for (const StreamId stream : mapping_.streams.ids()) {
      PlaceNet net = net_of(stream);
      if (net.units.size() < 2) continue;  // a local stream
      if (net.timed) add_lateness(net);
      for (const UnitId unit : net.units) problem_.nets_of[unit].push_back(problem_.nets.end_id());
      problem_.nets.add(std::move(net));
    }
  }

  PlaceNet net_of(StreamId number) const {
    const Stream& stream = mapping_.streams[number];
    PlaceNet net;
    net.stream = number;
    net.kind = stream.kind;
    net.units.push_back(stream.from);
    for (const UnitId unit : stream.to)
      if (std::ranges::find(net.units, unit) == net.units.end()) net.units.push_back(unit);
    net.wire = 4 + static_cast<std::int64_t>(stream.rate * 12 + 0.5);
    net.delay = stream.recurrent || one_step_ ? 4 : 0;
    net.timed = is_timed(stream);
    return net;
  }

  // Whether the tokens of a stream come row by row, or the only step waits for them. Control tokens
  // come once per step, and the tokens of a source are buffered for a whole step.
  bool is_timed(const Stream& stream) const {
    return stream.kind != TokenKind::control &&
           (one_step_ || hardware_of(chip_, mapping_.units[stream.from].kind).on_grid);
  }

  // Whether a PMU passes values on row by row: its write program sends a `full` token for each row.
  // A memory of a state or of an earlier phase sends one for many rows; that of an earlier phase
  // passes them on too, once, in a run of one step.
  bool passes_on(const Unit& unit) const {
    const Program* write = mapping::write_program(unit);
    if (!write || !mapping::read_program(unit)) return false;
    return std::ranges::any_of(write->outputs, [&](const Port& port) {
      const Stream& stream = mapping_.streams[port.stream];
      return stream.is_local() && stream.initial() == 0 && port.where.is_whole() &&
             (one_step_ || port.level == static_cast<int>(write->space.rank()) - 2);
    });
  }

  // Cycles from a unit's input to its output.
  int latency_of(const Unit& unit) const {
    if (unit.programs.empty() || mapping::writes_memory(unit.programs.front())) return 0;
    const int latency = unit.programs.front().latency;
    return latency + (passes_on(unit) ? mapping::write_program(unit)->latency + 1 : 0);
  }

  // Sets the lateness of each unit. The sender sees a pop one hop latency λ late, and its token
  // arrives another λ later. So a FIFO of C tokens lets its reader be as late as it takes to take C
  // tokens, less 2 λ.
  void add_lateness(PlaceNet& net) const {
    constexpr double kSlowest = 1.0 / 4096;
    const double period = 1 / std::max(mapping_.streams[net.stream].rate, kSlowest);
    const int round_trip = 2 * chip_.network.hop_latency;
    for (const UnitId number : net.units) {
      const Unit& unit = mapping_.units[number];
      // A sink counts as a PMU.
      const PerKind depth =
          unit.kind == UnitKind::pcu ? chip_.pcu.fifo_depth : chip_.pmu.fifo_depth;
      const int tokens = depth[net.kind] + (passes_on(unit) ? unit.buffers.front().slots : 0);
      const Bursts bursts = bursts_of(unit, net.stream, period);
      net.lateness.push_back(static_cast<int>(bursts.cycles(tokens)) - round_trip);
      const double gap = tokens < bursts.tokens ? bursts.gap : bursts.all / bursts.tokens;
      if (net.units.size() == 2) net.skid = static_cast<int>(round_trip * gap) - round_trip;
    }
    net.lateness.front() = 0;
  }

  // When a reader takes the tokens of a stream. Over many steps the mean counts: what is placed by
  // bursts is slower there (docs/mapping.md, "Place and route").
  Bursts bursts_of(const Unit& reader, StreamId stream, double period) const {
    if (one_step_)
      for (const Program& program : reader.programs)
        for (const Port& in : program.inputs)
          if (in.stream == stream) return bursts_of_port(program.space, in, period);
    return {1, period, period};
  }

  // Whether the paths that the run waits for begin and end at this unit.
  bool is_end(UnitId unit) const {
    if (one_step_) return !problem_.movable[unit];
    return problem_.is_memory[unit] && std::ranges::any_of(problem_.nets_of[unit], [&](NetId n) {
             const PlaceNet& net = problem_.nets[n];
             return net.timed && net.delay > 0 && net.units.front() == unit;
           });
  }

  const Chip& chip_;
  const Mapping& mapping_;
  const bool one_step_;
  PlaceProblem problem_;
};

}  // namespace

PlaceProblem make_problem(const Chip& chip, const Mapping& mapping, Site region, bool one_step) {
  return ProblemMaker(chip, mapping, one_step).make(region);
}

}  // namespace rda::mapper
