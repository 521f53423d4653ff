// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda::workload {

/// A value that no run depends on, and why.
struct Idle {
  std::string pointer, because_of;  ///< because_of: the value that takes the effect away
  std::string reason;

  std::string text() const { return "has no effect: " + reason; }
  std::string advice() const { return text() + " (leave it out)"; }
};

}  // namespace rda::workload
