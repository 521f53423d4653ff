// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "rda/error.h"

namespace rda {

void PrintTo(Engine engine, std::ostream* out) {
  *out << names(engine)[static_cast<std::size_t>(engine)];
}

}  // namespace rda

namespace rda::derived {
namespace {

template <class Named>
std::vector<std::string> names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const Named& named : all) names.push_back(named.name);
  return names;
}

std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw std::out_of_range("no " + name);
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Counts& counts) {
  return out << "active " << counts.active << ", blocked " << counts.blocked << ", conflict "
             << counts.conflict << ", idle " << counts.idle << ", starved " << counts.starved;
}

std::ostream& operator<<(std::ostream& out, const Tracks& tracks) {
  return out << "carrying " << tracks.carrying << ", held " << tracks.held;
}

void Scenario::run(const HandMapping& scenario, std::int64_t verify_steps) {
  units_ = names_of(scenario.mapping.units);
  streams_ = names_of(scenario.mapping.streams);
  result_ = simulated(scenario, verify_steps);
  for (std::size_t i = 0; i < units_.size(); ++i) {
    EXPECT_EQ(result_.units[i].activity.total(), result_.cycles) << units_[i];
  }
}

void Scenario::put_on_ideal_network(const HandMapping& scenario,
                                    const std::vector<std::string>& streams) {
  const std::vector<std::string> names = names_of(scenario.mapping.streams);
  ideal_.assign(names.size(), false);
  for (const std::string& stream : streams) ideal_[index_of(names, stream)] = true;
}

std::string Scenario::deadlock(const HandMapping& scenario) {
  try {
    simulated(scenario);
  } catch (const DeadlockError& error) {
    return error.what();
  }
  return "no deadlock";
}

RunResult Scenario::simulated(const HandMapping& scenario, std::int64_t verify_steps) {
  check(scenario.chip, "the scenario's chip");
  const Mapping mapping = scenario.finished();
  EXPECT_EQ(violations(scenario.chip, mapping), std::vector<std::string>{});
  return simulate(scenario.chip, mapping, scenario.tensors,
                  {.engine = GetParam(), .verify_steps = verify_steps, .ideal = ideal_});
}

std::int64_t Scenario::firings(const std::string& unit) const {
  return result_.units.at(index_of(units_, unit)).firings;
}

Counts Scenario::unit(const std::string& name) const {
  const ActivityCounts& counts = result_.units.at(index_of(units_, name)).activity;
  return {.active = counts[Activity::active],
          .blocked = counts[Activity::blocked],
          .conflict = counts[Activity::conflict],
          .idle = counts[Activity::idle],
          .starved = counts[Activity::starved]};
}

Cycle Scenario::memory_cycles(const std::string& unit) const {
  return result_.units.at(index_of(units_, unit)).memory;
}

ChannelResult Scenario::channels() const {
  ChannelResult sum;
  for (const ChannelResult& channel : result_.channels)
    for (const auto count : kChannelCounts) sum.*count += channel.*count;
  return sum;
}

Tracks Scenario::stream(const std::string& name) const {
  const StreamResult& counts = result_.streams.at(index_of(streams_, name));
  return {.carrying = counts.carrying, .held = counts.held};
}

std::string engine_name(const testing::TestParamInfo<Engine>& info) {
  return std::string(names(info.param)[static_cast<std::size_t>(info.param)]);
}

Access access(std::vector<std::int64_t> strides, int slot_level, int first_slot) {
  return {.strides = std::move(strides), .slot_level = slot_level, .first_slot = first_slot};
}

}  // namespace rda::derived
