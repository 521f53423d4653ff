// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::sim::fast {

/// The firings in which a port with an access touches memory: firings that make a token of an
/// output, or store the token of an input.
Box accesses_of(const Program& program, const Port& port);

/// Bytes that the first `firings` firings of a program read from memory or store there, computed in
/// closed form.
std::int64_t memory_bytes(const Chip& chip, const Mapping& mapping, const Program& program,
                          std::int64_t firings);

}  // namespace rda::sim::fast
