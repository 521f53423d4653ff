// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "training/curve.h"
#include "training/schedules.h"

namespace rda::app {

/// The stages of a workload's pipeline: cycles, delays, and utilisation by schedule.
std::string stages_text(const Workload& workload, const std::vector<training::WayToTrain>& ways);

/// A row for each schedule: cycles of a batch, utilisation and largest delay.
/// @param curves  of ways, by their labels: the mean of their last losses is a column; empty: none
std::string schedules_text(const std::vector<training::WayToTrain>& ways,
                           const std::vector<training::Curve>& curves);

}  // namespace rda::app
