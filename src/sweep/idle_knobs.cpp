// SPDX-License-Identifier: Apache-2.0
#include "sweep/idle_knobs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/gather.h"
#include "rda/error.h"

namespace rda::sweep {

std::vector<Change> changes_of(const Spec& spec) {
  std::vector<Change> changes;
  for (const auto& [pointer, value] : spec.set)
    changes.push_back({pointer, json::child("/set", pointer)});
  for (std::size_t i = 0; i < spec.axes.size(); ++i)
    changes.push_back({spec.axes[i].knob, fmt::format("/axes/{}", i)});
  for (std::size_t i = 0; i < spec.derived.size(); ++i)
    if (!spec.derived[i].knob.empty())
      changes.push_back({spec.derived[i].knob, fmt::format("/derived/{}", i)});
  return changes;
}

IdleKnobs::IdleKnobs(const Spec& spec, const std::string& file, const Ground& ground)
    : file_(file), ground_(ground) {
  if (!ground.idle) return;
  for (const Change& change : changes_of(spec)) {
    const Knob* knob = find_knob(ground, change.pointer);
    if (knob && knob->part == &Setting::workload) entries_.push_back({change, knob});
  }
}

void IdleKnobs::note(const Setting& setting) {
  if (entries_.empty()) return;
  const std::vector<json::Problem> idle = ground_.idle(setting);
  for (Entry& entry : entries_) {
    const std::string& pointer = entry.change.pointer;
    const auto found = std::ranges::find_if(idle, [&](const json::Problem& problem) {
      return problem.pointer == pointer || problem.pointer.starts_with(pointer + '/');
    });
    if (found == idle.end()) {
      entry.acts = entry.acts || entry.knob->in(setting) != entry.knob->described.field.fallback;
      continue;
    }
    if (entry.idle++ == 0) entry.why = fmt::format("{} {}", found->pointer, found->text);
  }
}

void IdleKnobs::refuse() const {
  Gather gather;
  for (const Entry& entry : entries_)
    if (entry.idle > 0 && !entry.acts)
      gather([&] { throw ConfigError(file_, entry.change.place, entry.why + " (leave it out)"); });
  gather.raise();
}

std::vector<std::string> IdleKnobs::notes() const {
  std::vector<std::string> lines;
  for (const Entry& entry : entries_)
    if (entry.idle > 0)
      lines.push_back(
          fmt::format("{}: {} (a constraint can keep such points out)", entry.idle, entry.why));
  return lines;
}

}  // namespace rda::sweep
