// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "process/child.h"

namespace rda::process {

/// As many children at once as this machine runs threads side by side.
inline constexpr int kAllThreads = 0;
/// The number of children that `jobs` stands for.
int children_at_once(int jobs);

/// Runs work(i) for i in [0, count), each in a child process (SystemC elaborates once in a
/// process), at most `jobs` of them at once, and collects what they return: by index, whatever the
/// order in which they end. An error of ours keeps its message and exit code; any other way to end
/// is ExitCode::internal with what is known of it.
///
/// `progress`, unless empty, is called after each child that has ended with how many have; what it
/// throws ends the rest. Call with a single thread and before this process simulates.
/// @throws InternalError  if no child process can be had
std::vector<ChildOutcome> in_children(int count, int jobs,
                                      const std::function<std::string(int)>& work,
                                      const std::function<void(int done)>& progress = {});

}  // namespace rda::process
