// SPDX-License-Identifier: Apache-2.0
#include "sweep/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/gather.h"
#include "base/text.h"
#include "rda/error.h"
#include "sweep/axis.h"
#include "sweep/setting.h"

namespace rda::sweep {
namespace {

using json::Value;

/// The member at a dotted name, whose keys have no dots themselves.
const Value* find(const Value& report, std::string_view name) {
  const auto* members = report.get_if<Value::Object>();
  const std::size_t dot = name.find('.');
  const auto member =
      members ? members->find(name.substr(0, dot)) : Value::Object::const_iterator();
  if (!members || member == members->end()) return nullptr;
  if (dot == name.npos) return &member->second;
  return find(member->second, name.substr(dot + 1));
}

/// What is known of a knob's values.
struct KnobValues {
  Value first;
  std::map<std::size_t, Value> in_group;  // the first one of each
  bool varies = false, varies_in_group = false;
};

class Judge {
 public:
  Judge(const Question& question, const std::function<void(const Design&)>& take)
      : question_(question), take_(take) {}

  Judgement run(Results& results) {
    while (std::optional<Results::Row> row = results.next()) {
      ++judgement_.tally.points;
      note_known(*row);
      if (!row->result) continue;
      ++judgement_.tally.of(row->result->status);
      if (row->result->status == Status::ok) add(*row);
    }
    refuse_unknown();
    name_groups();
    for (Group& group : judgement_.groups) sort(group.front);
    for (const auto& [name, values] : knobs_)
      if (values.varies_in_group) judgement_.varying.push_back(name);
    return std::move(judgement_);
  }

 private:
  /// Names that could be goals, of the first points: all have the same.
  void note_known(const Results::Row& row) {
    if (known_knobs_.empty())
      for (const auto& [name, value] : row.point.knobs.get<Value::Object>()) {
        known_knobs_.push_back(name);
        if (number_of(value)) known_numbers_.push_back(name);
      }
    if (!known_metrics_.empty() || !row.result || row.result->status != Status::ok) return;
    for_each_metric(row.result->report, [&](const std::string& name, const Value& value) {
      if (number_of(value)) known_metrics_.push_back(name);
    });
  }

  void add(Results::Row& row) {
    Design design;
    for (const Goal& goal : question_.goals) {
      const std::optional<double> number = metric(row, goal.metric);
      if (!number) {
        ++judgement_.without;
        return;
      }
      design.values.push_back(*number);
    }
    design.group = group_of(row);
    design.key = std::move(row.point.key);
    design.line = row.line;
    design.knobs = std::move(row.point.knobs);
    Group& group = judgement_.groups[design.group];
    ++group.designs;
    note_knobs(design);
    if (take_) take_(design);
    compete(group, std::move(design));
  }

  static std::optional<double> metric(const Results::Row& row, const std::string& name) {
    if (const Value* value = find(row.result->report, name)) return number_of(*value);
    const auto& knobs = row.point.knobs.get<Value::Object>();
    const auto knob = knobs.find(name);
    return knob == knobs.end() ? std::nullopt : number_of(knob->second);
  }

  std::size_t group_of(const Results::Row& row) {
    std::string same;  // what was asked for, then the workload: unlike things are not ranked
    const auto& knobs = row.point.knobs.get<Value::Object>();
    for (const std::string& name : question_.by) {
      const auto knob = knobs.find(name);
      same += (knob == knobs.end() ? "" : json::dump_line(knob->second)) + '\n';
    }
    by_.insert(same);
    same += json::dump_line(row.point.workload);
    const auto [group, is_new] = groups_.try_emplace(same, judgement_.groups.size());
    if (is_new) judgement_.groups.emplace_back();
    return group->second;
  }

  void note_knobs(const Design& design) {
    for (const auto& [name, value] : design.knobs.get<Value::Object>()) {
      const auto [knob, is_new] = knobs_.try_emplace(name);
      if (is_new) knob->second.first = value;
      knob->second.varies = knob->second.varies || knob->second.first != value;
      const auto [first, is_first] = knob->second.in_group.try_emplace(design.group, value);
      knob->second.varies_in_group = knob->second.varies_in_group || first->second != value;
    }
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

  /// Knobs that tell groups apart: the same within every group but not in all; the workload alone
  /// if that does.
  std::vector<std::string> telling() const {
    std::vector<std::string> names = question_.by;
    if (!names.empty() && by_.size() == judgement_.groups.size()) return names;
    const auto is_by = [&](const std::string& name) {
      return std::ranges::find(question_.by, name) != question_.by.end();
    };
    for (const auto& [name, values] : knobs_) {
      if (!values.varies || values.varies_in_group || is_by(name)) continue;
      std::set<std::string> different;
      for (const auto& [group, value] : values.in_group) different.insert(json::dump_line(value));
      if (name == kWorkload && different.size() * by_.size() >= judgement_.groups.size()) {
        names = question_.by;
        names.push_back(name);
        return names;
      }
      names.push_back(name);
    }
    return names;
  }

  void name_groups() {
    const std::vector<std::string> names = telling();
    for (std::size_t g = 0; g < judgement_.groups.size(); ++g) {
      std::vector<std::string> words;
      for (const std::string& name : names) {
        const auto knob = knobs_.find(name);
        if (knob == knobs_.end() || !knob->second.in_group.contains(g)) continue;
        const Value& value = knob->second.in_group.at(g);
        const auto* text = value.get_if<std::string>();
        words.push_back(text ? *text : name + ' ' + json::dump_line(value));
      }
      Group& group = judgement_.groups[g];
      group.name = one_line(join(words, ", "), 60);
      for (const Design& design : group.front) group.ties += ties_[g][design.values];
    }
  }

  void refuse_unknown() const {
    std::vector<std::string> known = known_metrics_;
    known.insert(known.end(), known_numbers_.begin(), known_numbers_.end());
    // Without any report it is not known which figures there are.
    Gather gather;
    for (const Goal& goal : question_.goals)
      if (!known_metrics_.empty()) gather([&] { require(goal.metric, known, "number "); });
    for (const std::string& name : question_.by)
      gather([&] {
        refuse_result(name);
        require(name, known_knobs_, "knob ");
      });
    gather.raise();
  }

  void refuse_result(const std::string& name) const {
    if (std::ranges::find(known_knobs_, name) != known_knobs_.end() ||
        std::ranges::find(known_metrics_, name) == known_metrics_.end())
      return;
    throw Error(ExitCode::bad_input,
                fmt::format("--by {}: is a result, and groups are made by knobs ({})", name,
                            one_line(join(known_knobs_, ", "), 300)));
  }

  static void require(const std::string& name, const std::vector<std::string>& known,
                      std::string_view what) {
    if (known.empty() || std::ranges::find(known, name) != known.end()) return;
    throw Error(ExitCode::bad_input, fmt::format("the points have no {}{}{}", what, one_line(name),
                                                 did_you_mean(name, known)));
  }

  const Question& question_;
  const std::function<void(const Design&)>& take_;
  Judgement judgement_;
  std::map<std::string, std::size_t> groups_;
  std::set<std::string> by_;  ///< values of the knobs that were asked for
  std::map<std::string, KnobValues> knobs_;
  std::map<std::size_t, std::map<std::vector<double>, std::size_t>> ties_;
  std::vector<std::string> known_metrics_, known_knobs_, known_numbers_;
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

Judgement judge(Results& results, const Question& question,
                const std::function<void(const Design&)>& take) {
  return Judge(question, take).run(results);
}

}  // namespace rda::sweep
