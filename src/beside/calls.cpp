// SPDX-License-Identifier: Apache-2.0
#include "beside/calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace rda::beside {
namespace {

std::int64_t launches_of(const gpu::Timeline& timeline) {
  std::int64_t sum = 0;
  for (const gpu::Kernel& kernel : timeline.kernels) sum += kernel.launches;
  return sum;
}

/// Whether all calls have the kernels of the first one, in order. Requires kernels of a multiple of
/// `calls`.
bool are_alike(const std::vector<gpu::Kernel>& kernels, std::size_t calls) {
  const std::size_t each = kernels.size() / calls;
  for (std::size_t i = each; i < kernels.size(); ++i)
    if (kernels[i].name != kernels[i - each].name) return false;
  return true;
}

/// Requires start times and calls that are alike.
void join_calls(std::vector<gpu::Kernel>& kernels, std::size_t calls) {
  const std::size_t each = kernels.size() / calls;
  std::int64_t end = 0, taken_out = 0;  // of what has been passed
  for (std::size_t i = 0; i < kernels.size(); ++i) {
    std::int64_t& start = *kernels[i].start_ns;
    start -= taken_out;
    if (i > 0 && i % each == 0 && start > end) {
      taken_out += start - end;
      start = end;
    }
    end = std::max(end, start + kernels[i].duration_ns);
  }
}

}  // namespace

Calls without_time_between_calls(gpu::Timeline measured) {
  Calls result{std::move(measured), ""};
  const gpu::Timeline& timeline = result.timeline;
  const std::int64_t calls = timeline.measured.calls.value_or(1), launches = launches_of(timeline);
  if (calls < 2) return result;
  if (launches % calls != 0)
    result.note =
        fmt::format("{} launches are no multiple of {} calls (is calls right?)", launches, calls);
  if (timeline.kind == gpu::TimelineKind::summary || !timeline.start_resolution_ns) return result;
  const auto count = static_cast<std::size_t>(calls);
  const bool apart = timeline.kernels.size() % count == 0 && are_alike(timeline.kernels, count);
  if (apart)
    join_calls(result.timeline.kernels, count);
  else if (result.note.empty())
    result.note = "calls cannot be told apart, so gaps hold the time between them";
  return result;
}

}  // namespace rda::beside
