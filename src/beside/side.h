// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gpu/timeline.h"
#include "gpu/times.h"
#include "rda/describe.h"

namespace rda::beside {

inline constexpr double kUsPerMs = 1000;

/// Kernels of one class in one call.
struct KernelClass {
  std::string name;
  std::int64_t kernels = 0;  ///< different ones
  double launches = 0, us = 0, share = 0;
  std::optional<double> us_per_step;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"class"});
    visit("kernels", self.kernels, Range{0}, Doc{"different kernels", "kernels"});
    visit("launches", self.launches, Range{0}, Doc{"launches in a call", "launches"});
    visit("us", self.us, Range{0}, Doc{"time in a call", "us"});
    visit("share", self.share, Range{0, 1}, Doc{"of the time of all kernels"});
    visit("us_per_step", self.us_per_step, Range{0}, Doc{"time a step", "us"});
  }
};

/// Time without a kernel. us
struct Idle {
  double busy_us = 0;        ///< at least one kernel runs, in a call
  double us = 0, share = 0;  ///< in a call; of the time from first to last kernel
  std::optional<double> gap_median_us, gap_p90_us;
  static void describe(auto& self, auto& visit) {
    visit("busy_us", self.busy_us, Range{0}, Doc{"time with a kernel in a call", "us"});
    visit("us", self.us, Range{0}, Doc{"time without a kernel in a call", "us"});
    visit("share", self.share, Range{0, 1}, Doc{"of the time from first to last kernel"});
    visit("gap_median_us", self.gap_median_us, Range{0}, Doc{"median gap", "us"});
    visit("gap_p90_us", self.gap_p90_us, Range{0}, Doc{"90 % of the gaps are not longer", "us"});
  }
};

/// A property in which two runs differ.
struct Difference {
  std::string what, chip, gpu;  ///< values as text; empty: not stated
  static void describe(auto& self, auto& visit) {
    visit("what", self.what, Doc{"property, as --allow-different has it"});
    visit("chip", self.chip, Doc{"on the chip"});
    visit("gpu", self.gpu, Doc{"on the GPU; empty: not stated"});
  }
};

enum class SideKind { trace, summary, published, estimate, numbers };
constexpr std::array<std::string_view, 5> names(SideKind) {
  return {"trace", "summary", "published", "estimate", "numbers"};
}

/// A network on a GPU: one forward call.
struct Side {
  std::string gpu;  ///< as asked for: "published:v100_serving"
  SideKind kind = SideKind::trace;
  std::string device, software;
  gpu::Measured network;
  double us = 0;  ///< of a call; of a timeline, of its kernels alone
  std::optional<double> us_with_gaps, us_per_step;
  double speedup = 0;  ///< of the chip, by the time a step, or a call where steps are not known
  std::optional<double> speedup_with_gaps, speedup_without_profiler;
  std::vector<KernelClass> classes;  ///< longest first; empty: not known
  std::optional<Idle> idle;
  std::optional<double> launch_us;  ///< of an estimate
  std::vector<Difference> differs;
  std::vector<std::string> notes;  ///< how far the time can be trusted, and its source
  static void describe(auto& self, auto& visit) {
    visit("gpu", self.gpu, Doc{"GPU as asked for"});
    visit("kind", self.kind, Doc{"where the time is from"});
    visit("device", self.device, Doc{"GPU by name"});
    visit("software", self.software, Doc{"what ran on it"});
    visit("network", self.network, Doc{"what it ran"});
    visit("us", self.us, Range{0},
          Doc{"time of a call; of a timeline, of its kernels alone", "us"});
    visit("us_with_gaps", self.us_with_gaps, Range{0},
          Doc{"time of a call from the first kernel to the last, gaps included", "us"});
    visit("us_per_step", self.us_per_step, Range{0}, Doc{"time a step", "us"});
    visit("speedup", self.speedup, Range{0}, Doc{"how many times faster the chip is"});
    visit("speedup_with_gaps", self.speedup_with_gaps, Range{0}, Doc{"the same, gaps included"});
    visit("speedup_without_profiler", self.speedup_without_profiler, Range{0},
          Doc{"the same by the time of a call without the profiler"});
    visit("classes", self.classes, Doc{"kernels by class, the longest first"});
    visit("idle", self.idle, Doc{"time without a kernel"});
    visit("launch_us", self.launch_us, Range{0},
          Doc{"the host launches all kernels of a call, while earlier ones run; null: not known",
              "us"});
    visit("differs", self.differs, Doc{"in what the network differs from the chip's"});
    visit("notes", self.notes, Doc{"how far the time can be trusted, and its source"});
  }
};

/// The calls of a timeline, as one call. @param name  as asked for
Side side_of(gpu::Timeline timeline, const std::string& name);

}  // namespace rda::beside
