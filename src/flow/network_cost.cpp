// SPDX-License-Identifier: Apache-2.0
#include "flow/network_cost.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "mapping/group.h"
#include "process/children.h"
#include "process/progress.h"
#include "process/threads.h"

namespace rda::flow {
namespace {

constexpr std::size_t kMostGroups = 16;
/// Steps the groups are measured on, if the run has more: enough to be alike.
constexpr std::int64_t kGroupSteps = 32;

std::size_t links_of(const Mapping& mapping, const StreamGroup& group) {
  std::size_t links = 0;
  for (const StreamId stream : group.streams) links += mapping.streams[stream].route().size();
  return links;
}

/// What a run has on the ideal network, and whether it is a whole one.
struct Job {
  std::vector<bool> ideal;
  bool whole = false;
};

/// None if it deadlocked. @throws as the run did otherwise
std::optional<Cycle> cycles_of(const process::ChildOutcome& outcome) {
  const bool deadlocked =
      outcome.code == ExitCode::deadlock && outcome.error.starts_with("deadlock");
  if (deadlocked) return std::nullopt;
  return std::stoll(process::output_of(outcome));
}

std::vector<process::ChildOutcome> run_all(const Chip& chip, const Mapping& mapping,
                                           std::int64_t steps, const std::vector<Job>& jobs,
                                           const SimulateOptions& how, int at_once) {
  const int count = static_cast<int>(jobs.size());
  process::Progress progress("runs on an ideal network", count);
  const auto work = [&](int i) {
    const Job& job = jobs[static_cast<std::size_t>(i)];
    SimulateOptions options = how;
    options.verify_steps = 0;
    options.ideal = job.ideal;
    options.steps = job.whole ? 0 : steps;
    return std::to_string(simulate(chip, mapping, {}, options).cycles);
  };
  const auto run = how.engine == Engine::fast ? process::in_threads : process::in_children;
  return run(count, at_once, work, [&](int done) { progress.show(done); });
}

}  // namespace

std::vector<StreamGroup> stream_groups(const Mapping& mapping) {
  std::map<std::string, std::vector<StreamId>> by_name;
  for (const StreamId number : mapping.streams.ids())
    if (const Stream& stream = mapping.streams[number]; !stream.route().empty())
      by_name[mapping::group_of(mapping, stream)].push_back(number);
  std::vector<StreamGroup> groups;
  for (const auto& [name, streams] : by_name) groups.push_back({name, streams});
  if (groups.size() <= kMostGroups) return groups;
  std::ranges::stable_sort(groups, std::ranges::greater{},
                           [&](const StreamGroup& group) { return links_of(mapping, group); });
  StreamGroup others{"others", {}};
  for (std::size_t i = kMostGroups - 1; i < groups.size(); ++i)
    others.streams.insert(others.streams.end(), groups[i].streams.begin(), groups[i].streams.end());
  groups.resize(kMostGroups - 1);
  std::ranges::sort(groups, {}, &StreamGroup::name);
  groups.push_back(std::move(others));
  return groups;
}

NetworkCost network_cost(const Chip& chip, const Mapping& mapping, const SimulateOptions& how,
                         int at_once) {
  NetworkCost cost;
  cost.group_steps = std::min(mapping.steps, kGroupSteps);
  const std::vector<StreamGroup> groups = stream_groups(mapping);
  std::vector<Job> jobs{{all_ideal(mapping), true}, {{}, false}};
  for (const StreamGroup& group : groups) {
    Job& job = jobs.emplace_back(Job{std::vector<bool>(mapping.streams.size()), false});
    for (const StreamId stream : group.streams) job.ideal[stream.index()] = true;
  }
  const auto outcomes = run_all(chip, mapping, cost.group_steps, jobs, how, at_once);
  cost.ideal_cycles = cycles_of(outcomes[0]);
  cost.group_routed_cycles = std::stoll(process::output_of(outcomes[1]));
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const auto cycles = cycles_of(outcomes[g + 2]);
    const Cycle saved = cycles ? cost.group_routed_cycles - *cycles : 0;
    cost.groups.push_back({groups[g].name, std::ssize(groups[g].streams), cycles, saved});
  }
  std::ranges::stable_sort(cost.groups, std::ranges::greater{}, &StreamGroupCost::saved_cycles);
  return cost;
}

}  // namespace rda::flow
