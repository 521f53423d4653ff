// SPDX-License-Identifier: Apache-2.0
#include "training/task.h"

#include "base/random.h"

namespace rda::training {

ExactTensors own_batch(const Workload& workload, const Plan& plan) {
  Random random(workload.data_seed);
  const std::int64_t items = plan.steps * workload.batch;
  ExactTensors targets;
  std::int64_t elements = 0;
  for (std::size_t p = 0; p < plan.targets.size(); ++p) {
    targets[plan.targets[p]] = {items, plan.sizes[p], {}};
    elements += plan.sizes[p];
  }
  for (std::int64_t item = 0; item < items; ++item) {
    auto one = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(elements)));
    for (const std::string& name : plan.targets) {
      Matrix<double>& target = targets.at(name);
      for (std::int64_t i = 0; i < target.cols; ++i, --one)
        target.values.push_back(workload.training->loss == Loss::cross_entropy
                                    ? (one == 0 ? 1 : 0)
                                    : random.uniform_real(-1, 1));
    }
  }
  return targets;
}

}  // namespace rda::training
