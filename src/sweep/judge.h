// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
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

/// A point that ran, as far as it matters here.
struct Design {
  std::size_t group = 0;
  std::vector<double> values;  ///< of each goal
  std::string key;
  std::size_t line = 0;  ///< of the points file, from 1
  json::Value knobs;
};

/// Points that run the same, so that they can be compared.
struct Group {
  std::string name;  ///< what they have in common and others do not; empty if there is one group
  std::size_t designs = 0;
  std::vector<Design> front;  ///< those that no other one beats; the best by the first goal first
  std::size_t hidden = 0;     ///< of the front that were cut off for display
  std::size_t ties = 0;       ///< further ones, equal to one of the front in every goal
};

/// What there is to compare.
struct Judgement {
  Tally tally;
  std::size_t without = 0;  ///< points that ran but have no number for some goal
  std::vector<Group> groups;
  std::vector<std::string> varying;  ///< knobs that differ between designs of a group
};

/// How points are told apart and compared.
struct Question {
  std::vector<Goal> goals;
  std::vector<std::string> by;  ///< knobs that divide the points of a workload further
  std::vector<NamedExpression> figures = {};  ///< that goals may use; each may use those before it
  std::vector<Computed> computed = {};        ///< numbers that expressions know besides
};

/// What is asked of each point.
Measures measures(const Question& question);

/// Whether `a` is nowhere worse than `b` and somewhere better.
bool beats(const std::vector<double>& a, const std::vector<double>& b,
           const std::vector<Goal>& goals);

/// Keeps at most `rows` designs of each front.
void cut(Judgement& judgement, std::size_t rows);

/// Goes through the points of a file once, in little memory, and keeps the designs that no other
/// one of their group beats (the Pareto front). `take` sees every design.
/// @throws ConfigError (files that are corrupt), Error (bad input) for every name in a goal and
/// every knob of `by` that no point has, naming the nearest
Judgement judge(Results& results, const Question& question,
                const std::function<void(const Design&)>& take = {});

}  // namespace rda::sweep
