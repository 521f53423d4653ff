// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rda/mapping.h"
#include "rda/tensors.h"

namespace rda::sim {

/// The bytes of a PMU's scratchpad, little-endian.
class MemoryImage {
 public:
  MemoryImage() = default;
  /// Zero outside the buffers' contents.
  /// @throws WorkloadError  a tensor is missing or smaller than the slice a content names
  MemoryImage(const std::vector<Buffer>& buffers, const Tensors& tensors);

  std::int64_t size() const { return static_cast<std::int64_t>(bytes_.size()); }
  /// The `width` (1, 2 or 4) bytes at `address`, in the low bits.
  std::uint32_t load(std::int64_t address, int width) const;
  void store(std::int64_t address, int width, std::uint32_t pattern);

 private:
  void fill(const Buffer& buffer, const Content& content, const Tensors& tensors);

  std::vector<std::uint8_t> bytes_;
};

/// The tensor of this name; it has at least `rows` rows and `cols` columns.
/// @throws WorkloadError  naming the tensor, its shape and the one needed
const Tensor& find_tensor(const Tensors& tensors, const std::string& name, std::int64_t rows,
                          std::int64_t cols);

}  // namespace rda::sim
