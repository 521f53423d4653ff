// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sweep/point.h"

namespace rda::sweep {

/// Tells knobs that set something from figures that a spec only computes, which points do not say:
/// a knob that sets something is equal to a value of chip, workload or mapping options in all
/// points.
class SetKnobs {
 public:
  void note(const Point& point);

  /// Whether the knob sets something, as far as the points so far say.
  bool has(const std::string& knob) const;

 private:
  /// Where a knob may be set, by knob: "chip.pcu.lanes".
  std::map<std::string, std::vector<std::string>> places_;
  bool noted_ = false;
};

}  // namespace rda::sweep
