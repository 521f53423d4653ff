// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "rda/check.h"
#include "sim/datapath.h"

namespace rda::sim {
namespace {

/// Bits a value takes in a vector's word.
int packed_bits(const Chip& chip, Format format) { return chip.pcu.packing ? bits(format) : 32; }

TokenKind kind_of(const Mapping& mapping, int stream) {
  return mapping.streams[static_cast<std::size_t>(stream)].kind;
}

}  // namespace

std::int64_t columns_per_token(const Chip& chip, TokenKind kind, Format format) {
  if (kind != TokenKind::vector) return 1;
  return std::int64_t{chip.pcu.lanes} * (32 / packed_bits(chip, format));
}

SourceDatapath::SourceDatapath(const Chip& chip, const Mapping& mapping, const SourceUnit& unit,
                               const Tensors& tensors, std::int64_t items)
    : chip_(chip), unit_(unit), kind_(kind_of(mapping, unit.stream)) {
  if (unit.tokens == 0 || items == 0 || kind_ == TokenKind::control) return;
  const std::int64_t columns = columns_per_token(chip, kind_, unit.format);
  const std::int64_t sent = (unit.tokens + unit.tokens_per_item - 1) / unit.tokens_per_item;
  const std::int64_t last = std::min(unit.tokens, unit.tokens_per_item) - 1;
  tensor_ = &find_tensor(tensors, unit.tensor, std::min(items, sent), last * columns + 1);
}

Value SourceDatapath::send(std::int64_t token) const {
  if (!tensor_) return nullptr;
  const std::int64_t row = token / unit_.tokens_per_item;
  const std::int64_t column =
      token % unit_.tokens_per_item * columns_per_token(chip_, kind_, unit_.format);
  if (kind_ == TokenKind::vector) return std::make_shared<const Words>(pack(row, column));
  const auto value =
      static_cast<float>(round_to(unit_.format, tensor_->at(row, column), unit_.scale));
  return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(value));
}

Words SourceDatapath::pack(std::int64_t row, std::int64_t first_column) const {
  const int width = packed_bits(chip_, unit_.format);
  const std::uint32_t mask = width == 32 ? ~0U : (1U << width) - 1;
  Words words(static_cast<std::size_t>(chip_.pcu.lanes), 0);
  const std::int64_t columns = columns_per_token(chip_, kind_, unit_.format);
  const std::int64_t end = std::min(tensor_->cols, first_column + columns);
  for (std::int64_t column = first_column; column < end; ++column) {
    const std::int64_t bit = (column - first_column) * width;
    const std::uint32_t pattern =
        encode(unit_.format, tensor_->at(row, column), unit_.scale) & mask;
    words[static_cast<std::size_t>(bit / 32)] |= pattern << (bit % 32);
  }
  return words;
}

SinkDatapath::SinkDatapath(const Chip& chip, const Mapping& mapping, const SinkUnit& unit,
                           ValueRecord& record)
    : chip_(chip), unit_(unit), kind_(kind_of(mapping, unit.stream)), record_(&record) {}

void SinkDatapath::take(std::int64_t token, const Words& words) {
  const std::int64_t item = token / unit_.tokens_per_item;
  const std::int64_t columns = columns_per_token(chip_, kind_, unit_.format);
  const std::int64_t first = token % unit_.tokens_per_item * columns;
  if (kind_ != TokenKind::vector) {
    const double value = std::bit_cast<float>(words.at(0));
    record_->set(unit_.tensor, item, first, round_to(unit_.format, value, unit_.scale));
    return;
  }
  const int width = packed_bits(chip_, unit_.format);
  for (std::int64_t i = 0; i < columns; ++i) {
    const std::int64_t bit = i * width;
    const std::uint32_t pattern = words.at(static_cast<std::size_t>(bit / 32)) >> (bit % 32);
    record_->set(unit_.tensor, item, first + i, decode(unit_.format, pattern, unit_.scale));
  }
}

}  // namespace rda::sim
