// SPDX-License-Identifier: Apache-2.0
#include "sim/memory_image.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "rda/check.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda::sim {
namespace {

/// first + (count − 1) · step + 1: the rows or columns that a tensor must have. Saturates.
std::int64_t needed(std::int64_t first, std::int64_t step, std::int64_t count) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(count - 1, step, &result) ||
      __builtin_add_overflow(result, first + 1, &result))
    return std::numeric_limits<std::int64_t>::max();
  return result;
}

}  // namespace

MemoryImage::MemoryImage(const std::vector<Buffer>& buffers, const Tensors& tensors) {
  std::int64_t size = 0;
  for (const Buffer& buffer : buffers) {
    size = std::max(size, buffer.offset + buffer.slots * buffer.slot_bytes);
  }
  bytes_.assign(static_cast<std::size_t>(size), 0);
  for (const Buffer& buffer : buffers) {
    for (const Content& content : buffer.contents) fill(buffer, content, tensors);
  }
}

void MemoryImage::fill(const Buffer& buffer, const Content& content, const Tensors& tensors) {
  if (content.rows == 0 || content.cols == 0) return;
  const std::int64_t rows = needed(content.first_row, content.row_step, content.rows);
  const std::int64_t cols = needed(content.first_col, content.col_step, content.cols);
  const Tensor& tensor = find_tensor(tensors, content.tensor, rows, cols);
  const int width = content.word_each ? 4 : bytes(content.format);
  const std::int64_t base = buffer.offset + content.slot * buffer.slot_bytes + content.offset;
  for (std::int64_t r = 0; r < content.rows; ++r) {
    for (std::int64_t c = 0; c < content.cols; ++c) {
      const double value = tensor.at(content.first_row + r * content.row_step,
                                     content.first_col + c * content.col_step);
      const std::uint32_t pattern = encode(content.format, value, content.scale);
      std::int64_t address = base + r * content.pitch + c * content.copies * width;
      for (std::int64_t copy = 0; copy < content.copies; ++copy, address += width)
        store(address, width, pattern);
    }
  }
}

std::uint32_t MemoryImage::load(std::int64_t address, int width) const {
  RDA_CHECK(address >= 0 && address + width <= size(), std::to_string(address));
  std::uint32_t pattern = 0;
  for (int i = 0; i < width; ++i) {
    pattern |= std::uint32_t{bytes_[static_cast<std::size_t>(address + i)]} << (8 * i);
  }
  return pattern;
}

void MemoryImage::store(std::int64_t address, int width, std::uint32_t pattern) {
  RDA_CHECK(address >= 0 && address + width <= size(), std::to_string(address));
  for (int i = 0; i < width; ++i) {
    bytes_[static_cast<std::size_t>(address + i)] = static_cast<std::uint8_t>(pattern >> (8 * i));
  }
}

const Tensor& find_tensor(const Tensors& tensors, const std::string& name, std::int64_t rows,
                          std::int64_t cols) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw WorkloadError("tensor " + name, "is missing");
  const Tensor& tensor = found->second;
  if (tensor.rows < rows || tensor.cols < cols) {
    throw WorkloadError("tensor " + name,
                        fmt::format("is [{}, {}] (the mapping needs at least [{}, {}])",
                                    tensor.rows, tensor.cols, rows, cols));
  }
  return tensor;
}

}  // namespace rda::sim
