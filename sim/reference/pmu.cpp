// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/pmu.h"

#include <algorithm>

#include "rda/check.h"
#include "sim/reference/pcu.h"

namespace rda::sim::reference {

Pmu::Pmu(sc_core::sc_module_name, Context& context, const PmuUnit& unit, Datapath* datapath,
         UnitTrace trace)
    : UnitTile(context, trace) {
  const auto add = [&](const char* name, const std::optional<Program>& program, Role role) {
    if (!program) return;
    programs_.push_back(std::make_unique<ProgramModule>(
        name, context,
        ProgramModule::Description{*program, role, &unit.buffers, datapath,
                                   program_of(trace, programs_.size())}));
  };
  add("read", unit.read, Role::read);
  add("write", unit.write, Role::write);
}

void Pmu::tick() {
  std::vector<Activity> activities;
  for (const auto& program : programs_) activities.push_back(program->tick(result_));
  for (const Activity activity : {Activity::active, Activity::conflict, Activity::blocked,
                                  Activity::idle, Activity::starved}) {
    if (std::ranges::find(activities, activity) == activities.end()) continue;
    ++result_.activity[activity];
    return;
  }
  ++result_.activity[Activity::idle];  // it has no program: as if it were done
}

bool Pmu::is_counting_down() const {
  return std::ranges::any_of(programs_,
                             [](const auto& program) { return program->is_counting_down(); });
}

std::vector<Blockage> Pmu::blockages() const {
  std::vector<Blockage> blockages;
  for (const auto& program : programs_) blockages.push_back(program->blockage());
  return blockages;
}

InPort& Pmu::input(int stream) {
  for (const auto& program : programs_) {
    const int port = find_input(*program, stream);
    if (port >= 0) return program->inputs[static_cast<std::size_t>(port)];
  }
  throw InternalError(std::string(name()) + ": has no input for a stream that it reads");
}

OutPort& Pmu::output(int stream) {
  for (const auto& program : programs_) {
    const int port = find_output(*program, stream);
    if (port >= 0) return program->outputs[static_cast<std::size_t>(port)];
  }
  throw InternalError(std::string(name()) + ": has no output for a stream that it writes");
}

std::int64_t Pmu::tokens_sent(int stream) const {
  std::int64_t tokens = 0;
  for (const auto& program : programs_) {
    const int port = find_output(*program, stream);
    if (port >= 0) tokens += program->tokens_sent()[static_cast<std::size_t>(port)];
  }
  return tokens;
}

}  // namespace rda::sim::reference
