// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sweep/point.h"

namespace rda::app {

/// A point as people name it on the command line.
struct PointName {
  std::string file;   ///< points file
  std::string which;  ///< number of its line, from 1 (at most 7 digits), or first digits of its key
};

/// "points.jsonl:17" or "points.jsonl:3fa90c". @throws UsageError  naming `option`, if it is
/// neither
PointName to_point_name(const std::string& option, const std::string& word);

/// The point of this name. Its data file, if it has one, is checked to be that of the plan.
/// @throws ConfigError  if the file has no such point, or several
sweep::Point find_point(const PointName& name);

}  // namespace rda::app
