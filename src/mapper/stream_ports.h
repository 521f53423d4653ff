// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "mapper/builder.h"

namespace rda::mapper {

/// Adds the next sink port, which takes so many control tokens.
/// @throws MappingError  if the chip has no further one
void add_token_sink(Builder& b, const std::string& name, Origin origin, std::int64_t tokens,
                    StreamId stream);

}  // namespace rda::mapper
