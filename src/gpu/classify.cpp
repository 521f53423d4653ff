// SPDX-License-Identifier: Apache-2.0
// Which class a kernel has: by its name, and GEMMs of an RNN by their place.
#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gpu/kernel_classes.h"
#include "gpu/read/text.h"

namespace rda::gpu {
namespace {

constexpr std::size_t kFewestSteps = 3;  ///< of a run of steps that is no accident
constexpr std::size_t kLongestMangled = 8192;

/// What the name of a kernel says.
struct Named {
  std::string demangled, kernel_class;
  bool ends_step = false;
};

/// Bytes that a name without its mangling has at most. A name refers back to its parts, and parts
/// that refer to parts may double with each letter. An "E" or "M" ends or begins what can be
/// referred to.
double most_bytes(std::string_view mangled) {
  double bytes = static_cast<double>(mangled.size());
  int references = 0;
  for (std::size_t i = 0; i < mangled.size(); ++i) {
    if (mangled[i] == 'S' || mangled[i] == 'T') {
      const std::size_t end =
          mangled.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", i + 1);
      if (end != mangled.npos && mangled[end] == '_') ++references;
    }
    if (mangled[i] != 'E' && mangled[i] != 'M') continue;
    bytes *= 1 + std::exchange(references, 0);
  }
  return bytes * (1 + references);
}

/// Names without mangling, as far as these are of some size: names of a file may be anything.
class Demangler {
 public:
  /// Empty if the name is not mangled.
  std::string demangled(std::string_view name) {
    if (!name.starts_with("_Z") || name.size() > kLongestMangled) return "";
    // AMD's profilers append what the name of the kernel's descriptor ends in.
    const std::string mangled(name.substr(0, std::min(name.find(".kd"), name.find(' '))));
    const double bytes = most_bytes(mangled);
    if (bytes > kMostBytesOfOne || bytes > left_) return "";
    left_ -= bytes;
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> text(
        abi::__cxa_demangle(mangled.c_str(), nullptr, nullptr, &status), std::free);
    return status == 0 && text ? std::string(text.get()) : "";
  }

 private:
  static constexpr double kMostBytesOfOne = 1 << 24;
  double left_ = 1 << 30;
};

/// The patterns of a table of classes, made ready to be looked for in many names.
class Patterns {
 public:
  explicit Patterns(const KernelClasses& classes) {
    for (const KernelClass& one : classes.classes)
      for (const std::string& pattern : one.any) rows_.push_back({read::lowered(pattern), &one});
  }

  Named named(std::string_view name) {
    Named result{demangler_.demangled(name), std::string(kOtherClass)};
    const std::string lower = read::lowered(name), plain = read::lowered(result.demangled);
    for (const Row& row : rows_) {
      if (!fits(row.pattern, lower) && !fits(row.pattern, plain)) continue;
      result.kernel_class = row.kernel_class->name;
      result.ends_step = row.kernel_class->ends_step;
      break;
    }
    return result;
  }

 private:
  struct Row {
    std::string pattern;
    const KernelClass* kernel_class;
  };
  std::vector<Row> rows_;
  Demangler demangler_;
};

bool same_extent(const std::optional<Extent>& a, const std::optional<Extent>& b) {
  return a && b && a->x == b->x && a->y == b->y && a->z == b->z;
}

/// Whether a kernel computes gradients, by its name.
bool is_backward(const Kernel& kernel) {
  const std::string name = read::lowered(kernel.name);
  return read::contains(name, "_bp") || read::contains(name, "backward") ||
         read::contains(name, "bwd");
}

/// The kernels of one stream in order of start.
class Stream {
 public:
  void add(Kernel& kernel, bool ends_step) {
    // The second half of a GEMM that was split belongs to the first one.
    if (read::contains(kernel.name, "splitKreduce") && !items_.empty() &&
        is_gemm(items_.size() - 1))
      return void(halves_.emplace_back(items_.back().kernel, &kernel));
    items_.push_back({&kernel, ends_step});
  }

  void tell_gemms_apart() {
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (is_forward_persistent(i)) mark_input_before(i, 2);
    for (std::size_t begin = 0; begin < items_.size();) begin = mark_run(begin);
    for (const auto& [first, second] : halves_) second->kernel_class = first->kernel_class;
  }

 private:
  struct Item {
    Kernel* kernel;
    bool ends_step;
  };

  bool is_gemm(std::size_t i) const { return items_[i].kernel->kernel_class == kGemmClass; }
  bool is_forward_persistent(std::size_t i) const {
    const Kernel& kernel = *items_[i].kernel;
    return kernel.kernel_class == kPersistentClass && !is_backward(kernel);
  }

  /// The GEMM before kernel `i`, with at most `between` element-wise kernels (bias) between.
  void mark_input_before(std::size_t i, std::size_t between) {
    for (std::size_t back = 1; back <= between + 1 && back <= i; ++back) {
      Kernel& kernel = *items_[i - back].kernel;
      if (kernel.kernel_class == kGemmClass) return void(kernel.kernel_class = kInputGemmClass);
      if (kernel.kernel_class != kElementWiseClass) return;
    }
  }

  /// The GEMM alone between the end of a step at `i` and the next one at `i + 2`.
  bool is_step(std::size_t i) const {
    return i + 2 < items_.size() && items_[i].ends_step && is_gemm(i + 1) &&
           items_[i + 2].ends_step;
  }

  /// GEMMs of all steps are equal; another one is the input's of the next call.
  static bool is_like(const Item& a, const Item& b) {
    const bool known = a.kernel->grid && b.kernel->grid;
    return a.kernel->name == b.kernel->name &&
           (!known || same_extent(a.kernel->grid, b.kernel->grid));
  }

  /// Marks the steps of which the first begins at `begin`. @return where to look next
  std::size_t mark_run(std::size_t begin) {
    std::size_t end = begin;
    while (is_step(end) && is_like(items_[end + 1], items_[begin + 1])) end += 2;
    const std::size_t steps = (end - begin) / 2 + 1;
    if (end == begin || steps < kFewestSteps) return std::max(end, begin + 1);
    const Kernel recurrent = *items_[begin + 1].kernel;
    for (std::size_t i = begin + 1; i < end; i += 2)
      items_[i].kernel->kernel_class = kRecurrentGemmClass;
    if (!is_backward(*items_[begin].kernel)) mark_before_run(begin, recurrent);
    return end + 1;
  }

  void mark_before_run(std::size_t begin, const Kernel& recurrent) {
    if (begin == 0 || !is_gemm(begin - 1)) return;
    Kernel& first = *items_[begin - 1].kernel;
    if (first.name != recurrent.name) return void(first.kernel_class = kInputGemmClass);
    if (!same_extent(first.grid, recurrent.grid)) return;
    first.kernel_class = kRecurrentGemmClass;
    mark_input_before(begin - 1, 0);
  }

  std::vector<Item> items_;
  std::vector<std::pair<const Kernel*, Kernel*>> halves_;
};

}  // namespace

void classify(Timeline& timeline, const KernelClasses& classes) {
  Patterns patterns(classes);
  std::unordered_map<std::string_view, Named> known;
  std::map<std::string_view, Stream> streams;
  const bool in_order = timeline.start_resolution_ns.has_value();
  for (Kernel& kernel : timeline.kernels) {
    auto found = known.find(kernel.name);
    if (found == known.end()) found = known.emplace(kernel.name, patterns.named(kernel.name)).first;
    kernel.demangled = found->second.demangled;
    kernel.kernel_class = found->second.kernel_class;
    if (in_order) streams[kernel.stream].add(kernel, found->second.ends_step);
  }
  for (auto& [name, stream] : streams) stream.tell_gemms_apart();
}

bool is_named(const Kernel& kernel, std::string_view pattern) {
  const std::string lower = read::lowered(pattern);
  return fits(lower, read::lowered(kernel.name)) || fits(lower, read::lowered(kernel.demangled));
}

}  // namespace rda::gpu
