// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/mapping.h"
#include "trace/clock.h"
#include "trace/recorder.h"
#include "trace/tracks.h"

namespace rda::trace {

/// About how many bytes the way of a token takes.
inline constexpr std::int64_t kFlowBytes = 220;

/// How many ways write_flows() writes at most. Requires the end of the run.
std::int64_t count_flows(const Mapping& mapping, const Recorder& recorder, std::int64_t every);

/// Writes the ways of the first and every further `every`th token of each stream between two
/// recorded units, one for each reader: from the firing that made it to the firing that took it,
/// where both lie in the window. Requires that the recording is complete and has tokens.
void write_flows(const Mapping& mapping, const Recorder& recorder, const Clock& clock,
                 std::int64_t every, const WriteEvent& event);

}  // namespace rda::trace
