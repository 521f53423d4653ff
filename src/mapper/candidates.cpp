// SPDX-License-Identifier: Apache-2.0
// Policy `auto`: enumerates and ranks the candidates.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "base/ceil_div.h"
#include "mapper/fits.h"
#include "mapper/model.h"
#include "mapper/policy.h"
#include "mapping/index.h"
#include "mapping/latency.h"
#include "rda/map.h"

namespace rda {
namespace {

using mapper::Plan;

/// Sizes of a workload that bound its choices.
struct Sizes {
  int gates = 0;            ///< number, in all layers
  std::int64_t hidden = 1;  ///< rows of the largest product
  int vectors = 1;          ///< vectors of the columns of the widest gate
  int widest = 1;           ///< vectors of the columns of the widest product
  bool equal = true;        ///< each gate has several products, with the same number of vectors
};

Sizes sizes_of(const Graph& graph, int rv) {
  Sizes sizes;
  std::map<std::string, std::vector<int>> products;
  for (const Node& node : graph.nodes)
    if (node.op == Op::matvec) {
      products[node.gate].push_back(vectors_for(graph.nodes[node.args[0]].size, rv));
      sizes.hidden = std::max(sizes.hidden, node.size);
    }
  for (const auto& [gate, vectors] : products) {
    int sum = 0;
    for (const int v : vectors) {
      sum += v;
      sizes.widest = std::max(sizes.widest, v);
      sizes.equal = sizes.equal && v == vectors.front();
    }
    sizes.equal = sizes.equal && vectors.size() > 1;
    sizes.vectors = std::max(sizes.vectors, sum);
  }
  sizes.gates = static_cast<int>(products.size());
  return sizes;
}

/// Lists the plans to partition, each once.
class Enumeration {
 public:
  Enumeration(const Graph& graph, const Chip& chip, const MappingOptions& options)
      : chip_(chip),
        options_(options),
        rv_(mapper::values_per_vector(graph, chip)),
        sizes_(sizes_of(graph, rv_)),
        format_(graph.formats.weights) {}

  std::vector<Plan> run() {
    for (const Sums sums : {Sums::chain, Sums::units})
      for (const Products products : {Products::together, Products::input_first})
        if (allowed(sums, products)) add_slices(sums, products);
    return std::move(plans_);
  }

  /// Cycles of the dot products of an item.
  std::int64_t work(const Plan& plan) const { return ceil_div(sizes_.hidden, plan.hu) * row(plan); }

 private:
  bool allowed(Sums sums, Products products) const {
    if (options_.sums != Sums::policy && options_.sums != sums) return false;
    if (options_.products != Products::policy && options_.products != products) return false;
    if (products == Products::input_first && !sizes_.equal) return false;
    return sums == Sums::units || mapping::dot_stages(chip_, format_, 1) <= chip_.pcu.stages;
  }

  /// Cycles of the dot products of a row group, in all passes.
  std::int64_t row(const Plan& plan) const {
    return plan.input_first() ? 2 * ceil_div(sizes_.widest, plan.ru)
                              : ceil_div(sizes_.vectors, plan.ru);
  }

  void add_slices(Sums sums, Products products) {
    const int most = products == Products::input_first ? sizes_.widest : sizes_.vectors;
    const int asked = options_.ru;
    for (int ru = std::max(1, asked); ru <= (asked != 0 ? asked : std::min(most, kMostSlices));
         ++ru) {
      Plan plan{1, ru, rv_, 1, sums, products};
      const auto pcus = static_cast<std::int64_t>(sites_of(chip_, UnitKind::pcu).size());
      const int dots = std::max(1, std::min(ru, most) * sizes_.gates);  // dot units of a position
      const std::int64_t most_hu = std::min(sizes_.hidden, pcus / dots);
      if (most_hu < 1) continue;
      for (const std::int64_t share : {4, 3, 2})
        add_rows(plan, std::max<std::int64_t>(1, most_hu * share / 4));
    }
  }

  /// Adds plans for some numbers of row groups, each with the smallest hu that needs no more.
  void add_rows(Plan plan, std::int64_t most_hu) {
    const std::int64_t fewest = ceil_div(sizes_.hidden, most_hu);
    for (std::int64_t rows = fewest; rows < fewest + kRowCounts + fewest / 8;
         rows += 1 + fewest / 24) {
      plan.hu = static_cast<int>(ceil_div(sizes_.hidden, rows));
      if (options_.hu != 0)
        plan.hu = static_cast<int>(std::min<std::int64_t>(options_.hu, sizes_.hidden));
      for (const int turns : {1, 2, 3, 4, 5, 6, 8, 12, 16, 24}) {
        plan.turns = options_.turns != 0 ? options_.turns : turns;
        if (options_.turns == 0 && plan.turns > 1 && plan.turns > row(plan)) break;
        add(plan);
      }
    }
  }

  void add(const Plan& plan) {
    if (seen_.insert({plan.hu, plan.ru, plan.turns, plan.sums, plan.products}).second)
      plans_.push_back(plan);
  }

  static constexpr int kMostSlices = 8, kRowCounts = 3;
  const Chip& chip_;
  const MappingOptions& options_;
  const int rv_;
  const Sizes sizes_;
  const Format format_;
  std::vector<Plan> plans_;
  std::set<std::tuple<int, int, int, Sums, Products>> seen_;
};

MappingOptions options_of(const Plan& plan, MappingOptions options) {
  options.policy = Policy::paper;  // nothing is left to search
  options.hu = plan.hu;
  options.ru = plan.ru;
  options.rv = plan.rv;
  options.turns = plan.turns;
  options.sums = plan.sums;
  options.products = plan.products;
  return options;
}

/// The candidate of a plan; none if it does not fit.
std::optional<Candidate> candidate(const Graph& graph, const Chip& chip, const Plan& plan,
                                   const MappingOptions& options) {
  Mapping mapping;
  if (mapper::partition_problem(graph, chip, plan, mapping)) return std::nullopt;
  Candidate result{options_of(plan, options), 0, 0, 0, false};
  result.cycles = mapper::estimate(chip, mapping).cycles(graph.steps * graph.batch);
  result.pcus = mapping::count(mapping, UnitKind::pcu);
  result.pmus = mapping::count(mapping, UnitKind::pmu);
  return result;
}

bool same_but_turns(const MappingOptions& a, const MappingOptions& b) {
  return a.hu == b.hu && a.ru == b.ru && a.sums == b.sums && a.products == b.products;
}

bool same(const MappingOptions& a, const MappingOptions& b) {
  return same_but_turns(a, b) && a.turns == b.turns;
}

/// Drops candidates that differ from another one in `turns` alone and have the same units and
/// cycles: the candidate with the fewest turns stays, and so does the published one.
void drop_twins(std::vector<Candidate>& ranked) {
  std::vector<Candidate> kept;
  for (Candidate& candidate : ranked) {
    const bool twin = std::ranges::any_of(kept, [&](const Candidate& c) {
      return !candidate.published && same_but_turns(c.options, candidate.options) &&
             c.cycles == candidate.cycles && c.pcus == candidate.pcus && c.pmus == candidate.pmus;
    });
    if (!twin) kept.push_back(std::move(candidate));
  }
  ranked = std::move(kept);
}

/// The plans whose dot products alone take at most 5/4 of the fewest cycles, plus 100 cycles. The
/// latency of a recurrence is some hundred cycles, so it can outweigh the dot products of short
/// steps.
std::vector<Plan> promising(const Enumeration& enumeration, std::vector<Plan> plans) {
  constexpr std::int64_t kRecurrence = 100;
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (const Plan& plan : plans) least = std::min(least, enumeration.work(plan));
  std::erase_if(plans, [&](const Plan& plan) {
    return enumeration.work(plan) > least * 5 / 4 + kRecurrence;
  });
  return plans;
}

}  // namespace

std::vector<Candidate> candidates(const Graph& graph, const Chip& chip,
                                  const MappingOptions& options) {
  Enumeration enumeration(graph, chip, options);
  std::vector<Candidate> result;
  for (const Plan& plan : promising(enumeration, enumeration.run()))
    if (auto fits = candidate(graph, chip, plan, options)) result.push_back(*fits);
  for (const Plan& plan : mapper::plans(graph, chip, options))
    if (auto fits = candidate(graph, chip, plan, options)) {
      std::erase_if(result, [&](const Candidate& c) { return same(c.options, fits->options); });
      fits->published = true;
      result.push_back(*fits);
      break;
    }
  if (result.empty()) {
    MappingOptions paper = options;
    paper.policy = Policy::paper;
    map(graph, chip, paper);  // throws an error that names what is missing
    throw MappingError(graph.name, "nothing fits");
  }
  std::ranges::stable_sort(result, {}, &Candidate::cycles);
  drop_twins(result);
  return result;
}

}  // namespace rda
