// SPDX-License-Identifier: Apache-2.0
#include "workload/random_values.h"

#include "base/random.h"

namespace rda::workload {
namespace {

Random random_for(const RunSpec& run, const std::string& tensor) {
  std::uint64_t state = run.data_seed;
  for (const char c : tensor) state = split_mix(state) ^ static_cast<unsigned char>(c);
  return Random(split_mix(state));
}

}  // namespace

std::vector<float> uniform(const RunSpec& run, const std::string& name, std::int64_t count,
                           double bound, std::int64_t first) {
  Random random = random_for(run, name);
  for (std::int64_t skipped = 0; skipped < first; ++skipped) random.next();
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(random.uniform_real(-bound, bound));
  return values;
}

}  // namespace rda::workload
