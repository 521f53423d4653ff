// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fast/program.h"
#include "sim/fast/stream_port.h"

namespace rda::sim::fast {

/// A program all of whose firings come before the end of the run.
struct LastFiring {
  const ProgramState* program;
  Cycle then;  ///< cycles from its last firing to the end, at least
};

/// The programs that the last token of `sink` takes all firings of: those whose last firing makes a
/// token for it, or for a program that is such a one. Where it has enough before the stream's last
/// token there are none.
std::vector<LastFiring> last_firings_before(const StreamPortState& sink);

}  // namespace rda::sim::fast
