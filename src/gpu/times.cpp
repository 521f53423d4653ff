// SPDX-License-Identifier: Apache-2.0
#include "gpu/times.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "gpu/kernel_classes.h"

namespace rda::gpu {
namespace {

/// Coarsest resolutions of start times that busy time and gaps are told from. Kernels of one stream
/// lie 1 us apart or more, so a gap of starts in whole microseconds is half an error. ns
constexpr std::int64_t kBusyResolved = 1000, kGapsResolved = 100;

using Shares = std::map<std::pair<std::string_view, std::string_view>, Share>;

void add_to(Shares& shares, std::string_view name, const Kernel& kernel) {
  Share& share = shares[{name, kernel.kernel_class}];
  share.launches += kernel.launches;
  share.sum_ns += kernel.duration_ns;
}

std::vector<Share> longest_first(Shares shares) {
  std::vector<Share> all;
  for (auto& [key, share] : shares) {
    share.name = key.first;
    share.kernel_class = key.second;
    all.push_back(std::move(share));
  }
  std::ranges::stable_sort(all, std::greater<>(), &Share::sum_ns);
  return all;
}

/// The value that a part of the values does not exceed (nearest rank). Requires sorted values.
std::int64_t percentile(const std::vector<std::int64_t>& sorted, std::size_t percent) {
  if (sorted.empty()) return 0;
  const std::size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

std::int64_t median_duration(const Timeline& timeline) {
  std::vector<std::int64_t> durations;
  for (const Kernel& kernel : timeline.kernels) durations.push_back(kernel.duration_ns);
  std::ranges::sort(durations);
  return percentile(durations, 50);
}

/// Kernels in order of start, joined where they overlap or touch.
struct Occupied {
  std::int64_t busy = 0, begin = 0, end = 0;
  std::vector<std::int64_t> gaps;
};

Occupied occupied(const Timeline& timeline) {
  std::vector<std::pair<std::int64_t, std::int64_t>> spans;
  for (const Kernel& kernel : timeline.kernels)
    spans.emplace_back(*kernel.start_ns, *kernel.start_ns + kernel.duration_ns);
  std::ranges::sort(spans);
  Occupied all;
  all.begin = all.end = spans.front().first;
  for (const auto& [begin, end] : spans) {
    if (begin > all.end) all.gaps.push_back(begin - all.end);
    all.busy += std::max(end, all.end) - std::max(begin, all.end);
    all.end = std::max(end, all.end);
  }
  return all;
}

Gaps gaps_of(std::vector<std::int64_t> lengths) {
  Gaps gaps;
  std::ranges::sort(lengths);
  gaps.count = static_cast<std::int64_t>(lengths.size());
  for (const std::int64_t length : lengths) gaps.sum_ns += length;
  gaps.median_ns = percentile(lengths, 50);
  gaps.p90_ns = percentile(lengths, 90);
  return gaps;
}

bool has_starts(const Timeline& timeline) {
  return timeline.start_resolution_ns && !timeline.kernels.empty() &&
         std::ranges::all_of(timeline.kernels,
                             [](const Kernel& kernel) { return kernel.start_ns.has_value(); });
}

void add_spans(const Timeline& timeline, Times& times) {
  const Occupied all = occupied(timeline);
  times.span_ns = all.end - all.begin;
  const std::int64_t resolution = *timeline.start_resolution_ns;
  if (resolution > kBusyResolved ||
      resolution >= std::max<std::int64_t>(median_duration(timeline), 2))
    return;
  times.busy_ns = all.busy;
  if (resolution <= kGapsResolved) times.gaps = gaps_of(all.gaps);
}

}  // namespace

Times times_of(const Timeline& timeline) {
  Times times;
  Shares by_class, by_name;
  std::set<std::string_view> streams;
  for (const Kernel& kernel : timeline.kernels) {
    times.launches += kernel.launches;
    times.sum_ns += kernel.duration_ns;
    add_to(by_class, kernel.kernel_class, kernel);
    add_to(by_name, kernel.demangled.empty() ? kernel.name : kernel.demangled, kernel);
    if (!kernel.stream.empty()) streams.insert(kernel.stream);
  }
  times.streams = static_cast<std::int64_t>(streams.size());
  times.by_class = longest_first(std::move(by_class));
  times.by_name = longest_first(std::move(by_name));
  for (const Share& share : times.by_name)
    if (share.kernel_class == kOtherClass) times.unknown.push_back(share);
  if (has_starts(timeline)) add_spans(timeline, times);
  return times;
}

}  // namespace rda::gpu
