// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace rda::knobs {

/// What a knob is moved in: a workload that the mapper maps onto configs/tiny.json, or one of the
/// hand-made mappings of support_hand.h, or what rdasim train trains.
enum class Bench { lstm, gru, rnn, int8, fp16, control, vectors, memory, training };

/// A run in which moving the knob at `pointer` from its value there to `value` is measured.
struct Entry {
  std::string pointer, value;
  Bench bench = Bench::lstm;
  std::vector<std::string> sets = {};  ///< overrides of both runs: "/pointer=value"
  int code = 0;  ///< exit code once it is moved; 3: a limit, the workload no longer maps
};

inline std::ostream& operator<<(std::ostream& out, const Entry& entry) {
  return out << entry.pointer << " = " << entry.value;
}

/// At least one for every knob.
const std::vector<Entry>& entries();

}  // namespace rda::knobs
