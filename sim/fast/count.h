// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::sim::fast {

/// Bytes that the first `firings` firings of a PMU's program read (tokens made at outputs with an
/// access) or, if it `writes`, stored (tokens inside `where` and `keep` of its inputs). In closed
/// form.
std::int64_t port_bytes(const Chip& chip, const Mapping& mapping, const Program& program,
                        bool writes, std::int64_t firings);

}  // namespace rda::sim::fast
