// SPDX-License-Identifier: Apache-2.0
#include "app/verify_size.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "flow/verify.h"
#include "rda/error.h"

namespace rda::app {
namespace {

constexpr double kMostVerifyBytes = 16e9;

}  // namespace

void check_verify_size(const Workload& workload, const Conditions& conditions) {
  const std::int64_t steps = flow::steps_to_verify(conditions, workload);
  const double bytes = flow::verify_bytes(workload, steps);
  if (bytes <= kMostVerifyBytes) return;
  throw UsageError(fmt::format(
      "--verify-steps: {} steps would need about {:.0f} GB of memory (at most {:.0f} "
      "steps fit into {:.0f} GB)",
      steps, bytes / 1e9, std::floor(kMostVerifyBytes / flow::verify_bytes(workload, 1)),
      kMostVerifyBytes / 1e9));
}

}  // namespace rda::app
