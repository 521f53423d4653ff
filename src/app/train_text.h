// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/workload.h"
#include "training/curve.h"

namespace rda::app {

/// What is trained, and how.
std::string training_text(const Workload& workload);
/// The batches of a curve that were followed by a test; without tests about ten of them.
std::string curve_text(const Workload& workload, const training::Curve& curve);
/// A row for each curve.
/// @param trainings  one for each curve
std::string curves_text(const Workload& workload, const std::vector<Training>& trainings,
                        const std::vector<training::Curve>& curves);

}  // namespace rda::app
