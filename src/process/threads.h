// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "process/children.h"

namespace rda::process {

/// As in_children(), in threads of this process: for work that shares nothing and does not crash.
/// work(i) begins in the order of i. What `progress` throws leaves out the work that has not begun,
/// and is thrown when the rest has ended. All threads have ended when this returns.
std::vector<ChildOutcome> in_threads(int count, int jobs,
                                     const std::function<std::string(int)>& work,
                                     const std::function<void(int done)>& progress = {});

}  // namespace rda::process
