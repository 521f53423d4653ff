// SPDX-License-Identifier: Apache-2.0
#include "mapper/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "rda/check.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Nodes that one unit's program computes, and what it can take.
struct Consumer {
  std::vector<int> nodes, args;
  When when;
  int ports = 1;  ///< scalar inputs of a unit
};

class LanePlanner {
 public:
  LanePlanner(const Graph& graph, const Chip& chip, const std::vector<When>& when, const Plan& plan,
              int most_turns)
      : graph_(graph), chip_(chip), when_(when), plan_(plan), most_turns_(most_turns) {}

  Lanes run() {
    lanes_.of.resize(graph_.nodes.size());
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
    return std::move(lanes_);
  }

 private:
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

  /// Whether the value comes from a memory, in whatever lanes its reader likes.
  bool in_memory(int arg, const Consumer& reader) const {
    const Op op = graph_.nodes[index(arg)].op;
    return op == Op::bias || op == Op::state || when_[index(arg)].phase < reader.when.phase ||
           lanes_.merged.contains(arg);
  }

  bool known(const Consumer& c) const {
    return std::ranges::all_of(
        c.args, [&](int arg) { return in_memory(arg, c) || !lanes_.of[index(arg)].empty(); });
  }

  void place(const Consumer& c) {
    while (finest_ports(c) > c.ports && merge_widest(c)) {
    }
    const std::vector<int> cuts = boundaries(c);
    std::vector<Units> lanes;
    const int ragged = static_cast<int>(graph_.nodes[index(c.nodes.front())].size % plan_.hu);
    for (const auto& [lo, hi] : {std::pair{0, ragged}, std::pair{ragged, plan_.hu}})
      if (lo < hi) append_lanes(c, cuts, lo, hi, lanes);
    for (const int node : c.nodes) lanes_.of[index(node)] = lanes;
  }

  /// Rows at which all arguments' lanes begin or end.
  std::vector<int> boundaries(const Consumer& c) const {
    std::vector<int> cuts;
    for (int u = 0; u <= plan_.hu; ++u) cuts.push_back(u);
    for (const int arg : c.args) {
      if (in_memory(arg, c)) continue;
      std::vector<int> ends{0}, both;
      for (const Units& lane : lanes_.of[index(arg)]) ends.push_back(lane.end);
      std::ranges::set_intersection(cuts, ends, std::back_inserter(both));
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
    for (const int arg : c.args)
      sum += in_memory(arg, c) ? 1 : lanes_in(lanes_.of[index(arg)], lo, hi);
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
      if (!in_memory(arg, c) &&
          (widest < 0 || lanes_.of[index(arg)].size() > lanes_.of[index(widest)].size()))
        widest = arg;
    if (widest < 0) return false;
    lanes_.merged.insert(widest);
    return true;
  }

  bool fits(const Consumer& c, int lo, int hi) const {
    return hi - lo <= most_turns_ && ports(c, lo, hi) <= c.ports;
  }

  /// As few lanes as fit between rows lo and hi, of about the same width.
  void append_lanes(const Consumer& c, const std::vector<int>& cuts, int lo, int hi,
                    std::vector<Units>& lanes) const {
    std::vector<int> inside;
    for (const int cut : cuts)
      if (lo <= cut && cut <= hi) inside.push_back(cut);
    RDA_CHECK(!inside.empty() && inside.front() == lo && inside.back() == hi,
              "lanes that cross the last row's end");
    const std::vector<Units> greedy = widest_lanes(c, inside);
    const auto even = even_lanes(inside, std::ssize(greedy));
    const bool fine =
        std::ranges::all_of(even, [&](const Units& u) { return fits(c, u.begin, u.end); });
    std::ranges::copy(fine ? even : greedy, std::back_inserter(lanes));
  }

  std::vector<Units> widest_lanes(const Consumer& c, const std::vector<int>& cuts) const {
    std::vector<Units> lanes;
    for (std::size_t i = 0; i + 1 < cuts.size();) {
      std::size_t end = i + 1;
      while (end + 1 < cuts.size() && fits(c, cuts[i], cuts[end + 1])) ++end;
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
  const int most_turns_;
  Lanes lanes_;
};

}  // namespace

std::string index_text(Units units) {
  return units.count() == 1 ? fmt::format("[{}]", units.begin)
                            : fmt::format("[{}:{}]", units.begin, units.end);
}

Lanes plan_lanes(const Graph& graph, const Chip& chip, const std::vector<When>& when,
                 const Plan& plan, int most_turns) {
  return LanePlanner(graph, chip, when, plan, most_turns).run();
}

}  // namespace rda::mapper
