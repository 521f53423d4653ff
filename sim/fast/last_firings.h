// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fast/program.h"
#include "sim/fast/stream_port.h"

namespace rda::sim::fast {

/// A program whose every firing happens before the end of the run.
struct LastFiring {
  const ProgramState* program;
  Cycle then;  ///< least number of cycles from its last firing to the end
};

/// Programs whose every firing must happen before `sink` takes its last token: their last firing
/// makes a token for the sink or for another such program. None if the sink has enough before the
/// last token of its stream.
std::vector<LastFiring> last_firings_before(const StreamPortState& sink);

}  // namespace rda::sim::fast
