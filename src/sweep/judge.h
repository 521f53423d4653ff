// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "sweep/measures.h"
#include "sweep/results.h"
#include "sweep/setting.h"
#include "sweep/tally.h"

namespace rda::sweep {

/// Something that points are judged by.
struct Goal {
  std::string metric;     ///< a figure by its dotted name, a knob, or an expression of these
  bool maximize = false;  ///< else the least is best
};

/// How a design is ranked that several workloads run on.
enum class Across {
  geomean,  ///< by the geometric mean over the workloads, goal by goal
  worst     ///< by the largest value of what is minimized, the smallest of what is maximized
};
constexpr std::array<std::string_view, 2> names(Across) { return {"geomean", "worst"}; }

/// A point that ran, as far as it matters here; or the points of one design, which differ in
/// their workload.
struct Design {
  std::size_t group = 0;
  std::vector<double> values;      ///< of each goal
  std::string key;                 ///< of the first of its points
  std::vector<std::size_t> lines;  ///< of the points file, from 1: those of its points, ascending
  json::Value knobs;               ///< that are the same in all of its points
  std::size_t line() const { return lines.front(); }
};

/// Designs that run the same, so that they can be compared.
struct Group {
  std::string name;  ///< what they have in common and others do not; empty if there is one group
  std::size_t designs = 0;
  std::size_t workloads = 1;
  std::vector<Design> front;  ///< those that no other one beats; the best by the first goal first
  std::size_t hidden = 0;     ///< of the front that were cut off for display
  std::size_t ties = 0;       ///< further ones, equal to one of the front in every goal
};

/// What there is to compare.
struct Judgement {
  Tally tally;
  std::size_t without = 0;     ///< designs that ran but have no number for some goal
  std::size_t incomplete = 0;  ///< designs without a result for every workload of their group
  std::vector<Group> groups;
  std::vector<std::string> varying;  ///< knobs that differ between designs of a group
};

/// How points are told apart and compared.
struct Question {
  std::vector<Goal> goals;
  std::vector<std::string> by;  ///< knobs that divide the points further than workloads do
  std::vector<NamedExpression> figures = {};  ///< that goals may use; each may use those before it
  std::vector<Computed> computed = {};        ///< numbers that expressions know besides
  std::optional<Across> across = {};          ///< none: workloads divide the points
};

/// What is asked of each point.
Measures measures(const Question& question);

/// Whether `a` is nowhere worse than `b` and somewhere better.
bool beats(const std::vector<double>& a, const std::vector<double>& b,
           const std::vector<Goal>& goals);

/// Keeps at most `rows` designs of each front.
void cut(Judgement& judgement, std::size_t rows);

/// Goes through the points of a file once and keeps the designs that no other one of their group
/// beats (the Pareto front). `take` sees every design. It needs little memory, but for designs
/// across workloads, which are all kept until the end.
/// @throws ConfigError (files that are corrupt), Error (bad input) for every name in a goal and
/// every knob of `by` that no point has, naming the nearest
Judgement judge(Results& results, const Question& question,
                const std::function<void(const Design&)>& take = {});

}  // namespace rda::sweep
