// SPDX-License-Identifier: Apache-2.0
// Policy `auto`: enumerates and ranks the candidates.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

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

/// Sizes that bound the choices of the stage with the most products, and of those that have as many
/// elements.
struct Sizes {
  int gates = 0;            ///< number
  std::int64_t hidden = 1;  ///< elements
  int tokens = 1;           ///< tokens of the columns of the widest gate
  int widest = 1;           ///< tokens of the columns of the widest product
  int chain_stages = 0;     ///< of a PCU, for a dot unit that adds the sum before it
  bool equal = true;        ///< the products of each gate have the same number of tokens
  bool several = false;     ///< some gate has several products
};

/// The sizes under the plan's hv.
Sizes sizes_of(const Graph& graph, const Chip& chip, const Plan& plan) {
  Sizes sizes;
  sizes.hidden = mapper::elements_of_most_products(graph, chip, plan);
  std::map<std::string, std::vector<int>> products;
  for (const Node& node : graph.nodes)
    if (node.op == Op::matvec) {
      const Format format = node.formats.weights;
      sizes.chain_stages = std::max(sizes.chain_stages, mapping::dot_stages(chip, format, 1, plan.vectors()));
      if (plan.elements(node.size) == sizes.hidden)
        products[node.gate].push_back(
            vectors_for(graph.nodes[node.args[0]].size,
                        mapper::columns_per_token(format, chip, plan.hv)));
    }
  for (const auto& [gate, tokens] : products) {
    int sum = 0;
    for (const int t : tokens) {
      sum += t;
      sizes.widest = std::max(sizes.widest, t);
      sizes.equal = sizes.equal && t == tokens.front();
    }
    sizes.several = sizes.several || tokens.size() > 1;
    sizes.tokens = std::max(sizes.tokens, sum);
  }
  sizes.gates = static_cast<int>(products.size());
  return sizes;
}

/// A plan with `hv` rows in an element.
Plan with_rows(int hv) {
  Plan plan;
  plan.hv = hv;
  return plan;
}

/// Lists the plans to partition, each once, with one turn.
class Enumeration {
 public:
  Enumeration(const Graph& graph, const Chip& chip, const MappingOptions& options)
      : chip_(chip), options_(options), first_step_(graph.steps == 1) {
    for (const int hv : {1, chip.pcu.lanes}) {
      const bool asked = options.hv == 0 || std::max(1, options.hv) == hv;
      if (asked && (hv == 1 || mapper::rows_fit_lanes(graph)))
        sizes_.try_emplace(hv, sizes_of(graph, chip, with_rows(hv)));
    }
  }

  /// Those with the fewest cycles of dot products first.
  std::vector<Plan> run() const {
    std::vector<Plan> plans;
    for (const auto& [hv, sizes] : sizes_)
      for (const Sums sums : {Sums::chain, Sums::units})
        for (const Products products :
             {Products::together, Products::input_first, Products::state_first})
          if (const Plan plan{1, 1, 1, sums, products, hv}; allowed(plan)) add_slices(plan, plans);
    std::ranges::stable_sort(plans, {}, [&](const Plan& plan) { return work(plan); });
    return plans;
  }

  /// Cycles of the dot products of an item.
  std::int64_t work(const Plan& plan) const { return ceil_div(sizes(plan).hidden, plan.hu) * row(plan); }

  /// Numbers of turns to try with a plan.
  std::vector<int> turns(const Plan& plan) const {
    if (options_.turns != 0) return {options_.turns};
    std::vector<int> turns;
    for (const int number : {1, 2, 3, 4, 5, 6, 8, 12, 16, 24})
      if (number == 1 || number <= row(plan)) turns.push_back(number);
    return turns;
  }

 private:
  const Sizes& sizes(const Plan& plan) const { return sizes_.at(plan.hv); }

  bool allowed(const Plan& plan) const {
    if (options_.sums != Sums::policy && options_.sums != plan.sums) return false;
    if (options_.products != Products::policy && options_.products != plan.products) return false;
    if (plan.products == Products::state_first && !first_step_) return false;
    if (plan.in_passes() && !(sizes(plan).equal && sizes(plan).several)) return false;
    return !plan.chained() || sizes(plan).chain_stages <= chip_.pcu.stages;
  }

  /// Cycles of the dot products of a row group, in all passes.
  std::int64_t row(const Plan& plan) const {
    return plan.in_passes() ? 2 * ceil_div(sizes(plan).widest, plan.ru)
                              : ceil_div(sizes(plan).tokens, plan.ru);
  }

  void add_slices(Plan plan, std::vector<Plan>& plans) const {
    const Sizes& of = sizes(plan);
    const int most = plan.in_passes() ? of.widest : of.tokens;
    const int asked = options_.ru;
    for (int ru = std::max(1, asked); ru <= (asked != 0 ? asked : std::min(most, kMostSlices));
         ++ru) {
      const auto pcus = static_cast<std::int64_t>(sites_of(chip_, UnitKind::pcu).size());
      const int dots = std::max(1, std::min(ru, most) * of.gates);  // dot units of a position
      const std::int64_t most_hu = std::min(of.hidden, pcus / dots);
      plan.ru = ru;
      if (most_hu >= 1) add_rows(plan, most_hu, plans);
    }
  }

  /// Adds a plan for each number of row groups, with the smallest hu that needs no more.
  void add_rows(Plan plan, std::int64_t most_hu, std::vector<Plan>& plans) const {
    const std::int64_t hidden = sizes(plan).hidden;
    if (options_.hu != 0) {
      plan.hu = static_cast<int>(std::min<std::int64_t>(options_.hu, hidden));
      plans.push_back(plan);
      return;
    }
    for (std::int64_t hu = most_hu; hu >= 1; --hu) {
      hu = ceil_div(hidden, ceil_div(hidden, hu));
      plan.hu = static_cast<int>(hu);
      plans.push_back(plan);
    }
  }

  static constexpr int kMostSlices = 16;
  const Chip& chip_;
  const MappingOptions& options_;
  const bool first_step_;       // is all: products need not wait for x
  std::map<int, Sizes> sizes_;  // by hv
};

MappingOptions options_of(const Plan& plan, int rv, MappingOptions options) {
  options.policy = Policy::paper;  // nothing is left to search
  options.hu = plan.hu;
  options.hv = plan.hv;
  options.ru = plan.ru;
  options.rv = rv;
  options.turns = plan.turns;
  options.sums = plan.sums;
  options.products = plan.products;
  options.weights = plan.weights;
  return options;
}

/// The candidate of a plan; none if it does not fit.
std::optional<Candidate> candidate(const Graph& graph, const Chip& chip, Plan plan,
                                   const MappingOptions& options) {
  Mapping mapping;
  plan = mapper::with_other_stages(graph, chip, std::move(plan));
  if (mapper::partition_problem(graph, chip, plan, mapping)) return std::nullopt;
  Candidate result{options_of(plan, mapping.rv, options), 0, 0, 0, false};
  result.cycles = mapper::estimate(chip, mapping).cycles(graph.steps * graph.batch);
  result.pcus = mapping::count(mapping, UnitKind::pcu);
  result.pmus = mapping::count(mapping, UnitKind::pmu);
  return result;
}

bool same_but_turns(const MappingOptions& a, const MappingOptions& b) {
  return a.hu == b.hu && a.hv == b.hv && a.ru == b.ru && a.sums == b.sums && a.products == b.products &&
         a.weights == b.weights;
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

/// Fits the plans of an enumeration, and estimates their cycles.
class Ranking {
 public:
  Ranking(const Graph& graph, const Chip& chip, const MappingOptions& options,
          const CandidateLimits& limits)
      : graph_(graph), chip_(chip), options_(options), limits_(limits) {}

  /// Leaves out the plans whose dot products alone take more than 5/4 of the fewest cycles, plus
  /// 100 cycles, and those that cannot be within the limits. The latency of a recurrence is some
  /// hundred cycles, so it can outweigh the dot products of short steps.
  std::vector<Candidate> run() {
    constexpr std::int64_t kRecurrence = 100;
    const Enumeration enumeration(graph_, chip_, options_);
    const std::vector<Plan> plans = enumeration.run();
    for (const Plan& plan : plans) {
      const std::int64_t work = enumeration.work(plan);
      if (work > enumeration.work(plans.front()) * 5 / 4 + kRecurrence) break;
      if (static_cast<double>(work) * static_cast<double>(graph_.steps * graph_.batch - 1) >
          most_cycles())
        break;
      add(plan, enumeration.turns(plan));
    }
    add_published();
    std::ranges::stable_sort(ranked_, {}, &Candidate::cycles);
    drop_twins(ranked_);
    return std::move(ranked_);
  }

 private:
  /// More turns take fewer units, and rarely fewer cycles: the first numbers that fit are enough.
  void add(Plan plan, const std::vector<int>& turns) {
    constexpr int kEnough = 4;
    int fits = 0;
    for (const int number : turns) {
      plan.turns = number;
      if (auto fit = fitting(plan)) {
        ranked_.push_back(*fit);
        if (++fits == kEnough) break;
      }
    }
  }

  /// The candidate with memories of weights that each dot unit has to itself; if it does not fit,
  /// with shared ones, which are fewer.
  std::optional<Candidate> fitting(Plan plan) const {
    for (const Weights weights : {Weights::own, Weights::shared}) {
      if (options_.weights != Weights::policy && options_.weights != weights) continue;
      plan.weights = weights;
      if (auto fit = candidate(graph_, chip_, plan, options_)) return fit;
    }
    return std::nullopt;
  }

  /// Cycles that are still within the limits.
  double most_cycles() {
    if (limits_.count >= std::ssize(ranked_)) return limits_.cycles;
    const auto last = ranked_.begin() + limits_.count;
    std::ranges::nth_element(ranked_, last, {}, &Candidate::cycles);
    return std::min(limits_.cycles, last->cycles);
  }

  void add_published() {
    for (const Plan& plan : mapper::plans(graph_, chip_, options_))
      if (auto fits = candidate(graph_, chip_, plan, options_)) {
        std::erase_if(ranked_, [&](const Candidate& c) { return same(c.options, fits->options); });
        fits->published = true;
        ranked_.push_back(*fits);
        return;
      }
  }

  const Graph& graph_;
  const Chip& chip_;
  const MappingOptions& options_;
  const CandidateLimits& limits_;
  std::vector<Candidate> ranked_;
};

}  // namespace

std::vector<Candidate> candidates(const Graph& graph, const Chip& chip,
                                  const MappingOptions& options, const CandidateLimits& limits) {
  std::vector<Candidate> ranked = Ranking(graph, chip, options, limits).run();
  if (!ranked.empty()) return ranked;
  MappingOptions paper = options;
  paper.policy = Policy::paper;
  map(graph, chip, paper);  // throws an error that names what is missing
  throw MappingError(graph.name, "nothing fits");
}

}  // namespace rda
