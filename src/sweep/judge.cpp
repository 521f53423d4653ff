// SPDX-License-Identifier: Apache-2.0
#include "sweep/judge.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "sweep/across.h"
#include "sweep/group_knobs.h"
#include "sweep/known_names.h"
#include "sweep/point_values.h"

namespace rda::sweep {
namespace {

using json::Value;

class Judge {
 public:
  Judge(const Question& question, const std::function<void(const Design&)>& take)
      : question_(question), take_(take), measures_(measures(question)), across_(question) {}

  Judgement run(Results& results) {
    while (std::optional<Results::Row> row = results.next()) {
      ++judgement_.tally.points;
      names_.note(*row, question_.computed);
      if (row->result) ++judgement_.tally.of(row->result->status);
      add(*row);
    }
    names_.refuse_unknown(question_, measures_);
    across_.finish(judgement_, [&](const std::string& by, Design design) {
      offer({by, ""}, std::move(design));
    });
    name_groups();
    for (Group& group : judgement_.groups) sort(group.front);
    judgement_.varying = knobs_.varying();
    return std::move(judgement_);
  }

 private:
  void add(Results::Row& row) {
    const bool ran = row.result && row.result->status == Status::ok;
    if (question_.across) {
      across_.add(by_of(row.point), row.point, row.line,
                  ran ? std::optional(values_of(row)) : std::nullopt);
      return;
    }
    if (!ran) return;
    const Alike alike{by_of(row.point), workload_of(row.point)};
    Design design;
    for (const std::optional<double>& number : values_of(row)) {
      if (!number) {
        ++judgement_.without;
        return;
      }
      design.values.push_back(*number);
    }
    design.key = std::move(row.point.key);
    design.lines = {row.line};
    design.knobs = std::move(row.point.knobs);
    offer(alike, std::move(design));
  }

  /// What designs of a group share: the values of the knobs that were asked for, and the workload,
  /// for unlike things are not ranked.
  using Alike = std::pair<std::string, std::string>;

  void offer(const Alike& alike, Design design) {
    const auto [number, is_new] = groups_.try_emplace(alike, judgement_.groups.size());
    by_.insert(alike.first);
    if (is_new) judgement_.groups.emplace_back();
    design.group = number->second;
    Group& group = judgement_.groups[design.group];
    ++group.designs;
    if (question_.across) group.workloads = across_.workloads(alike.first);
    knobs_.note(design);
    if (take_) take_(design);
    compete(group, std::move(design));
  }

  /// The value of each goal.
  std::vector<std::optional<double>> values_of(const Results::Row& row) {
    const auto& numbers = measures_.at(
        [&](const std::string& name) { return value_at(row, name, question_.computed); });
    return {numbers.begin() + static_cast<std::ptrdiff_t>(question_.figures.size()), numbers.end()};
  }

  std::string by_of(const Point& point) const {
    std::string values;
    const auto& knobs = point.knobs.get<Value::Object>();
    for (const std::string& name : question_.by) {
      const auto knob = knobs.find(name);
      values += (knob == knobs.end() ? "" : json::dump_line(knob->second)) + '\n';
    }
    return values;
  }

  void compete(Group& group, Design design) {
    for (const Design& other : group.front) {
      if (beats(other.values, design.values, question_.goals)) return;
      if (other.values == design.values) {
        ++ties_[design.group][design.values];
        return;
      }
    }
    std::erase_if(group.front, [&](const Design& other) {
      return beats(design.values, other.values, question_.goals);
    });
    group.front.push_back(std::move(design));
  }

  void sort(std::vector<Design>& front) const {
    std::ranges::stable_sort(front, [&](const Design& a, const Design& b) {
      for (std::size_t i = 0; i < question_.goals.size(); ++i)
        if (a.values[i] != b.values[i])
          return (a.values[i] < b.values[i]) != question_.goals[i].maximize;
      return false;
    });
  }

  void name_groups() {
    const std::vector<std::string> telling =
        knobs_.telling(question_.by, by_.size(), judgement_.groups.size());
    for (std::size_t g = 0; g < judgement_.groups.size(); ++g) {
      Group& group = judgement_.groups[g];
      group.name = knobs_.name_of(g, telling);
      for (const Design& design : group.front) group.ties += ties_[g][design.values];
    }
  }

  const Question& question_;
  const std::function<void(const Design&)>& take_;
  Judgement judgement_;
  std::map<Alike, std::size_t> groups_;
  std::set<std::string> by_;  ///< values of the knobs that were asked for
  GroupKnobs knobs_;
  std::map<std::size_t, std::map<std::vector<double>, std::size_t>> ties_;
  KnownNames names_;
  Measures measures_;
  AcrossWorkloads across_;
};

}  // namespace

bool beats(const std::vector<double>& a, const std::vector<double>& b,
           const std::vector<Goal>& goals) {
  bool better = false;
  for (std::size_t i = 0; i < goals.size(); ++i) {
    if (a[i] == b[i]) continue;
    if ((a[i] < b[i]) == goals[i].maximize) return false;
    better = true;
  }
  return better;
}

void cut(Judgement& judgement, std::size_t rows) {
  for (Group& group : judgement.groups) {
    if (group.front.size() <= rows) continue;
    group.hidden = group.front.size() - rows;
    group.front.erase(group.front.begin() + static_cast<std::ptrdiff_t>(rows), group.front.end());
  }
}

Measures measures(const Question& question) {
  std::vector<std::string> goals;
  for (const Goal& goal : question.goals) goals.push_back(goal.metric);
  return {question.figures, goals};
}

Judgement judge(Results& results, const Question& question,
                const std::function<void(const Design&)>& take) {
  return Judge(question, take).run(results);
}

}  // namespace rda::sweep
