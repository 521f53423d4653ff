// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/text.h"
#include "gpu/read/decimal.h"
#include "gpu/read/text.h"
#include "rda/error.h"

namespace rda::gpu::read {
namespace {

constexpr std::size_t kMostNotes = 20;

/// Adds times or counts of a timeline up, as far as there can be such a sum.
class Total {
 public:
  void add(std::int64_t one) { sum_ = sum_ > kLatest - one ? kLatest : sum_ + one; }
  bool is_too_large() const { return sum_ >= kLatest; }

 private:
  std::int64_t sum_ = 0;
};

/// Texts of a file may be any bytes; those of a timeline have to be UTF-8.
void make_clean(std::string& text) {
  if (!is_utf8(text)) text = one_line(text, std::numeric_limits<std::int32_t>::max());
}

template <class Item>
void earliest(const std::vector<Item>& items, std::int64_t& first) {
  for (const Item& item : items)
    if (item.start_ns) first = std::min(first, *item.start_ns);
}

template <class Item>
void shift(std::vector<Item>& items, std::int64_t first) {
  for (Item& item : items)
    if (item.start_ns) *item.start_ns -= first;
  std::ranges::stable_sort(items, {}, [](const Item& item) { return item.start_ns.value_or(0); });
}

}  // namespace

void Draft::refuse(const std::string& problem) const { throw ConfigError(file_, "", problem); }

Kernel& Draft::add_kernel(std::string_view name, std::string_view device) {
  auto found = devices_.find(device);
  if (found == devices_.end())
    found = devices_.emplace(device, static_cast<std::uint32_t>(devices_.size())).first;
  device_of_kernel_.push_back(found->second);
  Kernel& kernel = timeline.kernels.emplace_back();
  kernel.name = name;
  return kernel;
}

Copy& Draft::add_copy(std::string_view name) {
  Copy& copy = timeline.copies.emplace_back();
  copy.name = name;
  return copy;
}

Synchronisation& Draft::add_synchronisation(std::string_view name) {
  Synchronisation& wait = timeline.synchronisations.emplace_back();
  wait.name = name;
  return wait;
}

void Draft::note(const std::string& what) {
  std::vector<std::string>& notes = timeline.notes;
  std::string line = one_line(what, 400);
  if (notes.size() < kMostNotes && std::ranges::find(notes, line) == notes.end())
    notes.push_back(std::move(line));
}

void Draft::note_message(std::string_view line) {
  const std::string lower = lowered(line.substr(0, 400));
  const bool lost = contains(lower, "dropped") || contains(lower, "invalid records");
  if (!lost && !contains(lower, "warning") && !contains(lower, "error:")) return;
  note("the profiler says: " + std::string(stripped(line)));
}

void Draft::starts_to(std::int64_t ns) {
  timeline.start_resolution_ns = std::max(timeline.start_resolution_ns.value_or(1), ns);
}

void Draft::shift_starts() {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  earliest(timeline.kernels, first);
  earliest(timeline.copies, first);
  earliest(timeline.synchronisations, first);
  for (const Kernel& kernel : timeline.kernels)
    if (kernel.launched_ns) first = std::min(first, *kernel.launched_ns);
  for (Kernel& kernel : timeline.kernels)
    if (kernel.launched_ns) *kernel.launched_ns -= first;
  shift(timeline.kernels, first);
  shift(timeline.copies, first);
  shift(timeline.synchronisations, first);
}

void Draft::clean_texts() {
  for (Kernel& kernel : timeline.kernels) {
    make_clean(kernel.name);
    make_clean(kernel.stream);
  }
  for (Copy& copy : timeline.copies) {
    make_clean(copy.name);
    make_clean(copy.stream);
  }
  for (Synchronisation& wait : timeline.synchronisations) make_clean(wait.name);
  for (std::string* text :
       {&timeline.device, &timeline.tool, &timeline.software, &timeline.source}) {
    *text = std::string(stripped(*text));
    make_clean(*text);
  }
}

/// "Tesla T4 (0)" is number 0 of the devices of the host.
void Draft::drop_device_number() {
  std::string& device = timeline.device;
  const std::size_t open = device.rfind(" (");
  if (open == device.npos || !device.ends_with(')')) return;
  const std::string_view number = std::string_view(device).substr(open + 2);
  if (number.find_first_not_of("0123456789") == number.size() - 1) device.resize(open);
}

/// Streams of several devices have the same numbers.
void Draft::name_streams() {
  if (devices_.size() < 2) return;
  std::vector<std::string> names(devices_.size());
  for (const auto& [name, number] : devices_) names[number] = name;
  for (std::size_t i = 0; i < timeline.kernels.size(); ++i) {
    Kernel& kernel = timeline.kernels[i];
    kernel.stream = names[device_of_kernel_[i]] + "/" + kernel.stream;
  }
  note(fmt::format("kernels of {} devices: a stream is named DEVICE/STREAM", devices_.size()));
}

Timeline Draft::finish(const KernelClasses& classes) && {
  if (timeline.kernels.empty())
    refuse("there is no kernel in it (was the GPU used while the profiler recorded?)");
  if (timeline.kind == TimelineKind::summary || !timeline.kernels.front().start_ns)
    timeline.start_resolution_ns.reset();
  name_streams();
  clean_texts();
  drop_device_number();
  shift_starts();
  require_countable(timeline, file_);
  classify(timeline, classes);
  return std::move(timeline);
}

void require_countable(const Timeline& timeline, const std::string& file) {
  Total times, counts;
  for (const Kernel& kernel : timeline.kernels) {
    times.add(kernel.duration_ns);
    counts.add(kernel.launches);
    if (kernel.start_ns.value_or(0) > kLatest || kernel.launched_ns.value_or(0) > kLatest)
      throw ConfigError(file, "", "its first and its last kernel are 70 years apart");
  }
  for (const Copy& copy : timeline.copies) {
    times.add(copy.duration_ns);
    counts.add(copy.count);
    if (copy.start_ns.value_or(0) > kLatest)
      throw ConfigError(file, "", "its first and its last event are 70 years apart");
  }
  for (const Synchronisation& wait : timeline.synchronisations) {
    times.add(wait.duration_ns);
    if (wait.start_ns.value_or(0) > kLatest)
      throw ConfigError(file, "", "its first and its last event are 70 years apart");
  }
  if (times.is_too_large()) throw ConfigError(file, "", "its times add up to more than 70 years");
  if (counts.is_too_large()) throw ConfigError(file, "", "its counts are beyond 2^61");
}

}  // namespace rda::gpu::read
