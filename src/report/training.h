// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "rda/chip.h"
#include "rda/report.h"

namespace rda::report {

/// The phases of a batch of training; none if no unit is of one.
std::optional<TrainingReport> training_of(const Chip& chip, const Mapping& mapping,
                                          const RunResult& result);

/// A row for each phase, at most 80 columns wide.
std::string training_text(const TrainingReport& training);

}  // namespace rda::report
