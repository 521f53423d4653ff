// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "trace/recorder.h"

namespace rda::trace {

/// About how many bytes a slice takes in a trace. Names are cut so that none takes many more.
inline constexpr std::int64_t kSliceBytes = 128;

/// What a trace has besides slices.
struct Extras {
  std::int64_t flows = 0;  ///< the ways of every so manyth token of each stream; 0: none
  Cycle counters = 0;      ///< counts of units in intervals of so many cycles; 0: none
};

/// About how many bytes a trace takes. Requires the end of the run.
std::int64_t bytes_of(const Mapping& mapping, const Recorder& recorder, const Extras& extras);

/// Writes what was recorded in the JSON format of Chrome's traces, which Perfetto opens: a process
/// for each kind of unit, a thread for each recorded unit, a slice for each of its slices. Units
/// come in the order of the mapping, slices in the order of time: the same bytes for every engine.
/// Requires that the recording is complete, and for flows that it has tokens.
/// @param write  takes the text, piece by piece
void write_perfetto(const Chip& chip, const Mapping& mapping, const Recorder& recorder,
                    const Extras& extras, const std::function<void(std::string_view)>& write);

}  // namespace rda::trace
