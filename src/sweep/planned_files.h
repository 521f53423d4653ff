// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sweep/point.h"

namespace rda::sweep {

/// The files that points were planned from: spec, chips, workloads.
class PlannedFiles {
 public:
  void note(const Point& point) { files_.insert(point.files.begin(), point.files.end()); }

  /// Those that lie on this host with other bytes than at the time of the plan, in order. One that
  /// is not here, e.g. on a node of a cluster, says nothing.
  std::vector<std::string> changed() const;

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace rda::sweep
