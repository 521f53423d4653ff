// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/workload.h"

namespace rda::app {

/// The JSON of a workload as a person would write it: without what says the default.
std::string workload_text(const Workload& workload);

}  // namespace rda::app
