// SPDX-License-Identifier: Apache-2.0
#include "sweep/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/gather.h"
#include "base/text.h"
#include "json/writer.h"
#include "rda/error.h"
#include "sweep/axis.h"
#include "sweep/combinations.h"
#include "sweep/idle_knobs.h"
#include "sweep/rules.h"
#include "sweep/spec_check.h"

namespace rda::sweep {
namespace {

using json::Value;

/// Sets the knob if it is one of `part`, which is that part of a setting.
void set_part(const Knob& knob, Value Setting::*member, Value& part, const Value& value) {
  if (knob.part != member) return;
  Setting setting;
  setting.*member = std::move(part);
  knob.in(setting) = typed(knob, value);
  part = std::move(setting.*member);
}

/// Puts what is the same in all points into the ground. Requires that check_parts() passes.
Ground with_settings(const Spec& spec, Ground ground) {
  for (const auto& [pointer, value] : spec.set) {
    const Knob& knob = *find_knob(ground, pointer);
    for (NamedChip& chip : ground.chips) set_part(knob, &Setting::chip, chip.chip, value);
    for (NamedWorkload& workload : ground.workloads)
      set_part(knob, &Setting::workload, workload.workload, value);
    set_part(knob, &Setting::mapping, ground.mapping, value);
  }
  return ground;
}

/// Combinations between two looks of a watch.
constexpr std::uint64_t kShowEach = 2048;

class Planner {
 public:
  Planner(const Spec& spec, const std::string& file, const Ground& ground)
      : spec_(spec),
        file_(file),
        ground_((check_parts(spec, file, ground), with_settings(spec, ground))),
        dimensions_(dimensions(spec, file, ground_)),
        rules_(spec, file, ground_, dimensions_),
        idle_(spec, file, ground_),
        run_(json::to_value(spec.run)),
        setting_{ground_.chips[0].chip, Value(), ground_.mapping} {
    planned_.dropped.resize(spec.constraints.size());
    planned_.constraints = spec.constraints;
  }

  Planned run(const std::function<void(const Point&)>& take, const PlanWatch& watch) {
    Combinations combinations(dimensions_, spec_.sample, file_);
    const std::uint64_t all = combinations.count();
    if (spec_.constraints.empty() && all > watch.most_points) fail_large(all, watch);
    while (combinations.next()) {
      if (watch.show && planned_.combinations % kShowEach == 0)
        watch.show(planned_.combinations, all);
      ++planned_.combinations;
      std::optional<Point> point = point_of(combinations.choices());
      if (!point) continue;
      if (!keys_.insert(point->key).second) {
        ++planned_.duplicates;
        continue;
      }
      if (++planned_.points > watch.most_points) fail_large(all, watch);
      name_files(*point);
      take(*point);
    }
    if (planned_.points == 0) fail_empty();
    idle_.refuse();
    planned_.idle = idle_.notes();
    return planned_;
  }

 private:
  std::optional<Point> point_of(const std::vector<Choice>& choices) {
    choose(choices);
    if (dropped(rules_.first_half(candidate_))) return std::nullopt;
    apply();
    if (dropped(rules_.second_half(candidate_))) return std::nullopt;
    return finished();
  }

  bool dropped(std::optional<std::size_t> constraint) {
    if (constraint) ++planned_.dropped[*constraint];
    return constraint.has_value();
  }

  void choose(const std::vector<Choice>& choices) {
    candidate_.axes.clear();
    for (std::size_t d = 0; d < dimensions_.size(); ++d)
      for (const Axis& axis : dimensions_[d].axes) {
        candidate_.axes.push_back(axis.value(choices[d].index, choices[d].share));
        if (axis.varies == Varies::workload) workload_ = choices[d].index;
        if (axis.varies == Varies::chip) chip_ = choices[d].index;
      }
  }

  /// Writes the axes' values to their places. Every combination writes the same places, so nothing
  /// of the one before is left; the workload, and the chip if there are several, is another object
  /// each time.
  void apply() {
    if (ground_.chips.size() > 1) setting_.chip = ground_.chips[chip_].chip;
    setting_.workload = ground_.workloads[workload_].workload;
    std::size_t i = 0;
    for (const Dimension& dimension : dimensions_)
      for (const Axis& axis : dimension.axes) {
        if (axis.knob) axis.knob->in(setting_) = candidate_.axes[i];
        ++i;
      }
    candidate_.setting = &setting_;
  }

  Point finished() {
    Setting whole = setting_;
    try {
      ground_.complete(whole);
    } catch (const ConfigError& error) {
      const auto placed = [&](std::string_view problem) {
        return fmt::format("at {}: {} (a constraint can keep such points out)",
                           rules_.place(candidate_), problem);
      };
      throw with_further(ConfigError(file_, "", placed(error.what())), error,
                         [&](const std::string& line) { return file_ + ": " + placed(line); });
    }
    idle_.note(whole);
    Point point;
    point.chip = std::move(whole.chip);
    point.workload = std::move(whole.workload);
    point.mapping = std::move(whole.mapping);
    point.run = run_;
    point.simulator = ground_.simulator;
    point.data_sha256 = ground_.workloads[workload_].data_sha256;
    point.knobs = knobs();
    point.key = key_of(point);
    return point;
  }

  /// Each file is named once, by the first point that is made from it.
  void name_files(Point& point) {
    for (const auto* files :
         {&ground_.files, &ground_.chips[chip_].files, &ground_.workloads[workload_].files})
      for (const auto& file : *files)
        if (named_.insert(file.first).second) point.files.insert(file);
  }

  Value knobs() const {
    Value::Object result;
    std::size_t i = 0;
    for (const Dimension& dimension : dimensions_)
      for (const Axis& axis : dimension.axes) result[axis.name] = candidate_.axes[i++];
    for (std::size_t d = 0; d < rules_.derived(); ++d)
      result[rules_.name(d)] = rules_.value(d, candidate_);
    return result;
  }

  [[noreturn]] void fail_large(std::uint64_t all, const PlanWatch& watch) const {
    throw ConfigError(
        file_, spec_.sample ? "/sample" : "/axes",
        fmt::format("{} combinations are more than the {} that a plan may have (vary less, sample, "
                    "or plan all of them with --max-points {})",
                    all, watch.most_points, all));
  }

  [[noreturn]] void fail_empty() const {
    const auto most = std::ranges::max_element(planned_.dropped);
    const auto index = static_cast<std::size_t>(most - planned_.dropped.begin());
    throw ConfigError(
        file_, fmt::format("/constraints/{}", index),
        planned_.combinations == 1
            ? fmt::format("the only combination is no point: \"{}\" drops it",
                          one_line(planned_.constraints[index]))
            : fmt::format("none of {} combinations is a point: \"{}\" drops most, {}",
                          planned_.combinations, one_line(planned_.constraints[index]), *most));
  }

  const Spec& spec_;
  const std::string& file_;
  const Ground ground_;
  const std::vector<Dimension> dimensions_;
  Rules rules_;
  IdleKnobs idle_;
  const Value run_;
  Setting setting_;
  Candidate candidate_;
  std::size_t workload_ = 0, chip_ = 0;
  std::set<std::string> keys_, named_;  // named_: files
  Planned planned_;
};

}  // namespace

void check(const Spec& spec, const std::string& file, const Ground& ground) {
  Planner(spec, file, ground);
}

Planned plan(const Spec& spec, const std::string& file, const Ground& ground,
             const std::function<void(const Point&)>& take, const PlanWatch& watch) {
  Planner planner(spec, file, ground);
  return planner.run(take, watch);
}

}  // namespace rda::sweep
