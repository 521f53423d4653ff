// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gpu/timeline.h"

namespace rda::beside {

/// The calls of a timeline, one right after the other.
struct Calls {
  gpu::Timeline timeline;
  std::string note;  ///< what to know of them; empty: nothing
};

/// Takes out the time between calls, in which a program does something else: a call begins when the
/// one before it has ended. Calls are told apart if each has as many kernels, of the same names in
/// the same order; otherwise nothing is taken out, and the note says so.
Calls without_time_between_calls(gpu::Timeline timeline);

}  // namespace rda::beside
