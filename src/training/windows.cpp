// SPDX-License-Identifier: Apache-2.0
#include "training/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "rda/error.h"
#include "workload/layers.h"
#include "workload/tensors.h"

namespace rda::training {
namespace {

constexpr std::size_t kHeldOut = 5;  // every so manieth engine

std::vector<Engine> engines_of(const Workload& workload) {
  const Turbofan& task = *workload.training->turbofan;
  return task.file.empty() ? generated_engines(task.engines, workload.data_seed)
                           : read_engines(task.file);
}

bool is_held(std::size_t engine) { return engine % kHeldOut == kHeldOut - 1; }

/// A cycle with its number.
std::array<double, kTurbofanFeatures> raw_row(const Engine& engine, std::size_t cycle) {
  std::array<double, kTurbofanFeatures> row{static_cast<double>(cycle + 1)};
  std::ranges::copy(engine[cycle], row.begin() + 1);
  return row;
}

}  // namespace

Windows::Windows(const Workload& workload, const Plan& plan)
    : workload_(workload),
      task_(*workload.training->turbofan),
      targets_(plan.targets),
      target_steps_(plan.steps),
      engines_(engines_of(workload)) {
  list_windows();
  scale();
}

void Windows::list_windows() {
  const auto steps = static_cast<std::size_t>(workload_.steps);
  for (std::size_t e = 0; e < engines_.size(); ++e)
    for (std::size_t first = 0; first + steps <= engines_[e].size(); ++first)
      (is_held(e) ? held_ : learned_).push_back({e, first});
  if (learned_.empty() || held_.empty())
    throw WorkloadError(
        "turbofan", fmt::format("of {} engines, too few run for {} cycles, the workload's steps "
                                "(at least 5 engines, every fifth of which is held out)",
                                engines_.size(), steps));
}

void Windows::scale() {
  Row squares{};
  double count = 0;
  const auto each = [&](auto use) {
    for (std::size_t e = 0; e < engines_.size(); ++e)
      for (std::size_t c = 0; c < engines_[e].size() && !is_held(e); ++c)
        for (std::size_t f = 0; f < mean_.size(); ++f) use(f, raw_row(engines_[e], c)[f]);
  };
  each([&](std::size_t f, double value) {
    mean_[f] += value;
    count += f == 0;
  });
  for (double& mean : mean_) mean /= count;
  each([&](std::size_t f, double value) { squares[f] += (value - mean_[f]) * (value - mean_[f]); });
  constexpr double kConstant = 1e-9;  // of the mean
  for (std::size_t f = 0; f < mean_.size(); ++f) {
    const double deviation = std::sqrt(squares[f] / count);
    factor_[f] = deviation <= kConstant * std::abs(mean_[f]) ? 0 : 1 / deviation;
  }
}

Windows::Row Windows::row(const Window& window, std::int64_t step) const {
  Row row = raw_row(engines_[window.engine], window.first + static_cast<std::size_t>(step));
  for (std::size_t f = 0; f < row.size(); ++f) row[f] = (row[f] - mean_[f]) * factor_[f];
  return row;
}

std::vector<double> Windows::target(const Window& window, std::int64_t step) const {
  const std::int64_t at = target_steps_ == 1 ? workload_.steps - 1 : step;
  const auto done = static_cast<std::int64_t>(window.first) + at + 1;
  const auto left = static_cast<double>(std::ssize(engines_[window.engine]) - done);
  if (task_.task == TurbofanTask::remaining_life)
    return {std::min(left, static_cast<double>(task_.cap)) / task_.cap};
  return left < task_.horizon ? std::vector<double>{0, 1} : std::vector<double>{1, 0};
}

ExactTensors Windows::tensors(const std::vector<Window>& windows) const {
  Tensor x{workload_.steps * workload_.batch, kTurbofanFeatures, {}};
  for (std::int64_t step = 0; step < workload_.steps; ++step)
    for (const Window& window : windows)
      for (const double value : row(window, step)) x.values.push_back(static_cast<float>(value));
  ExactTensors made;
  const std::vector<workload::PlacedLayer> layers = workload::layers_of(workload_);
  for (const workload::Recurrence& recurrence : layers.front().directions) {
    const Tensor read = workload::as_read(workload_, recurrence, x, workload_.steps);
    made[recurrence.x] = {read.rows, read.cols, {read.values.begin(), read.values.end()}};
  }
  std::int64_t elements = 0;
  std::vector<double> values;
  for (std::int64_t step = 0; step < target_steps_; ++step)
    for (const Window& window : windows) {
      const std::vector<double> target = this->target(window, step);
      elements = std::ssize(target);
      values.insert(values.end(), target.begin(), target.end());
    }
  made[targets_.front()] = {target_steps_ * workload_.batch, elements, std::move(values)};
  return made;
}

ExactTensors Windows::batch(int number) const {
  std::uint64_t state = workload_.data_seed;
  state = split_mix(state) ^ static_cast<std::uint64_t>(number);
  Random random(split_mix(state));
  std::vector<Window> windows;
  for (int sequence = 0; sequence < workload_.batch; ++sequence)
    windows.push_back(learned_[static_cast<std::size_t>(random.below(learned_.size()))]);
  return tensors(windows);
}

ExactTensors Windows::held_out() const {
  std::vector<Window> windows;
  const auto batch = static_cast<std::size_t>(workload_.batch);
  for (std::size_t sequence = 0; sequence < batch; ++sequence)
    windows.push_back(held_[(2 * sequence + 1) * held_.size() / (2 * batch)]);
  return tensors(windows);
}

}  // namespace rda::training
