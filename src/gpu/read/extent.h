// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "gpu/read/table.h"
#include "gpu/timeline.h"

namespace rda::gpu::read {

/// "(128, 1, 1)" or "(128 1 1)". @return none if it is not three counts from 1
std::optional<Extent> extent_of(std::string_view text);

/// The same of a cell; none if the cell is empty or there is no such column.
/// @throws ConfigError  naming the line, if the cell is something else
std::optional<Extent> extent_in(const Table& table, std::optional<std::size_t> column);

/// Of a column for each axis.
std::optional<Extent> extent_in(const Table& table,
                                const std::array<std::optional<std::size_t>, 3>& axes, Mark mark);

/// Blocks of a grid that AMD's tools count in work-items.
Extent in_blocks(const Extent& work_items, const Extent& block);

}  // namespace rda::gpu::read
