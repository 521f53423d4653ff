// SPDX-License-Identifier: Apache-2.0
#include "mapper/model.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "mapper/index.h"
#include "mapper/plan.h"
#include "mapping/index.h"

namespace rda::mapper {
namespace {

constexpr double kNever = -1e18;

/// The firings of a program for one item in one pass, or the cycles of a stream port for one item.
struct Task {
  std::int64_t firings = 1;
  bool writes = false;  ///< a PMU's write program
};

/// The number of a task.
using TaskId = Id<struct TaskTag>;

/// A stream between two tasks. `out_first` to `in_last` are numbers of firings in an item and pass:
/// the first and last that make a token, and the first and last that take one.
struct Edge {
  TaskId from, to;
  double delay;  ///< cycles from the firing that makes the token until the reader can use it
  std::int64_t out_first, out_last, in_first, in_last;
  bool next_item = false;  ///< the token is of the previous item: a state, or a permit
};

/// Loops over items: those over sequences and steps of a program that reads whole sequences, and
/// one loop of all others.
int item_loops(const Program& program, int batch) {
  const auto reads_sequence = [&](const Port& out) {
    return out.access && out.access->strides.size() == program.space.rank();
  };
  return batch > 1 && std::ranges::any_of(program.outputs, reads_sequence) ? 2 : 1;
}

/// Whether a port moves tokens of the first items alone: the `full` tokens of a state that begins
/// with values.
bool leaves_early(const Program& program, const Port& port) {
  const int outermost = static_cast<int>(program.space.rank()) - 1;
  return std::ranges::any_of(port.where.bounds, [&](const Bound& bound) {
    return bound.loop == outermost && bound.hi < program.space.extents.back();
  });
}

/// The loops of a program below those over items, and the one of them that counts passes.
class Nest {
 public:
  Nest(const Program& program, int batch) {
    space_.extents.assign(program.space.extents.begin(),
                          program.space.extents.end() - item_loops(program, batch));
    if (has_passes(program) && passes_apart(program)) pass_loop_ = kPassLoop;
  }
  int passes() const {
    return pass_loop_ < 0 ? 1 : static_cast<int>(space_.extents[index(pass_loop_)]);
  }
  std::int64_t firings_of_pass() const { return space_.points() / passes(); }
  /// The pass in which a port moves tokens; −1: all passes.
  int pass_of(const Port& port) const {
    for (const Bound& bound : port.where.bounds)
      if (bound.loop == pass_loop_ && pass_loop_ >= 0) return static_cast<int>(bound.lo);
    return -1;
  }
  /// Numbers of the first and the last firing of a pass in which the port moves a token.
  std::pair<std::int64_t, std::int64_t> offsets(const Port& port, bool output) const {
    const Box where(space_, port.where), made = output ? where.last_below(port.level) : where;
    std::int64_t first = 0, last = 0, stride = 1;
    for (std::size_t l = 0; l < space_.rank(); ++l) {
      if (static_cast<int>(l) == pass_loop_) continue;
      first += made[l].lo * stride;
      last += (where[l].hi - 1) * stride;
      stride *= space_.extents[l];
    }
    return {first, last};
  }

 private:
  /// Whether each output belongs to one pass: true for a dot unit, false for its weights.
  static bool passes_apart(const Program& program) {
    for (const Port& out : program.outputs)
      for (const Bound& bound : out.where.bounds)
        if (bound.loop == kPassLoop) return true;
    return false;
  }

  Space space_;
  int pass_loop_ = -1;
};

class Model {
 public:
  Model(const Chip& chip, const Mapping& mapping)
      : chip_(chip), mapping_(mapping), ends_(mapping.streams.size()) {
    used_ = static_cast<double>(mapping.units.size());
    for (const Unit& unit : mapping.units) add(unit);
    for (const StreamId stream : mapping.streams.ids()) join(stream);
  }

  Estimate run() {
    Estimate result;
    for (const auto& [firings, passes] : work_)
      result.work = std::max(result.work, static_cast<double>(firings * passes));
    result.work = std::max(result.work, off_chip());
    const int batch = std::max(1, mapping_.batch);
    result.recurrence = recurrence() / batch;
    result.item = std::max(result.work, result.recurrence);
    result.first = first_item();
    return result;
  }

 private:
  struct End {
    TaskId task;
    std::int64_t first, last;
    int latency;
    bool next_item = false;  ///< writer: the token is for the next item
  };
  struct Ends {
    std::vector<End> writers, readers;
  };
  struct Times {
    IdVector<TaskId, double> start, end;
  };

  void add(const Unit& unit) {
    for (const Program& program : unit.programs) {
      dots_ += std::holds_alternative<DotProduct>(program.work);
      if (program.has_pipeline())
        add(program);
      else
        add_port(program, std::get<PortTransfer>(program.work));
    }
  }

  void add(const Program& program) {
    const Nest nest(program, mapping_.batch);
    const std::int64_t span = nest.firings_of_pass() - 1;
    std::vector<TaskId> passes;
    for (int pass = 0; pass < nest.passes(); ++pass) {
      const TaskId task = tasks_.add({nest.firings_of_pass(), mapping::writes_memory(program)});
      if (pass > 0) edges_.push_back({passes.back(), task, 1, span, span, 0, 0});
      passes.push_back(task);
    }
    work_.emplace_back(nest.firings_of_pass(), nest.passes());
    const auto ports = [&](const std::vector<Port>& of, bool output) {
      for (const Port& port : of) {
        const auto [first, last] = nest.offsets(port, output);
        const int pass = nest.pass_of(port);
        Ends& ends = ends_[port.stream];
        for (int p = 0; p < nest.passes(); ++p)
          if (pass < 0 || pass == p)
            (output ? ends.writers : ends.readers)
                .push_back({passes[index(p)], first, last, program.latency,
                            output && leaves_early(program, port)});
      }
    };
    ports(program.inputs, false);
    ports(program.outputs, true);
  }

  /// Adds a stream port, which moves the same number of tokens for every item.
  void add_port(const Program& program, const PortTransfer& transfer) {
    const std::int64_t cycles = transfer.tokens_per_item * program.ii;
    const TaskId task = tasks_.add({cycles, false});
    const End end{task, 0, cycles - 1, 0};
    work_.emplace_back(cycles, 1);
    for (const Port& in : program.inputs) ends_[in.stream].readers.push_back(end);
    for (const Port& out : program.outputs) ends_[out.stream].writers.push_back(end);
    if (!program.inputs.empty()) sinks_.push_back(task);
  }

  /// Estimated links from the writer to the farthest reader: the edge of the square that the
  /// readers take together with the units that serve them, but at least kNear, and two at the
  /// units.
  double links(const Stream& stream) const {
    const auto at_edge = [&](UnitId unit) {
      return !hardware_of(chip_, mapping_.units[unit].kind).on_grid;
    };
    if (at_edge(stream.from) || at_edge(stream.to.front()))
      return 2 + (chip_.grid.rows + chip_.grid.cols) / 4.0;  // from an edge to the middle
    const double each = used_ / std::max(1.0, dots_);
    return 2 + std::max(kNear, std::sqrt(static_cast<double>(stream.to.size()) * each));
  }

  void join(StreamId number) {
    const Stream& stream = mapping_.streams[number];
    const Ends& ends = ends_[number];
    const double delay = stream.is_local() ? 1 : links(stream) * chip_.network.hop_latency;
    for (const End& w : ends.writers)
      for (const End& r : ends.readers)
        edges_.push_back({w.task, r.task, delay + w.latency, w.first, w.last, r.first, r.last,
                          stream.initial() > 0 || w.next_item});
  }

  /// Cycles in which off-chip memory moves what an item reads and writes of it.
  double off_chip() const {
    if (mapping_.memory.empty()) return 0;
    std::int64_t bytes = 0;
    for (const Unit& unit : mapping_.units)
      if (unit.kind == UnitKind::ag) bytes += mapping::bytes_of_item(chip_, unit);
    return static_cast<double>(bytes) /
           peak_bytes_per_cycle(chip_.memory->channels, chip_.clock_mhz);
  }

  /// Cycles of the first and last firing of each task if the tasks of `begin` start at cycle 0.
  /// Edges between items are ignored, and so are edges for which `take` is false.
  template <typename Take>
  Times times(const std::vector<TaskId>& begin, const Take& take) const {
    const IdVector<TaskId, double> never(tasks_.size(), kNever);
    Times t{never, never};
    const auto raise = [&](TaskId task, double start, double end) {
      const double span = static_cast<double>(tasks_[task].firings - 1);
      bool more = false;
      if (start > t.start[task] + 1e-9) {
        t.start[task] = start;
        more = true;
      }
      end = std::max(end, t.start[task] + span);
      if (end > t.end[task] + 1e-9) {
        t.end[task] = end;
        more = true;
      }
      return more;
    };
    for (const TaskId task : begin) raise(task, 0, 0);
    for (int round = 0, more = 1; more && round < kMostRounds; ++round) {
      more = 0;
      for (const Edge& e : edges_) {
        if (e.next_item || t.start[e.from] <= kNever / 2 || !take(e)) continue;
        const auto from_span = static_cast<double>(tasks_[e.from].firings - 1);
        const auto to_span = static_cast<double>(tasks_[e.to].firings - 1);
        const double arrives = t.start[e.from] + static_cast<double>(e.out_first) + e.delay;
        const double last = t.end[e.from] - from_span + static_cast<double>(e.out_last) + e.delay;
        more |= raise(e.to, arrives - static_cast<double>(e.in_first),
                      last + to_span - static_cast<double>(e.in_last));
      }
    }
    return t;
  }

  /// The strongly connected component of each task.
  IdVector<TaskId, int> components() const {
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
    Graph graph(tasks_.size());
    for (const Edge& e : edges_)
      if (!is_permit(e)) boost::add_edge(e.from.index(), e.to.index(), graph);
    IdVector<TaskId, int> component(tasks_.size());
    boost::strong_components(graph, boost::make_iterator_property_map(
                                        component.begin(), boost::get(boost::vertex_index, graph)));
    return component;
  }

  double recurrence() const {
    const IdVector<TaskId, int> component = components();
    const auto inside = [&](const Edge& e) { return component[e.from] == component[e.to]; };
    std::vector<TaskId> begin;
    for (const Edge& e : edges_)
      if (e.next_item && inside(e) && !is_permit(e)) begin.push_back(e.to);
    const Times t = times(begin, inside);
    double longest = 0;
    for (const Edge& e : edges_)
      if (e.next_item && inside(e) && !is_permit(e) && t.end[e.from] > kNever / 2)
        longest = std::max(longest, t.end[e.from] + e.delay - t.start[e.to]);
    return longest;
  }

  /// Whether an edge between items is a permit. A `full` token starts at a write program, a permit
  /// at a read program.
  bool is_permit(const Edge& e) const { return e.next_item && !tasks_[e.from].writes; }

  double first_item() const {
    std::vector<TaskId> begin;
    for (const TaskId task : tasks_.ids()) {
      const auto awaited = [&](const Edge& e) { return !e.next_item && e.to == task; };
      if (std::ranges::none_of(edges_, awaited)) begin.push_back(task);
    }
    const Times t = times(begin, [](const Edge&) { return true; });
    double last = 0;
    for (const TaskId sink : sinks_) last = std::max(last, t.end[sink]);
    return last + 1;
  }

  static constexpr double kNear = 4;      // fewest links between switches of a stream
  static constexpr int kMostRounds = 64;  // more edges than the longest path of a mapping
  const Chip& chip_;
  const Mapping& mapping_;
  IdVector<TaskId, Task> tasks_;
  std::vector<std::pair<std::int64_t, int>> work_;  // firings of a pass, passes of each program
  IdVector<StreamId, Ends> ends_;
  std::vector<Edge> edges_;
  std::vector<TaskId> sinks_;
  double used_ = 1, dots_ = 0;  // number of units; of dot units
};

}  // namespace

Estimate estimate(const Chip& chip, const Mapping& mapping) { return Model(chip, mapping).run(); }

}  // namespace rda::mapper
