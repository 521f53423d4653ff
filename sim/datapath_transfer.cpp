// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "rda/check.h"
#include "sim/datapath_work.h"

namespace rda::sim {
namespace {

/// Bits of a value in a vector's word.
int packed_bits(const Chip& chip, Format format) { return chip.pcu.packing ? bits(format) : 32; }

}  // namespace

const Port& port_of(const Program& program) {
  return program.inputs.empty() ? program.outputs.front() : program.inputs.front();
}

std::int64_t columns_per_token(const Chip& chip, TokenKind kind, Format format) {
  if (kind != TokenKind::vector) return 1;
  return std::int64_t{chip.pcu.lanes} * (32 / packed_bits(chip, format));
}

TransferDatapath::TransferDatapath(const Chip& chip, const Mapping& mapping, const Program& program,
                                   const Tensors& tensors, ValueRecord& record)
    : chip_(chip),
      program_(program),
      transfer_(std::get<PortTransfer>(program.work)),
      kind_(mapping.streams[port_of(program).stream].kind),
      columns_(columns_per_token(chip, kind_, transfer_.format)),
      record_(record) {
  const std::int64_t items = record.items();
  if (program.outputs.empty() || items == 0 || kind_ == TokenKind::control) return;
  const std::int64_t tokens = program.firings();
  const Place last = place_of(std::min(tokens, transfer_.tokens_per_item) - 1);
  const std::int64_t rows = mapping.of_first(items, place_of(tokens - 1).row + 1);
  tensor_ = &find_tensor(tensors, transfer_.tensor, rows, last.first_column + 1);
}

TransferDatapath::Place TransferDatapath::place_of(std::int64_t token) const {
  const std::int64_t tokens = transfer_.tokens_per_item;
  return {token / tokens, token % tokens * columns_};
}

void TransferDatapath::fire(Index index, std::span<const Value> inputs,
                            std::span<Value> outputs) const {
  const Place place = place_of(program_.space.item_of(0, index));
  if (tensor_) outputs.front() = send(place);
  if (!inputs.empty() && inputs.front()) take(place, *inputs.front());
}

Value TransferDatapath::send(Place place) const {
  if (kind_ == TokenKind::vector) return std::make_shared<const Words>(pack(place));
  const double element = tensor_->at(place.row, place.first_column);
  const auto value = static_cast<float>(round_to(transfer_.format, element, transfer_.scale));
  return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(value));
}

Words TransferDatapath::pack(Place place) const {
  const int width = packed_bits(chip_, transfer_.format);
  const std::uint32_t mask = width == 32 ? ~0U : (1U << width) - 1;
  Words words(static_cast<std::size_t>(chip_.pcu.lanes), 0);
  const std::int64_t end = std::min(tensor_->cols, place.first_column + columns_);
  for (std::int64_t column = place.first_column; column < end; ++column) {
    const std::int64_t bit = (column - place.first_column) * width;
    const std::uint32_t pattern =
        encode(transfer_.format, tensor_->at(place.row, column), transfer_.scale) & mask;
    words[static_cast<std::size_t>(bit / 32)] |= pattern << (bit % 32);
  }
  return words;
}

void TransferDatapath::take(Place place, const Words& words) const {
  const auto set = [&](std::int64_t column, double value) {
    record_.set(transfer_.tensor, place.row, place.first_column + column, value);
  };
  if (kind_ != TokenKind::vector) {
    const double value = std::bit_cast<float>(words.at(0));
    set(0, round_to(transfer_.format, value, transfer_.scale));
    return;
  }
  const int width = packed_bits(chip_, transfer_.format);
  for (std::int64_t i = 0; i < columns_; ++i) {
    const std::int64_t bit = i * width;
    const std::uint32_t pattern = words.at(static_cast<std::size_t>(bit / 32)) >> (bit % 32);
    set(i, decode(transfer_.format, pattern, transfer_.scale));
  }
}

}  // namespace rda::sim
