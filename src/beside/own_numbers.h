// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "beside/side.h"
#include "regress/compare.h"

namespace rda::beside {

/// A time of somebody's own table: CSV with the columns workload and latency_ms, and perhaps cell,
/// input, hidden, layers, directions, batch, steps, precision, phase and device. A row is of the
/// workload that it names, on the GPU's side too, except for what these columns say otherwise. Its
/// precision is not known without a column.
/// @param chip  what the chip ran
/// @throws ConfigError  naming `file`: no row of the workload, or two; columns missing, no number
Side own_number(const regress::Comparand& numbers, const std::string& workload,
                const gpu::Measured& chip);

}  // namespace rda::beside
