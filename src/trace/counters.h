// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/mapping.h"
#include "trace/clock.h"
#include "trace/recorder.h"
#include "trace/tracks.h"

namespace rda::trace {

/// About how many bytes a value of a counter takes.
inline constexpr std::int64_t kCounterBytes = 144;

/// How many values write_counters() writes at most. Requires the end of the run.
std::int64_t count_counters(const Recorder& recorder, Cycle interval);

/// Writes for each kind of unit how many of the recorded units were active, in conflict, blocked
/// and starved: the mean over each interval of the window, where it is not that of the interval
/// before. Requires that the recording is complete.
void write_counters(const Mapping& mapping, const Recorder& recorder, const Clock& clock,
                    Cycle interval, const WriteEvent& event);

}  // namespace rda::trace
