// SPDX-License-Identifier: Apache-2.0
// Policy `auto`: enumerates the plans.
#include "mapper/enumeration.h"

#include <algorithm>
#include <string>

#include "base/ceil_div.h"
#include "mapper/policy.h"
#include "mapper/stages.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// The sizes under the plan's hv.
Sizes sizes_of(const Graph& graph, const Chip& chip, const Plan& plan) {
  Sizes sizes;
  sizes.hidden = elements_of_most_products(graph, chip, plan);
  std::map<std::string, std::vector<int>> products;
  for (const Node& node : graph.nodes)
    if (node.op == Op::matvec) {
      const Format format = node.formats.weights;
      sizes.chain_stages =
          std::max(sizes.chain_stages, mapping::dot_stages(chip, format, 1, plan.vectors()));
      if (plan.elements(node.size) == sizes.hidden)
        products[node.gate].push_back(
            vectors_for(graph.nodes[node.args[0]].size, columns_per_token(format, chip, plan.hv)));
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

}  // namespace

Enumeration::Enumeration(const Graph& graph, const Chip& chip, const MappingOptions& options)
    : chip_(chip), options_(options), whole_sequences_(whole_sequences(graph, chip, options)) {
  for (const int hv : {1, chip.pcu.lanes}) {
    const bool asked = options.hv == 0 || std::max(1, options.hv) == hv;
    if (asked && (hv == 1 || rows_fit_lanes(graph)))
      sizes_.try_emplace(hv, sizes_of(graph, chip, with_rows(hv)));
  }
}

std::vector<Plan> Enumeration::run() const {
  std::vector<Plan> plans;
  for (const auto& [hv, sizes] : sizes_)
    for (const Sums sums : {Sums::chain, Sums::units})
      for (const Products products : {Products::together, Products::input_first})
        if (Plan plan{1, 1, 1, sums, products, hv}; allowed(plan)) {
          plan.whole_sequences = whole_sequences_;
          add_slices(plan, plans);
        }
  std::ranges::stable_sort(plans, {}, [&](const Plan& plan) { return work(plan); });
  return plans;
}

std::int64_t Enumeration::work(const Plan& plan) const {
  return ceil_div(sizes(plan).hidden, plan.hu) * row(plan);
}

std::vector<int> Enumeration::turns(const Plan& plan) const {
  if (options_.turns != 0) return {options_.turns};
  std::vector<int> turns;
  for (const int number : {1, 2, 3, 4, 5, 6, 8, 12, 16, 24})
    if (number == 1 || number <= row(plan)) turns.push_back(number);
  return turns;
}

bool Enumeration::allowed(const Plan& plan) const {
  if (options_.sums != Sums::policy && options_.sums != plan.sums) return false;
  if (options_.products != Products::policy && options_.products != plan.products) return false;
  if (plan.input_first() && !(sizes(plan).equal && sizes(plan).several)) return false;
  return !plan.chained() || sizes(plan).chain_stages <= chip_.pcu.stages;
}

/// Cycles of the dot products of a row group, in all passes.
std::int64_t Enumeration::row(const Plan& plan) const {
  return plan.input_first() ? 2 * ceil_div(sizes(plan).widest, plan.ru)
                            : ceil_div(sizes(plan).tokens, plan.ru);
}

void Enumeration::add_slices(Plan plan, std::vector<Plan>& plans) const {
  const Sizes& of = sizes(plan);
  const int most = plan.input_first() ? of.widest : of.tokens;
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
void Enumeration::add_rows(Plan plan, std::int64_t most_hu, std::vector<Plan>& plans) const {
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

}  // namespace rda::mapper
