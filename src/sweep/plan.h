// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sweep/point.h"
#include "sweep/setting.h"
#include "sweep/spec.h"

namespace rda::sweep {

/// What became of a spec's combinations.
struct Planned {
  std::uint64_t combinations = 0, points = 0, duplicates = 0;
  std::vector<std::uint64_t> dropped;    ///< by each constraint: it was the first not to hold
  std::vector<std::string> constraints;  ///< their texts
  std::vector<std::string> idle;         ///< IdleKnobs::notes()
};

/// Checks a spec without its combinations: knobs, axes, expressions.
/// @throws ConfigError  as plan(), for every problem
void check(const Spec& spec, const std::string& file, const Ground& ground);

/// Points that a plan has at most unless it is told otherwise.
inline constexpr std::uint64_t kUsualMostPoints = 1'000'000;

/// How a plan is watched.
struct PlanWatch {
  std::uint64_t most_points = kUsualMostPoints;
  /// If given: sees now and then how many combinations are done, of how many.
  std::function<void(std::uint64_t done, std::uint64_t all)> show = {};
};

/// Gives `take` the points of a spec, one after the other, the first axis varying slowest; of
/// points with the same key the first. The same points in the same order, on every machine.
/// @throws ConfigError  naming `file`, where in it, what is wrong and what would be right; also if
///                      no point is left, or more than the watch allows
Planned plan(const Spec& spec, const std::string& file, const Ground& ground,
             const std::function<void(const Point&)>& take, const PlanWatch& watch = {});

}  // namespace rda::sweep
