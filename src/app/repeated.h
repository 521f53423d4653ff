// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "flow/evaluate.h"
#include "flow/placement_cache.h"
#include "flow/repeat.h"

namespace rda::app {

// What commands that repeat the run of a report share. They tell about it as notes on stderr.

/// That another program made the report, if one did.
void tell_other_program(const std::string& file, const flow::Repeat& report);
/// That the report says something else than its run: it was changed, or an earlier program counted
/// otherwise.
void tell_difference(const std::string& file, const flow::Repeat& report, const Report& repeated);

/// The run of a report once more.
struct Repeated {
  flow::Mapped mapped;
  Report report;
};
/// Maps and simulates again. Tells as above.
/// @param file  for messages @param jobs  simulations at once
Repeated repeat_run(const std::string& file, const flow::Repeat& report,
                    flow::PlacementCache& cache, int jobs);

}  // namespace rda::app
