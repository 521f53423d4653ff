// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sweep/point.h"

namespace rda::sweep {

/// Where the point's data lies on this host; empty if it has none.
std::string data_file(const Point& point);

/// Sees that the point's data file, if it has one, is still the one it was planned with.
/// @throws InternalError  if it is not, or cannot be read: this says nothing about the point
void check_data(const Point& point);

}  // namespace rda::sweep
