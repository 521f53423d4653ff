// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// The positions [begin, end) of a value that one PMU holds: whole bundles of its writer and
/// readers.
struct RowShare {
  int begin, end;
  std::vector<Bundle> written;
  std::vector<Builder::Operand> read;

  int count() const { return end - begin; }
};

/// Splits the positions of a value over as few PMUs as their ports, and of whole sequences and
/// tensors their bytes, allow: evenly, and without cutting a bundle.
std::vector<RowShare> row_shares(const Builder& b, NodeId node,
                                 const std::vector<Builder::Operand>& read);

/// Bytes from the elements of one position to those of the next, of so many bytes: one word more
/// than whole rows of banks, so that positions accessed together are in different banks. Vectors
/// lie in all banks.
std::int64_t pitch_bytes(const Builder& b, std::int64_t elements_bytes);

/// Whether the value is the rows of a tensor, all of which a PMU holds in one slot.
bool is_kept(const Builder& b, NodeId node);
/// Whether the value is a take.
bool is_taken(const Builder& b, NodeId node);

}  // namespace rda::mapper
