// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/page_table.h"
#include "beside/beside.h"

namespace rda::beside {

/// Times and speedups, then kernels by class, idle times and phases of a single row.
std::vector<PageTable> tables_of(const Beside& beside);

/// What differs, and how far times can be trusted: a line each, "GPU: ..." .
std::vector<std::string> remarks_of(const Beside& beside);

}  // namespace rda::beside
