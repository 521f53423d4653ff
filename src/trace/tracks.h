// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mapping/index.h"
#include "rda/ids.h"
#include "rda/mapping.h"

namespace rda::trace {

// Numbers of the tracks of a trace: a process for each kind of unit, a thread for each unit.

/// Perfetto takes a thread with the number of its process for the process's main thread.
inline constexpr int kFirstThread = 11;

/// The kinds of unit that a trace shows: address generators only if there are some.
inline std::vector<UnitKind> shown_kinds(const Mapping& mapping) {
  std::vector<UnitKind> kinds(kUnitKinds.begin(), kUnitKinds.end());
  if (mapping::count(mapping, UnitKind::ag) == 0) std::erase(kinds, UnitKind::ag);
  return kinds;
}
inline int process_of(UnitKind kind) { return static_cast<int>(kind) + 1; }
inline int thread_of(UnitId unit) { return unit.number() + kFirstThread; }

/// Takes the next event, a JSON object.
using WriteEvent = std::function<void(const std::string&)>;

}  // namespace rda::trace
