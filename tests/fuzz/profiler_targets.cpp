// SPDX-License-Identifier: Apache-2.0
// Files that GPU profilers write.
#include <string>

#include "fuzz/target.h"
#include "gpu/times.h"

namespace rda::fuzz {
namespace {

/// A timeline that was taken reads as the same, and has times.
void read_timeline(std::string_view bytes) {
  gpu::Timeline timeline;
  if (!reads([&] { timeline = gpu::import_timeline(std::string(bytes), "fuzz"); })) return;
  const std::string text = to_json(timeline);
  if (to_json(gpu::import_timeline(text, "again")) != text)
    finding("a timeline reads back as another one");
  const gpu::Times times = times_of(timeline);
  if (times.busy_ns && (*times.busy_ns > times.sum_ns || *times.busy_ns > *times.span_ns))
    finding("kernels run for longer than they take, or than the timeline");
}

}  // namespace

std::vector<Target> profiler_targets() {
  return {{"timeline", [] { return files_in("tests/fuzz/corpus/timeline", ""); }, read_timeline}};
}

}  // namespace rda::fuzz
