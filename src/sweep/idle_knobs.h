// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sweep/setting.h"
#include "sweep/spec.h"

namespace rda::sweep {

/// Where a spec changes a value of its points.
struct Change {
  std::string pointer;  ///< of the knob
  std::string place;    ///< in the spec: "/axes/0"
};
/// All changes of a spec. Workloads and chips that vary are none.
std::vector<Change> changes_of(const Spec& spec);

/// Tells knobs that a spec changes and that no point's run depends on.
class IdleKnobs {
 public:
  IdleKnobs(const Spec& spec, const std::string& file, const Ground& ground);

  /// Counts a combination. @param setting  whole, as Ground::complete() leaves it
  void note(const Setting& setting);

  /// @throws ConfigError  for each knob that no point's run depends on
  void refuse() const;

  /// How many combinations do not depend on a knob, and why; of each such knob.
  std::vector<std::string> notes() const;

 private:
  struct Entry {
    Change change;
    const Knob* knob = nullptr;
    std::uint64_t idle = 0;  ///< combinations whose runs do not depend on it
    bool acts = false;       ///< a run depends on it: its value is not the usual one
    std::string why = {};    ///< the first reason
  };

  const std::string& file_;
  const Ground& ground_;
  std::vector<Entry> entries_;
};

}  // namespace rda::sweep
