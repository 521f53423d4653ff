// SPDX-License-Identifier: Apache-2.0
#include "mapper/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/ceil_div.h"
#include "mapper/index.h"
#include "rda/check.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

std::int64_t hidden_size(const Graph& graph) {
  for (const Node& node : graph.nodes)
    if (node.op == Op::matvec) return node.size;
  return 1;
}

/// Nodes that one unit's program computes, and what it can take.
struct Consumer {
  std::vector<int> nodes, args;
  When when;
  int ports = 1;  ///< scalar inputs of a unit
};

class LanePlanner {
 public:
  LanePlanner(const Graph& graph, const Chip& chip, const std::vector<When>& when, const Plan& plan,
              int row_cycles)
      : graph_(graph),
        chip_(chip),
        when_(when),
        plan_(plan),
        // A row's elements on one stream fit the reader's FIFO, whatever they wait for there: else
        // their writer would stop in the middle of a row that others need whole.
        most_turns_(std::min({plan.turns, row_cycles * plan.passes(), chip.pcu.fifo_depth.scalar,
                              chip.pmu.fifo_depth.scalar})),
        row_cycles_(row_cycles),
        size_(hidden_size(graph)) {}

  /// A value that one reader needs merged comes merged to all of them, also to those that were
  /// planned before: then it all starts again.
  Lanes run() {
    for (std::set<int> before;; before = lanes_.merged) {
      plan_all();
      if (lanes_.merged == before) return std::move(lanes_);
    }
  }

 private:
  void plan_all() {
    lanes_.of.assign(graph_.nodes.size(), {});
    lanes_.stored.clear();
    lanes_.clusters = cluster_elementwise(graph_, when_, chip_.pcu);
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n)
      if (graph_.nodes[n].op == Op::sum)
        for (int u = 0; u < plan_.hu; ++u) lanes_.of[n].push_back({u, u + 1});
    std::vector<Consumer> waiting = consumers();
    while (!waiting.empty()) {
      const auto ready = std::ranges::find_if(waiting, [&](const Consumer& c) { return known(c); });
      RDA_CHECK(ready != waiting.end(), "element-wise units wait for each other");
      place(*ready);
      waiting.erase(ready);
    }
  }

  std::vector<Consumer> consumers() const {
    std::vector<Consumer> all;
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n)
      if (is_lookup(graph_.nodes[n].op))
        all.push_back(
            {{static_cast<int>(n)}, graph_.nodes[n].args, when_[n], chip_.pmu.inputs.scalar});
    for (const Cluster& cluster : lanes_.clusters)
      all.push_back({cluster.nodes, external_args(graph_, cluster.nodes), cluster.when,
                     chip_.pcu.inputs.scalar});
    return all;
  }

  bool flexible(int arg) const { return any_lanes(graph_.nodes[index(arg)].op); }

  bool stored(int arg, const Consumer& reader) const {
    return lanes_.through_memory(arg, when_[index(arg)], reader.when.phase);
  }

  bool known(const Consumer& c) const {
    return std::ranges::all_of(
        c.args, [&](int arg) { return flexible(arg) || !lanes_.of[index(arg)].empty(); });
  }

  /// Whether the value waits for others of its row, which take more look-ups, for longer than the
  /// FIFOs cover: then it waits in a memory, or it would stop the dot products through its back
  /// pressure.
  bool lags(int arg, const Consumer& reader) const {
    const When& at = when_[index(arg)];
    const int levels =
        reader.when.level - at.level - (is_lookup(graph_.nodes[index(arg)].op) ? 1 : 0);
    if (flexible(arg) || at.phase < reader.when.phase || levels < 1) return false;
    const int turns = lanes_.of[index(arg)].front().count();
    // A level more is a look-up, an element-wise unit and three streams.
    const int level_cycles = 3 * kUsualLinks * chip_.network.hop_latency + chip_.pcu.stages +
                             chip_.pmu.read_latency + 2 + turns;
    const std::int64_t tokens = levels * level_cycles * turns / std::max(turns, row_cycles_);
    const std::int64_t of_step = ceil_div(size_, plan_.hu) * turns * graph_.batch;
    return std::min(tokens, of_step) > chip_.pcu.fifo_depth.scalar;
  }

  void place(const Consumer& c) {
    for (const int arg : c.args) {
      if (lags(arg, c)) lanes_.merged.insert(arg);
      if (!flexible(arg) && stored(arg, c)) store(arg);
    }
    while (finest_ports(c) > c.ports && merge_widest(c)) {
    }
    const std::vector<Units> lanes =
        joined(boundaries(c), [&](int lo, int hi) { return ports(c, lo, hi) <= c.ports; });
    for (const int node : c.nodes) lanes_.of[index(node)] = lanes;
  }

  /// Lanes of a memory that takes the node's values: as wide as its inputs allow.
  void store(int node) {
    if (lanes_.stored.contains(node)) return;
    const std::vector<Units>& written = lanes_.of[index(node)];
    lanes_.stored[node] = joined(ends_of(written), [&](int lo, int hi) {
      return lanes_in(written, lo, hi) <= chip_.pmu.inputs.scalar;
    });
  }

  const std::vector<Units>& lanes_to(int arg, const Consumer& reader) const {
    return stored(arg, reader) ? lanes_.stored.at(arg) : lanes_.of[index(arg)];
  }

  static std::vector<int> ends_of(const std::vector<Units>& lanes) {
    std::vector<int> ends{0};
    for (const Units& lane : lanes) ends.push_back(lane.end);
    return ends;
  }

  /// Rows at which all arguments' lanes begin or end.
  std::vector<int> boundaries(const Consumer& c) const {
    std::vector<int> cuts;
    for (int u = 0; u <= plan_.hu; ++u) cuts.push_back(u);
    for (const int arg : c.args) {
      if (flexible(arg)) continue;
      std::vector<int> both;
      std::ranges::set_intersection(cuts, ends_of(lanes_to(arg, c)), std::back_inserter(both));
      cuts = std::move(both);
    }
    return cuts;
  }

  static int lanes_in(const std::vector<Units>& lanes, int lo, int hi) {
    return static_cast<int>(std::ranges::count_if(
        lanes, [&](const Units& lane) { return lo <= lane.begin && lane.end <= hi; }));
  }

  int ports(const Consumer& c, int lo, int hi) const {
    int sum = 0;
    for (const int arg : c.args) sum += flexible(arg) ? 1 : lanes_in(lanes_to(arg, c), lo, hi);
    return sum;
  }

  int finest_ports(const Consumer& c) const {
    const std::vector<int> cuts = boundaries(c);
    int most = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i)
      most = std::max(most, ports(c, cuts[i - 1], cuts[i]));
    return most;
  }

  /// Puts the argument with the most lanes through a memory that merges them.
  bool merge_widest(const Consumer& c) {
    int widest = -1;
    for (const int arg : c.args)
      if (!flexible(arg) && !stored(arg, c) &&
          (widest < 0 || lanes_.of[index(arg)].size() > lanes_.of[index(widest)].size()))
        widest = arg;
    if (widest < 0) return false;
    lanes_.merged.insert(widest);
    store(widest);
    return true;
  }

  /// As few lanes between these cuts as `fits(lo, hi)` and the turns allow, of about the same
  /// width. None crosses the end of the last row, which not all units have.
  template <typename Fits>
  std::vector<Units> joined(const std::vector<int>& cuts, const Fits& ports_fit) const {
    const auto fits = [&](int lo, int hi) { return hi - lo <= most_turns_ && ports_fit(lo, hi); };
    std::vector<Units> lanes;
    const int ragged = static_cast<int>(size_ % plan_.hu);
    for (const auto& [lo, hi] : {std::pair{0, ragged}, std::pair{ragged, plan_.hu}}) {
      if (lo == hi) continue;
      std::vector<int> inside;
      for (const int cut : cuts)
        if (lo <= cut && cut <= hi) inside.push_back(cut);
      RDA_CHECK(!inside.empty() && inside.front() == lo && inside.back() == hi,
                "lanes that cross the last row's end");
      const std::vector<Units> widest = widest_lanes(inside, fits);
      const std::vector<Units> even = even_lanes(inside, std::ssize(widest));
      const bool fine = std::ranges::all_of(even, [&](Units u) { return fits(u.begin, u.end); });
      std::ranges::copy(fine ? even : widest, std::back_inserter(lanes));
    }
    return lanes;
  }

  template <typename Fits>
  static std::vector<Units> widest_lanes(const std::vector<int>& cuts, const Fits& fits) {
    std::vector<Units> lanes;
    for (std::size_t i = 0; i + 1 < cuts.size();) {
      std::size_t end = i + 1;
      while (end + 1 < cuts.size() && fits(cuts[i], cuts[end + 1])) ++end;
      lanes.push_back({cuts[i], cuts[end]});
      i = end;
    }
    return lanes;
  }

  static std::vector<Units> even_lanes(const std::vector<int>& cuts, std::ptrdiff_t count) {
    std::vector<Units> lanes;
    const auto pieces = static_cast<std::ptrdiff_t>(cuts.size()) - 1;
    for (std::ptrdiff_t i = 0; i < count; ++i)
      lanes.push_back({cuts[static_cast<std::size_t>(pieces * i / count)],
                       cuts[static_cast<std::size_t>(pieces * (i + 1) / count)]});
    return lanes;
  }

  const Graph& graph_;
  const Chip& chip_;
  const std::vector<When>& when_;
  const Plan& plan_;
  static constexpr int kUsualLinks = 8;  // of a scalar stream on a chip that is well used
  const int most_turns_, row_cycles_;
  const std::int64_t size_;  // elements of every value that is computed
  Lanes lanes_;
};

}  // namespace

std::string index_text(Units units) {
  return units.count() == 1 ? fmt::format("[{}]", units.begin)
                            : fmt::format("[{}:{}]", units.begin, units.end);
}

Lanes plan_lanes(const Graph& graph, const Chip& chip, const std::vector<When>& when,
                 const Plan& plan, int row_cycles) {
  return LanePlanner(graph, chip, when, plan, row_cycles).run();
}

}  // namespace rda::mapper
