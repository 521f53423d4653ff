// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/workload.h"
#include "training/curve.h"

namespace rda::draw {

/// The losses of curves over their batches as SVG, and below them the metric of their tests if
/// there are tests. Each precision has a line: the mean over its seeds, and of the losses over
/// neighbours.
std::string curves_picture(const Workload& workload, const std::vector<training::Curve>& curves);

}  // namespace rda::draw
