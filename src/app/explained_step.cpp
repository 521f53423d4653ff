// SPDX-License-Identifier: Apache-2.0
#include "app/explained_step.h"

#include <fmt/format.h>

#include "rda/explain.h"

namespace rda::app {

void add_step(CLI::App& app, std::optional<std::int64_t>& step) {
  app.add_option_function<std::string>(
      "--step", [&step](const std::string& word) { step = to_integer("--step", word, 0); },
      fmt::format("the time step to explain, counted from 0 (default {}, or the last step if there "
                  "are fewer)",
                  kUsualStep));
}

void check_step(const std::optional<std::int64_t>& step, std::int64_t steps) {
  const std::int64_t last = steps - 1;
  if (step && *step > last)
    throw UsageError(fmt::format("--step {}: the workload has {}", *step,
                                 last == 0 ? "step 0 only" : fmt::format("steps 0 to {}", last)));
}

}  // namespace rda::app
