// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sweep/judge.h"
#include "sweep/point.h"

namespace rda::sweep {

/// The points of designs that run several workloads, until all are known.
class AcrossWorkloads {
 public:
  /// @param question  has `across`, if points are added
  explicit AcrossWorkloads(const Question& question) : question_(question) {}

  /// A value for each goal, as far as the point has one.
  using Values = std::vector<std::optional<double>>;

  /// Adds a point of a group. @param values  none: it has no result
  void add(const std::string& group, const Point& point, std::size_t line,
           std::optional<Values> values);

  /// How many workloads the points of a group run, whatever came of them.
  std::size_t workloads(const std::string& group) const { return workloads_.at(group).size(); }

  /// Gives each design that has a result for every workload of its group and a number for each goal
  /// to `take`, in the order of their first lines. Counts the other ones in `judgement`.
  void finish(Judgement& judgement,
              const std::function<void(const std::string& group, Design)>& take);

 private:
  struct Points {
    std::string group;
    Design design;
    std::map<std::size_t, Values> of_workload;  ///< by the workload's number within the group
  };
  std::optional<std::vector<double>> combined(const Points& points) const;

  const Question& question_;
  std::map<std::string, std::map<std::string, std::size_t>> workloads_;  ///< by group
  std::map<std::pair<std::string, std::string>, std::size_t> known_;     ///< by group and design
  std::vector<Points> designs_;
  std::set<std::string> of_workload_;  ///< knobs that differ within a design
};

/// What several values of a goal, at least one, are worth together; none: the geometric mean of a
/// number that is not above 0. Twelve digits of a mean count, so that libraries of mathematics do
/// not show.
std::optional<double> together(const std::vector<double>& values, const Goal& goal, Across across);

}  // namespace rda::sweep
