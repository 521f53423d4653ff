// SPDX-License-Identifier: Apache-2.0
// Policy `auto`: fits and ranks the candidates.
#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "mapper/enumeration.h"
#include "mapper/fits.h"
#include "mapper/model.h"
#include "mapper/policy.h"
#include "mapper/shared_sequences.h"
#include "mapping/index.h"
#include "rda/map.h"

namespace rda {
namespace {

using mapper::Enumeration;
using mapper::Plan;

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

/// The mapping of one of the repetitions.
Mapping of_one(Graph graph, const Chip& chip, const Plan& plan) {
  graph.repeat = 1;
  return mapper::partition(graph, chip, plan);
}

/// The candidate of a plan, or why it does not fit.
std::variant<Candidate, mapper::Misfit> candidate(const Graph& graph, const Chip& chip, Plan plan,
                                                  const MappingOptions& options) {
  Mapping mapping;
  plan = mapper::with_other_stages(graph, chip, std::move(plan));
  if (auto misfit = mapper::partition_problem(graph, chip, plan, mapping)) return *misfit;
  Candidate result;
  result.options = options_of(plan, mapping.rv, options);
  const std::int64_t items = graph.steps_of_run() * graph.batch;
  const mapper::Estimate estimated = graph.repeat > 1
                                         ? mapper::estimate(chip, of_one(graph, chip, plan))
                                         : mapper::estimate(chip, mapping);
  result.cycles = estimated.cycles(items);
  result.least = estimated.work * static_cast<double>(items);
  if (mapper::may_share_sequences(graph, plan, mapping)) result.least /= graph.batch;
  result.pcus = mapping::count(mapping, UnitKind::pcu);
  result.pmus = mapping::count(mapping, UnitKind::pmu);
  return result;
}

bool same_but_turns(const MappingOptions& a, const MappingOptions& b) {
  return a.hu == b.hu && a.hv == b.hv && a.ru == b.ru && a.sums == b.sums &&
         a.products == b.products && a.weights == b.weights;
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
      if (static_cast<double>(work) *
              static_cast<double>(graph_.steps_of_run() * graph_.batch - 1) >
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
  /// with shared ones, which are fewer; and then with rows in off-chip memory.
  std::optional<Candidate> fitting(Plan plan) const {
    for (const Weights weights : tried_weights()) {
      plan.weights = weights;
      const auto tried = candidate(graph_, chip_, plan, options_);
      if (const auto* fit = std::get_if<Candidate>(&tried)) return *fit;
      if (!std::get<mapper::Misfit>(tried).of_weights) break;
    }
    return std::nullopt;
  }

  std::vector<Weights> tried_weights() const {
    if (options_.weights != Weights::policy) return {options_.weights};
    if (!chip_.memory) return {Weights::own, Weights::shared};
    return {Weights::own, Weights::shared, Weights::mixed};
  }

  /// Cycles that are still within the limits.
  double most_cycles() {
    if (limits_.count >= std::ssize(ranked_)) return limits_.cycles;
    const auto last = ranked_.begin() + limits_.count;
    std::ranges::nth_element(ranked_, last, {}, &Candidate::cycles);
    return std::min(limits_.cycles, last->cycles);
  }

  void add_published() {
    for (const Plan& plan : mapper::plans(graph_, chip_, options_)) {
      auto tried = candidate(graph_, chip_, plan, options_);
      if (auto* fits = std::get_if<Candidate>(&tried)) {
        std::erase_if(ranked_, [&](const Candidate& c) { return same(c.options, fits->options); });
        fits->published = true;
        ranked_.push_back(*fits);
        return;
      }
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
