// SPDX-License-Identifier: Apache-2.0
#include "rda/map.h"

#include <fmt/format.h>

#include "mapper/fits.h"
#include "mapper/place_route.h"
#include "mapper/policy.h"
#include "rda/check.h"

namespace rda {
namespace {

using mapper::Plan;

std::string text(const Plan& plan) { return fmt::format("hu {}, ru {}", plan.hu, plan.ru); }

/// The smallest capacity with which one of `tries` would fit, as advice; empty if there is none.
std::string advice(const Graph& graph, const Chip& chip, const std::vector<Plan>& tries) {
  int most_kb = 1 << 16;
  std::string best;
  for (const Plan& plan : tries) {
    const auto capacity_kb = mapper::capacity_that_fits(graph, chip, plan, most_kb);
    if (!capacity_kb) continue;
    best = fmt::format(" (pmu.capacity_kb = {} would fit{})", *capacity_kb,
                       tries.size() > 1 ? " with " + text(plan) : "");
    most_kb = *capacity_kb - 1;
  }
  return best;
}

/// The first plan that fits, partitioned. Throws with the first one's shortage if none does,
/// and with the last one's, which is another where smaller units are short of something.
Mapping partition_first_fit(const Graph& graph, const Chip& chip, const std::vector<Plan>& tries) {
  std::vector<std::string> problems;
  for (const Plan& plan : tries) {
    Mapping mapping;
    const auto problem = mapper::partition_problem(graph, chip, plan, mapping);
    if (!problem) return mapping;
    problems.push_back(*problem);
  }
  std::string problem = fmt::format("{}: {}", text(tries.front()), problems.front());
  if (tries.size() > 1) problem += "; nor does a smaller unrolling fit";
  if (problems.back() != problems.front())
    problem += fmt::format(", {}: {}", text(tries.back()), problems.back());
  throw MappingError(graph.name, problem + advice(graph, chip, tries));
}

}  // namespace

Mapping map(const Graph& graph, const Chip& chip, const MappingOptions& options,
            MapQuality* quality) {
  if (options.policy != Policy::paper)
    throw MappingError("policy", "auto is not known to this version (paper is)");
  Mapping mapping = partition_first_fit(graph, chip, mapper::plans(graph, chip, options));
  mapping.policy = "paper";
  mapping.seed = options.seed;
  MapQuality measured;
  mapper::place_and_route(chip, options, mapping, measured);
  if (quality) *quality = measured;
  const auto broken = violations(chip, mapping);
  RDA_CHECK(broken.empty(), broken.front());
  return mapping;
}

}  // namespace rda
