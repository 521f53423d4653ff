// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rda/tensors.h"
#include "rda/workload.h"
#include "training/plan.h"
#include "training/turbofan.h"

namespace rda::training {

/// Batches of windows of engines: `steps` cycles of an engine, with what is to be learned of them.
///
/// Every fifth engine is held out. A value is scaled to mean 0 and variance 1 over the cycles of
/// the others; a constant becomes 0.
class Windows {
 public:
  /// Of a workload that trains on turbofan engines.
  /// @throws WorkloadError  as read_engines(); if no engine runs for as many cycles as the workload
  /// has steps
  Windows(const Workload& workload, const Plan& plan);

  /// Random windows; those of a batch follow from `data_seed` and its number.
  ExactTensors batch(int number) const;
  /// Windows of the engines that are held out, evenly from all of them.
  ExactTensors held_out() const;
  /// Windows from which batch() draws.
  std::int64_t count() const { return static_cast<std::int64_t>(learned_.size()); }

 private:
  struct Window {
    std::size_t engine, first;  ///< its first cycle
  };
  using Row = std::array<double, kTurbofanFeatures>;

  Row row(const Window& window, std::int64_t step) const;
  std::vector<double> target(const Window& window, std::int64_t step) const;
  ExactTensors tensors(const std::vector<Window>& windows) const;
  void list_windows();
  void scale();

  const Workload workload_;
  const Turbofan task_;
  const std::vector<std::string> targets_;  // one
  const std::int64_t target_steps_;
  const std::vector<Engine> engines_;
  std::vector<Window> learned_, held_;
  Row mean_ = {}, factor_ = {};
};

}  // namespace rda::training
