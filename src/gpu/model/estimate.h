// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/kernel_classes.h"
#include "gpu/model/calibration.h"
#include "gpu/model/gpu.h"
#include "gpu/model/network.h"
#include "rda/describe.h"

namespace rda::gpu {

/// Not a kernel: time in which the GPU waits for the host.
inline constexpr std::string_view kHostGaps = "host_gaps";

/// Launches of equal kernels, or a wait for the host.
struct KernelEstimate {
  std::string name;          ///< "2048 x 1 x 512", or why the GPU waits
  std::string kernel_class;  ///< key "class": as the table of classes calls it, or host_gaps
  std::int64_t launches = 0;
  double us_each = 0, us = 0;

  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"sizes of the product, or why the GPU waits"});
    visit("class", self.kernel_class, Doc{"class of the kernel"});
    visit("launches", self.launches, Range{0, 1e18}, Doc{"launches", "kernels"});
    visit("us_each", self.us_each, Range{0, 1e18}, Doc{"time of a launch", "us"});
    visit("us", self.us, Range{0, 1e18}, Doc{"time of all launches together", "us"});
  }
};

/// A forward call of a network on a GPU, kernel by kernel.
struct Estimate {
  Style style = Style::cudnn;
  Host host = Host::none;
  std::string gpu, calibration;
  Network network;
  std::string refused;  ///< the rule that forbids this style; empty: the rest is filled
  std::string limit;    ///< "GPU" or "launches": which takes longer
  std::vector<KernelEstimate> kernels;
  double busy_us = 0;    ///< at least one kernel runs
  double launch_us = 0;  ///< the host launches all kernels, beside those that run
  double total_us = 0;   ///< of the call
  double us_per_step = 0;
  std::optional<ErrorGroup> covered_by;
  std::string coverage;  ///< a sentence about the errors to expect

  static void describe(auto& self, auto& visit) {
    visit("style", self.style, Doc{"how the program runs the network"});
    visit("host", self.host, Doc{"what the host adds that is not of the network"});
    visit("gpu", self.gpu, Doc{"name of the GPU"});
    visit("calibration", self.calibration, Doc{"name of the calibration"});
    visit("network", self.network, Doc{"the network"});
    visit("refused", self.refused, Doc{"rule that forbids this style; empty: none"});
    visit("limit", self.limit, Doc{"GPU or launches, whichever takes longer"});
    visit("kernels", self.kernels, Doc{"kernels by class, then what the GPU waits for"});
    visit("busy_us", self.busy_us, Range{0, 1e18}, Doc{"at least one kernel runs", "us"});
    visit("launch_us", self.launch_us, Range{0, 1e18},
          Doc{"the host launches all kernels, while earlier ones run", "us"});
    visit("total_us", self.total_us, Range{0, 1e18}, Doc{"time of the call", "us"});
    visit("us_per_step", self.us_per_step, Range{0, 1e18}, Doc{"time of the call / steps", "us"});
    visit("covered_by", self.covered_by, Doc{"group of published rows that has such networks"});
    visit("coverage", self.coverage, Doc{"errors to expect"});
  }
};

/// A style, and what the host adds to it.
struct Run {
  Style style = Style::cudnn;
  Host host = Host::none;
};

/// Estimates a forward call. The same arguments give the same numbers.
/// A style that the network or the GPU does not allow is refused in the result.
/// @throws Error (bad input)  if the network is none: an unknown cell, a size below 1
Estimate estimate(const Gpu& gpu, const Calibration& calibration, const Network& network, Run run);

/// The group whose rows are such networks: the same GPU, precision, style and cells, sizes within
/// those of the rows, products of the input likewise. nullptr: none has.
const ErrorGroup* covering_group(const Calibration& calibration, const Gpu& gpu,
                                 const Network& network, Style style);

}  // namespace rda::gpu
