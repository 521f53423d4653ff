// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rda/workload.h"

namespace rda::workload {

/// `count` random numbers of a tensor in ±bound, from number `first` on. They depend only on the
/// workload's seed and the tensor's name, so a longer x begins with the values of a shorter one.
std::vector<float> uniform(const RunSpec& run, const std::string& name, std::int64_t count,
                           double bound, std::int64_t first = 0);

}  // namespace rda::workload
