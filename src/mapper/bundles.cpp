// SPDX-License-Identifier: Apache-2.0
#include "mapper/bundles.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/ceil_div.h"
#include "mapping/latency.h"
#include "rda/check.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

/// The nodes that one program computes, and the inputs of its unit.
struct Consumer {
  std::vector<NodeId> nodes, args;
  When when;
  int ports = 1;  ///< inputs of a unit
};

class BundlePlanner {
 public:
  BundlePlanner(const Graph& graph, const Chip& chip, const Schedule& when, const Plan& plan,
                const Stages& stages)
      : graph_(graph),
        chip_(chip),
        when_(when),
        kind_(plan.element_kind()),
        groups_(plan.sequences),
        stages_(stages) {}

  /// All readers of a merged value read the memory. So a value that is merged for one reader
  /// changes the readers planned before it, and planning repeats until no more values are merged.
  Bundles run() {
    for (std::set<NodeId> before;; before = bundles_.merged) {
      plan_all();
      if (bundles_.merged == before) return std::move(bundles_);
    }
  }

 private:
  void plan_all() {
    bundles_.of.assign(graph_.nodes.size(), {});
    bundles_.stored.clear();
    bundles_.clusters = cluster_elementwise(graph_, when_, chip_.pcu, kind_);
    for (const NodeId n : graph_.nodes.ids())
      if (const Op op = graph_.nodes[n].op;
          op == Op::sum || op == Op::gather || op == Op::score || is_reduce(op))
        for (int u = 0; u < stages_[n].hu; ++u) bundles_.of[n].push_back({u, u + 1});
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
    for (const NodeId n : graph_.nodes.ids())
      if (is_lookup(graph_.nodes[n].op))
        all.push_back({{n}, graph_.nodes[n].args, when_[n], chip_.pmu.inputs[kind_]});
    for (const Cluster& cluster : bundles_.clusters)
      all.push_back({cluster.nodes, external_args(graph_, cluster.nodes), cluster.when,
                     chip_.pcu.inputs[kind_]});
    return all;
  }

  /// A bundle fits the FIFO of its reader: otherwise the writer could stop inside a row group that
  /// another reader needs whole, and the two would deadlock.
  int most_turns(const Tiling& stage) const {
    return std::min({stage.turns, stage.row_cycles * stage.passes, chip_.pcu.fifo_depth[kind_],
                     chip_.pmu.fifo_depth[kind_]});
  }

  bool flexible(NodeId arg) const { return any_bundle(graph_.nodes[arg].op); }

  /// Whether an argument comes in bundles that a reader's bundles have to fit.
  bool fits_bundles(NodeId arg, const Consumer& reader) const {
    return !flexible(arg) && !is_one_for_all(graph_, arg, reader.nodes.front());
  }

  bool stored(NodeId arg, const Consumer& reader) const {
    return bundles_.through_memory(arg, when_[arg], reader.when.phase);
  }

  bool known(const Consumer& c) const {
    return std::ranges::all_of(
        c.args, [&](NodeId arg) { return flexible(arg) || !bundles_.of[arg].empty(); });
  }

  /// Whether `arg` waits at the reader, for arguments with more look-ups on their path, longer than
  /// the reader's FIFO holds its elements. Such a value needs a memory; otherwise its full FIFO
  /// would stop the dot products.
  bool lags(NodeId arg, const Consumer& reader) const {
    const When& at = when_[arg];
    const Tiling& stage = stages_[arg];
    const int levels = reader.when.level - at.level - (is_lookup(graph_.nodes[arg].op) ? 1 : 0);
    if (!fits_bundles(arg, reader) || at.phase < reader.when.phase || levels < 1) return false;
    const int turns = bundles_.of[arg].front().count();
    // One look-up level: a look-up, an element-wise unit and three streams.
    const int level_cycles = 3 * kUsualLinks * chip_.network.hop_latency + chip_.pcu.stages +
                             chip_.pmu.read_latency + 2 + turns +
                             mapping::interpolation_cycles(chip_);
    const std::int64_t tokens = levels * level_cycles * turns / std::max(turns, stage.row_cycles);
    const std::int64_t of_step =
        stage.rows() * turns * graph_.sequences_of(graph_.nodes[arg]) * groups_;
    return std::min(tokens, of_step) > chip_.pcu.fifo_depth[kind_];
  }

  void place(const Consumer& c) {
    for (const NodeId arg : c.args) {
      if (lags(arg, c)) bundles_.merged.insert(arg);
      if (!flexible(arg) && stored(arg, c)) store(arg);
    }
    while (finest_ports(c) > c.ports && merge_widest(c)) {
    }
    const std::vector<Bundle> bundles =
        joined(stages_[c.nodes.front()], boundaries(c),
               [&](int lo, int hi) { return ports(c, lo, hi) <= c.ports; });
    for (const NodeId node : c.nodes) bundles_.of[node] = bundles;
  }

  /// Plans the bundles in which a memory sends the node: as wide as the PMU's inputs allow.
  void store(NodeId node) {
    if (bundles_.stored.contains(node)) return;
    const std::vector<Bundle>& written = bundles_.of[node];
    bundles_.stored[node] = joined(stages_[node], ends_of(written), [&](int lo, int hi) {
      return bundles_in(written, lo, hi) <= chip_.pmu.inputs[kind_];
    });
  }

  const std::vector<Bundle>& bundles_to(NodeId arg, const Consumer& reader) const {
    return stored(arg, reader) ? bundles_.stored.at(arg) : bundles_.of[arg];
  }

  static std::vector<int> ends_of(const std::vector<Bundle>& bundles) {
    std::vector<int> ends{0};
    for (const Bundle& bundle : bundles) ends.push_back(bundle.end);
    return ends;
  }

  /// The positions at which a bundle of every argument begins or ends.
  std::vector<int> boundaries(const Consumer& c) const {
    std::vector<int> cuts;
    for (int u = 0; u <= stages_[c.nodes.front()].hu; ++u) cuts.push_back(u);
    for (const NodeId arg : c.args) {
      if (!fits_bundles(arg, c)) continue;
      std::vector<int> both;
      std::ranges::set_intersection(cuts, ends_of(bundles_to(arg, c)), std::back_inserter(both));
      cuts = std::move(both);
    }
    return cuts;
  }

  static int bundles_in(const std::vector<Bundle>& bundles, int lo, int hi) {
    return static_cast<int>(std::ranges::count_if(
        bundles, [&](const Bundle& bundle) { return lo <= bundle.begin && bundle.end <= hi; }));
  }

  int ports(const Consumer& c, int lo, int hi) const {
    int sum = 0;
    for (const NodeId arg : c.args)
      sum += fits_bundles(arg, c) ? bundles_in(bundles_to(arg, c), lo, hi) : 1;
    return sum;
  }

  int finest_ports(const Consumer& c) const {
    const std::vector<int> cuts = boundaries(c);
    int most = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i)
      most = std::max(most, ports(c, cuts[i - 1], cuts[i]));
    return most;
  }

  /// Merges the argument with the most bundles. False if no argument can be merged.
  bool merge_widest(const Consumer& c) {
    NodeId widest;
    for (const NodeId arg : c.args)
      if (fits_bundles(arg, c) && !stored(arg, c) &&
          (!widest.exists() || bundles_.of[arg].size() > bundles_.of[widest].size()))
        widest = arg;
    if (!widest.exists()) return false;
    bundles_.merged.insert(widest);
    store(widest);
    return true;
  }

  /// Joins the ranges between `cuts` into as few bundles as `ports_fit(lo, hi)` and the turns
  /// allow, of about the same width. No bundle crosses the position at which the last row group
  /// ends.
  template <typename Fits>
  std::vector<Bundle> joined(const Tiling& stage, const std::vector<int>& cuts,
                             const Fits& ports_fit) const {
    const int most = most_turns(stage);
    const auto fits = [&](int lo, int hi) { return hi - lo <= most && ports_fit(lo, hi); };
    std::vector<Bundle> bundles;
    const int ragged = static_cast<int>(stage.size % stage.hu);
    for (const auto& [lo, hi] : {std::pair{0, ragged}, std::pair{ragged, stage.hu}}) {
      if (lo == hi) continue;
      std::vector<int> inside;
      for (const int cut : cuts)
        if (lo <= cut && cut <= hi) inside.push_back(cut);
      RDA_CHECK(!inside.empty() && inside.front() == lo && inside.back() == hi,
                "bundles that cross the last row group's end");
      const std::vector<Bundle> widest = widest_bundles(inside, fits);
      const std::vector<Bundle> even = even_bundles(inside, widest.size());
      const bool fine = std::ranges::all_of(even, [&](Bundle b) { return fits(b.begin, b.end); });
      std::ranges::copy(fine ? even : widest, std::back_inserter(bundles));
    }
    return bundles;
  }

  template <typename Fits>
  static std::vector<Bundle> widest_bundles(const std::vector<int>& cuts, const Fits& fits) {
    std::vector<Bundle> bundles;
    for (std::size_t i = 0; i + 1 < cuts.size();) {
      std::size_t end = i + 1;
      while (end + 1 < cuts.size() && fits(cuts[i], cuts[end + 1])) ++end;
      bundles.push_back({cuts[i], cuts[end]});
      i = end;
    }
    return bundles;
  }

  static std::vector<Bundle> even_bundles(const std::vector<int>& cuts, std::size_t count) {
    std::vector<Bundle> bundles;
    const std::size_t pieces = cuts.size() - 1;
    for (std::size_t i = 0; i < count; ++i)
      bundles.push_back({cuts[pieces * i / count], cuts[pieces * (i + 1) / count]});
    return bundles;
  }

  const Graph& graph_;
  const Chip& chip_;
  const Schedule& when_;
  const TokenKind kind_;
  const std::int64_t groups_;  // of sequences that share weights
  const Stages& stages_;
  static constexpr int kUsualLinks = 8;  // of a scalar stream on a well-used chip (estimate)
  Bundles bundles_;
};

}  // namespace

std::string index_text(Bundle bundle) {
  return bundle.count() == 1 ? fmt::format("[{}]", bundle.begin)
                             : fmt::format("[{}:{}]", bundle.begin, bundle.end);
}

Bundles plan_bundles(const Graph& graph, const Chip& chip, const Schedule& when, const Plan& plan,
                     const Stages& stages) {
  return BundlePlanner(graph, chip, when, plan, stages).run();
}

}  // namespace rda::mapper
