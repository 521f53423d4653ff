// SPDX-License-Identifier: Apache-2.0
#include "sim/datapath_record.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rda/check.h"
#include "sim/datapath_work.h"

namespace rda::sim {

std::int64_t tap_row(const Access& access, Index index) {
  const int rows = access.slot_level - 1, turns = access.tap_turn_loop();
  std::int64_t row = access.tap_row;
  if (rows >= 0) row += access.tap_step * index[static_cast<std::size_t>(rows)];
  if (turns >= 0) row += access.tap_turn * index[static_cast<std::size_t>(turns)];
  return row;
}

std::int64_t tap_item(const Program& program, const Port& port, Index index) {
  const int level = port.access->slot_level;
  const int sequences = port.access->tap_sequences;
  if (sequences > 1)
    return program.space.item_of(level, index) * sequences +
           index[static_cast<std::size_t>(level - 2)];
  const auto of_items = [&](const Bound& bound) { return bound.loop >= level; };
  if (std::ranges::none_of(port.where.bounds, of_items)) return program.space.item_of(level, index);
  const Box where = program.where(port);
  std::int64_t item = 0;
  for (std::size_t loop = where.rank(); loop-- > static_cast<std::size_t>(level);)
    item = item * where[loop].size() + index[loop] - where[loop].lo;
  return item;
}

/// Makes the rows long enough for what a program records.
struct ValueRecord::Widener {
  ValueRecord& record;
  const Chip& chip;
  const Mapping& mapping;
  const Program& program;

  void operator()(const DotProduct&) const {}
  void operator()(const Operations&) const {}
  void operator()(const ExternalAccess&) const { taps(); }
  void operator()(const MemoryAccess&) const { taps(); }
  void operator()(const PortTransfer& transfer) const {
    for (const Port& input : program.inputs) {
      const TokenKind kind = mapping.streams[input.stream].kind;
      record.widen(transfer.tensor,
                   transfer.tokens_per_item * columns_per_token(chip, kind, transfer.format),
                   mapping.of_first(record.items_, program.firings() / transfer.tokens_per_item));
    }
  }

 private:
  void taps() const {
    for (const Port& input : program.inputs)
      if (input.access && !input.access->tap.empty()) widen(input, *input.access);
  }
  void widen(const Port& port, const Access& access) const {
    const Box stored = program.where(port).clip(access.keep);
    std::vector<std::int64_t> last;
    for (const Extent& range : stored.ranges())
      last.push_back(std::max<std::int64_t>(range.hi - 1, 0));
    const bool vector = mapping.streams[port.stream].kind == TokenKind::vector;
    // Of a whole run all items, also where they are rows of tensors and more than those of steps.
    const std::int64_t items =
        program.where(port).count_from(access.slot_level) * access.tap_sequences;
    const bool whole = record.items_ >= mapping.steps * mapping.batch;
    record.widen(access.tap, tap_row(access, last) + (vector ? chip.pcu.lanes : 1),
                 whole ? items : mapping.of_first(record.items_, items));
  }
};

ValueRecord::ValueRecord(const Chip& chip, const Mapping& mapping, std::int64_t verify_steps)
    : items_(std::min(verify_steps, mapping.steps) * mapping.batch) {
  for (const Unit& unit : mapping.units)
    for (const Program& program : unit.programs)
      std::visit(Widener{*this, chip, mapping, program}, program.work);
  for (const auto& [tensor, size] : row_size_) {
    values_[tensor].assign(static_cast<std::size_t>(rows_.at(tensor) * size),
                           std::numeric_limits<double>::quiet_NaN());
  }
}

void ValueRecord::widen(const std::string& tensor, std::int64_t row_size, std::int64_t items) {
  if (tensor.empty()) return;
  std::int64_t &size = row_size_[tensor], &rows = rows_[tensor];
  size = std::max(size, row_size);
  rows = std::max(rows, items);
}

void ValueRecord::set(const std::string& tensor, std::int64_t item, std::int64_t row,
                      double value) {
  if (tensor.empty() || item >= rows_.at(tensor)) return;
  const std::int64_t size = row_size_.at(tensor);
  RDA_CHECK(row >= 0 && row < size, tensor);
  // An element may be tapped twice. If the taps disagree, neither may hide the other.
  double& element = values_.at(tensor)[static_cast<std::size_t>(item * size + row)];
  const bool disagrees = !std::isnan(element) && element != value;
  element = disagrees ? std::numeric_limits<double>::quiet_NaN() : value;
}

double ValueRecord::at(const std::string& tensor, std::int64_t item, std::int64_t row) const {
  return values_.at(tensor).at(static_cast<std::size_t>(item * row_size_.at(tensor) + row));
}

void ValueRecord::move_into(RunResult& result) {
  result.values = std::move(values_);
  result.row_size = std::move(row_size_);
}

}  // namespace rda::sim
