// SPDX-License-Identifier: Apache-2.0
#include "sweep/spec_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/gather.h"
#include "json/value.h"
#include "rda/error.h"
#include "sweep/axis.h"
#include "sweep/idle_knobs.h"
#include "sweep/rules.h"

namespace rda::sweep {
namespace {

using json::Value;

/// @throws ConfigError  for every value that a spec sets and cannot set
void check_settings(const Spec& spec, const std::string& file, const Ground& ground) {
  Gather gather;
  for (const auto& [pointer, value] : spec.set)
    gather([&] {
      const std::string place = json::child("/set", pointer);
      const Knob& knob = require_knob(ground, pointer, file, place);
      require_value(knob, value, file, place, "set " + pointer);
      const auto varies = [&](const auto& other) { return other.knob == pointer; };
      if (std::ranges::any_of(spec.axes, varies) || std::ranges::any_of(spec.derived, varies))
        throw ConfigError(file, place, "is also varied or derived (remove one of the two)");
    });
  gather.raise();
}

/// A value and one that lies in it, changed both: which of them holds would hang on their order.
/// @throws ConfigError  for every such pair
void refuse_nested(const Spec& spec, const std::string& file) {
  const std::vector<Change> changes = changes_of(spec);
  Gather gather;
  for (const auto& [inner, place] : changes)
    for (const auto& [outer, other] : changes)
      if (inner.starts_with(outer + '/'))
        gather([&] {
          throw ConfigError(file, place,
                            fmt::format("{} lies in {}, which {} changes as well (remove one of "
                                        "the two)",
                                        inner, outer, other));
        });
  gather.raise();
}

/// A budget that no point's run has would be ignored.
void refuse_idle_budget(const Spec& spec, const std::string& file, const Ground& ground) {
  constexpr std::string_view kPolicy = "/policy";
  if (spec.run.search_budget == Spec().run.search_budget) return;
  const auto varies = [&](const auto& other) { return other.knob == kPolicy; };
  const Knob* policy = find_knob(ground, kPolicy);
  const auto set = spec.set.find(std::string(kPolicy));
  if (!policy || std::ranges::any_of(spec.axes, varies) ||
      std::ranges::any_of(spec.derived, varies))
    return;
  const Setting usual{Value(), Value(), ground.mapping};
  if ((set == spec.set.end() ? policy->in(usual) : set->second) != Value("paper")) return;
  throw ConfigError(file, "/run/search_budget",
                    "has no effect: only a search has it (\"set\": {\"/policy\": \"auto\"})");
}

}  // namespace

void check_parts(const Spec& spec, const std::string& file, const Ground& ground) {
  Gather gather;
  std::vector<Dimension> axes;
  gather([&] { check_settings(spec, file, ground); });
  gather([&] { refuse_nested(spec, file); });
  gather([&] { refuse_idle_budget(spec, file, ground); });
  gather([&] { axes = dimensions(spec, file, ground); });
  if (axes.empty())
    gather([&] { Rules::check_alone(spec, file, ground); });
  else
    gather([&] { Rules(spec, file, ground, axes); });
  gather.raise();
}

}  // namespace rda::sweep
