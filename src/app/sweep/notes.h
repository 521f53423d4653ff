// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "sweep/planned_files.h"

namespace rda::app {

/// Says on stderr which of the files that the points were planned from have changed since: points
/// keep the values of the time of their plan.
void tell_changed_files(const std::string& points, const sweep::PlannedFiles& files);

/// Says on stderr how many lines of a points file have a point of an earlier line, and so do not
/// count; nothing if none has.
void tell_repeated(const std::string& points, std::int64_t repeated);

/// Says on stderr that `reused` points had their results in the store and `ran` did not; nothing if
/// all ran.
void tell_reused(std::int64_t reused, std::int64_t ran, const std::string& store);

}  // namespace rda::app
