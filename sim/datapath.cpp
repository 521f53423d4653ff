// SPDX-License-Identifier: Apache-2.0
#include "sim/datapath.h"

#include <algorithm>

namespace rda::sim {
namespace {

/// Firings of the first `items` items.
struct FiringsOf {
  const Program& program;
  std::int64_t items;
  bool all;  ///< these are the items of all steps
  const Mapping& mapping;

  std::int64_t operator()(const DotProduct&) const { return outermost_loop(); }
  std::int64_t operator()(const Operations&) const { return outermost_loop(); }
  std::int64_t operator()(const MemoryAccess&) const { return outermost_loop(); }
  std::int64_t operator()(const ExternalAccess&) const { return outermost_loop(); }
  std::int64_t operator()(const PortTransfer& transfer) const {
    const std::int64_t tokens = transfer.tokens_per_item;
    return tokens * mapping.of_first(items, program.firings() / tokens);
  }

 private:
  std::int64_t outermost_loop() const {
    if (all) return program.firings();  // also those that write what states begin with
    const auto& extents = program.space.extents;
    const std::int64_t repetitions = mapping.repetitions();
    std::int64_t outermost = extents.empty() ? 1 : extents.back();
    if (repetitions > 1 && extents.size() > 1) outermost *= extents[extents.size() - 2];
    // Where sequences share weights, an iteration of the outermost loop is of several items.
    const std::int64_t in_step = outermost / mapping.steps;
    const bool shared = in_step * mapping.steps == outermost && 0 < in_step &&
                        in_step < mapping.batch && mapping.batch % in_step == 0;
    const std::int64_t items_each = shared ? mapping.batch / in_step : 1;
    return program.firings() / outermost *
           (mapping.of_first(items, outermost * items_each) / items_each);
  }
};

}  // namespace

Datapath::Datapath(const Chip& chip, const Mapping& mapping, UnitId unit, const Tensors& tensors,
                   ValueRecord& record, MemoryImage* external)
    : memory_(mapping.units[unit].buffers, tensors) {
  struct Maker {
    const Chip& chip;
    const Mapping& mapping;
    const Tensors& tensors;
    ValueRecord& record;
    MemoryDatapath::Memory memory;
    MemoryImage* external;
    const Program& program;
    Work operator()(const DotProduct& dot) const { return DotDatapath(chip, program, dot); }
    Work operator()(const Operations& work) const {
      return OperationsDatapath(chip, mapping, program, work);
    }
    Work operator()(const MemoryAccess&) const {
      return MemoryDatapath(chip, mapping, program, memory, record);
    }
    Work operator()(const ExternalAccess&) const {
      return MemoryDatapath(chip, mapping, program, {mapping.memory, *external}, record);
    }
    Work operator()(const PortTransfer&) const {
      return TransferDatapath(chip, mapping, program, tensors, record);
    }
  };
  const Unit& described = mapping.units[unit];
  const bool all = record.items() == mapping.steps * mapping.batch;
  for (const Program& program : described.programs) {
    const Maker maker{chip,     mapping, tensors, record, {described.buffers, memory_},
                      external, program};
    programs_.push_back({program.space,
                         std::visit(FiringsOf{program, record.items(), all, mapping}, program.work),
                         std::visit(maker, program.work)});
  }
}

void Datapath::fire(std::size_t program, Index index, std::span<const Value> inputs,
                    std::span<Value> outputs) {
  std::ranges::fill(outputs, nullptr);
  ProgramValues& values = programs_[program];
  if (values.space.item_of(0, index) >= values.verified) return;
  std::visit([&](auto& work) { work.fire(index, inputs, outputs); }, values.work);
}

}  // namespace rda::sim
