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

namespace rda::mapper {
namespace {

constexpr double kNever = -1e18;

/// What a program does for one item in one pass of its loops; a stream port's sending or taking.
struct Task {
  std::int64_t firings = 1;
  bool writes = false;  ///< a PMU's write program
};

/// From a token's writer to its reader. Offsets are firings of an item before the one in question.
struct Edge {
  int from, to;
  double delay;  ///< cycles from the firing that makes the token until the reader can use it
  std::int64_t out_first, out_last, in_first, in_last;
  bool next_item = false;  ///< a state: the token is of the item before
};

/// Loops of a program below that over items, and which of them counts passes.
struct Nest {
  std::vector<std::int64_t> loops;
  int pass_loop = -1;

  explicit Nest(const Program& program) : loops(program.loops.begin(), program.loops.end() - 1) {
    if (has_passes(program) && passes_apart(program)) pass_loop = kPassLoop;
  }
  /// Whether outputs belong to a pass each: a dot unit's, not its weights'.
  static bool passes_apart(const Program& program) {
    for (const Port& out : program.outputs)
      for (const Bound& bound : out.where)
        if (bound.loop == kPassLoop) return true;
    return false;
  }
  int passes() const { return pass_loop < 0 ? 1 : static_cast<int>(loops[index(pass_loop)]); }
  std::int64_t firings_of_pass() const {
    std::int64_t count = 1;
    for (const std::int64_t extent : loops) count *= extent;
    return count / passes();
  }
  /// The pass a port works in; −1: in all of them.
  int pass_of(const Port& port) const {
    for (const Bound& bound : port.where)
      if (bound.loop == pass_loop && pass_loop >= 0) return static_cast<int>(bound.lo);
    return -1;
  }
  /// Firings of a pass before the first and the last in which the port moves a token.
  std::pair<std::int64_t, std::int64_t> offsets(const Port& port, bool output) const {
    std::int64_t first = 0, last = 0, stride = 1;
    for (std::size_t l = 0; l < loops.size(); ++l) {
      if (static_cast<int>(l) == pass_loop) continue;
      std::int64_t lo = 0, hi = loops[l];
      for (const Bound& bound : port.where)
        if (bound.loop == static_cast<int>(l)) {
          lo = std::max(lo, bound.lo);
          hi = std::min(hi, bound.hi);
        }
      const bool at_last = output && static_cast<int>(l) < port.level;
      first += (at_last ? hi - 1 : lo) * stride;
      last += (hi - 1) * stride;
      stride *= loops[l];
    }
    return {first, last};
  }
};

class Model {
 public:
  Model(const Chip& chip, const Mapping& mapping)
      : chip_(chip), mapping_(mapping), ends_(mapping.streams.size()) {
    used_ = static_cast<double>(mapping.units.size());
    for (std::size_t u = 0; u < mapping.units.size(); ++u) add(mapping.units[u]);
    for (const Stream& stream : mapping.streams) join(stream);
  }

  Estimate run() {
    Estimate result;
    for (const auto& [firings, passes] : work_)
      result.work = std::max(result.work, static_cast<double>(firings * passes));
    const int batch = std::max(1, mapping_.batch);
    result.recurrence = recurrence() / batch;
    result.item = std::max(result.work, result.recurrence);
    result.first = first_item();
    return result;
  }

 private:
  struct End {
    int task;
    std::int64_t first, last;
    int latency;
  };
  struct Ends {
    std::vector<End> writers, readers;
  };
  struct Times {
    std::vector<double> start, end;
  };

  void add(const Unit& unit) {
    if (const auto* pcu = std::get_if<PcuUnit>(&unit.body)) {
      dots_ += pcu->dot.has_value();
      add(pcu->program, false);
    }
    if (const auto* pmu = std::get_if<PmuUnit>(&unit.body)) {
      if (pmu->read) add(*pmu->read, false);
      if (pmu->write) add(*pmu->write, true);
    }
    if (const auto* source = std::get_if<SourceUnit>(&unit.body))
      add_port(source->stream, source->tokens_per_item, chip_.stream.sources, true);
    if (const auto* sink = std::get_if<SinkUnit>(&unit.body)) {
      add_port(sink->stream, sink->tokens_per_item, chip_.stream.sinks, false);
      sinks_.push_back(static_cast<int>(tasks_.size()) - 1);
    }
  }

  void add(const Program& program, bool writes) {
    const Nest nest(program);
    const int first_task = static_cast<int>(tasks_.size());
    for (int pass = 0; pass < nest.passes(); ++pass) {
      tasks_.push_back({nest.firings_of_pass(), writes});
      const std::int64_t span = nest.firings_of_pass() - 1;
      if (pass > 0)
        edges_.push_back({first_task + pass - 1, first_task + pass, 1, span, span, 0, 0});
    }
    work_.emplace_back(nest.firings_of_pass(), nest.passes());
    const auto ports = [&](const std::vector<Port>& of, bool output) {
      for (const Port& port : of) {
        const auto [first, last] = nest.offsets(port, output);
        const int pass = nest.pass_of(port);
        for (int p = 0; p < nest.passes(); ++p)
          if (pass < 0 || pass == p) {
            Ends& ends = ends_[index(port.stream)];
            (output ? ends.writers : ends.readers)
                .push_back({first_task + p, first, last, program.latency});
          }
      }
    };
    ports(program.inputs, false);
    ports(program.outputs, true);
  }

  void add_port(int stream, std::int64_t tokens, const StreamPortsConfig& ports, bool source) {
    const auto kind = mapping_.streams[index(stream)].kind;
    const std::int64_t cycles = port_cycles(chip_, ports, kind);
    tasks_.push_back({tokens * cycles, false});
    work_.emplace_back(tokens * cycles, 1);
    Ends& ends = ends_[index(stream)];
    (source ? ends.writers : ends.readers)
        .push_back({static_cast<int>(tasks_.size()) - 1, 0, tokens * cycles - 1, 0});
  }

  /// Links from the writer to the farthest reader: those of a way through the square that the
  /// readers take together with the units that only serve them, and a few to any reader.
  double links(const Stream& stream) const {
    const auto at_edge = [&](int unit) {
      const UnitBody& body = mapping_.units[index(unit)].body;
      return std::holds_alternative<SourceUnit>(body) || std::holds_alternative<SinkUnit>(body);
    };
    if (at_edge(stream.from) || at_edge(stream.to.front()))
      return 2 + (chip_.grid.rows + chip_.grid.cols) / 4.0;  // from an edge to the middle
    const double each = used_ / std::max(1.0, dots_);
    return 2 + std::max(kNear, std::sqrt(static_cast<double>(stream.to.size()) * each));
  }

  void join(const Stream& stream) {
    const Ends& ends = ends_[static_cast<std::size_t>(&stream - mapping_.streams.data())];
    const bool local = stream.to.size() == 1 && stream.to.front() == stream.from;
    const double delay = local ? 1 : links(stream) * chip_.network.hop_latency;
    for (const End& w : ends.writers)
      for (const End& r : ends.readers)
        edges_.push_back({w.task, r.task, delay + w.latency, w.first, w.last, r.first, r.last,
                          stream.initial > 0});
  }

  /// Latest firings of each task when those given begin at 0; edges across items and those that
  /// `take` refuses have no say.
  template <typename Take>
  Times times(const std::vector<int>& begin, const Take& take) const {
    Times t{std::vector<double>(tasks_.size(), kNever), std::vector<double>(tasks_.size(), kNever)};
    const auto raise = [&](int task, double start, double end) {
      const double span = static_cast<double>(tasks_[index(task)].firings - 1);
      bool more = false;
      if (start > t.start[index(task)] + 1e-9) {
        t.start[index(task)] = start;
        more = true;
      }
      end = std::max(end, t.start[index(task)] + span);
      if (end > t.end[index(task)] + 1e-9) {
        t.end[index(task)] = end;
        more = true;
      }
      return more;
    };
    for (const int task : begin) raise(task, 0, 0);
    for (int round = 0, more = 1; more && round < kMostRounds; ++round) {
      more = 0;
      for (const Edge& e : edges_) {
        if (e.next_item || t.start[index(e.from)] <= kNever / 2 || !take(e)) continue;
        const auto from_span = static_cast<double>(tasks_[index(e.from)].firings - 1);
        const auto to_span = static_cast<double>(tasks_[index(e.to)].firings - 1);
        const double arrives = t.start[index(e.from)] + static_cast<double>(e.out_first) + e.delay;
        const double last =
            t.end[index(e.from)] - from_span + static_cast<double>(e.out_last) + e.delay;
        more |= raise(e.to, arrives - static_cast<double>(e.in_first),
                      last + to_span - static_cast<double>(e.in_last));
      }
    }
    return t;
  }

  /// The strongly connected component of each task.
  std::vector<int> components() const {
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
    Graph graph(tasks_.size());
    for (const Edge& e : edges_)
      if (!is_permit(e)) boost::add_edge(index(e.from), index(e.to), graph);
    std::vector<int> component(tasks_.size());
    boost::strong_components(graph, boost::make_iterator_property_map(
                                        component.begin(), boost::get(boost::vertex_index, graph)));
    return component;
  }

  double recurrence() const {
    const std::vector<int> component = components();
    const auto inside = [&](const Edge& e) {
      return component[index(e.from)] == component[index(e.to)];
    };
    std::vector<int> begin;
    for (const Edge& e : edges_)
      if (e.next_item && inside(e) && !is_permit(e)) begin.push_back(e.to);
    const Times t = times(begin, inside);
    double longest = 0;
    for (const Edge& e : edges_)
      if (e.next_item && inside(e) && !is_permit(e) && t.end[index(e.from)] > kNever / 2)
        longest = std::max(longest, t.end[index(e.from)] + e.delay - t.start[index(e.to)]);
    return longest;
  }

  /// Full tokens lead from a write to a read, permits back.
  bool is_permit(const Edge& e) const { return e.next_item && !tasks_[index(e.from)].writes; }

  double first_item() const {
    std::vector<int> begin;
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      const auto awaited = [&](const Edge& e) {
        return !e.next_item && e.to == static_cast<int>(task);
      };
      if (std::ranges::none_of(edges_, awaited)) begin.push_back(static_cast<int>(task));
    }
    const Times t = times(begin, [](const Edge&) { return true; });
    double last = 0;
    for (const int sink : sinks_) last = std::max(last, t.end[index(sink)]);
    return last + 1;
  }

  static constexpr double kNear = 4;      // links between switches of a stream to one reader
  static constexpr int kMostRounds = 64;  // more than any mapping is deep
  const Chip& chip_;
  const Mapping& mapping_;
  std::vector<Task> tasks_;
  std::vector<std::pair<std::int64_t, int>> work_;  // firings of a pass, passes of each program
  std::vector<Ends> ends_;                          // of each stream
  std::vector<Edge> edges_;
  std::vector<int> sinks_;
  double used_ = 1, dots_ = 0;  // units, and dot units among them
};

}  // namespace

Estimate estimate(const Chip& chip, const Mapping& mapping) { return Model(chip, mapping).run(); }

}  // namespace rda::mapper
