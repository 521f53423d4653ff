// SPDX-License-Identifier: Apache-2.0
#include "sim/datapath.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::sim {

Datapath::Body Datapath::make(const Chip& chip, const Mapping& mapping, const Unit& unit,
                              const Tensors& tensors, ValueRecord& record) {
  struct Maker {
    const Chip& chip;
    const Mapping& mapping;
    const Tensors& tensors;
    ValueRecord& record;
    Body operator()(const PcuUnit& pcu) const { return PcuDatapath(chip, mapping, pcu); }
    Body operator()(const PmuUnit& pmu) const {
      return PmuDatapath(chip, mapping, pmu, tensors, record);
    }
    Body operator()(const SourceUnit& source) const {
      return SourceDatapath(chip, mapping, source, tensors, record.items());
    }
    Body operator()(const SinkUnit& sink) const {
      return SinkDatapath(chip, mapping, sink, record);
    }
  };
  return std::visit(Maker{chip, mapping, tensors, record}, unit.body);
}

Datapath::Datapath(const Chip& chip, const Mapping& mapping, int unit, const Tensors& tensors,
                   ValueRecord& record)
    : items_(record.items()),
      body_(make(chip, mapping, mapping.units[static_cast<std::size_t>(unit)], tensors, record)) {
  const UnitBody& body = mapping.units[static_cast<std::size_t>(unit)].body;
  if (const auto* source = std::get_if<SourceUnit>(&body)) {
    tokens_per_item_ = source->tokens_per_item;
  } else if (const auto* sink = std::get_if<SinkUnit>(&body)) {
    tokens_per_item_ = sink->tokens_per_item;
  }
}

void Datapath::fire(Role role, Index index, std::span<const Value> inputs,
                    std::span<Value> outputs) {
  std::ranges::fill(outputs, nullptr);
  const std::int64_t item = index.empty() ? 0 : index.back();
  if (item >= items_) return;
  if (auto* pcu = std::get_if<PcuDatapath>(&body_)) {
    pcu->fire(index, inputs, outputs);
    return;
  }
  auto& pmu = std::get<PmuDatapath>(body_);
  if (role == Role::read) {
    pmu.fire_read(index, inputs, outputs);
  } else {
    pmu.fire_write(index, inputs);
  }
}

Value Datapath::send(std::int64_t token) {
  if (token / tokens_per_item_ >= items_) return nullptr;
  return std::get<SourceDatapath>(body_).send(token);
}

void Datapath::take(std::int64_t token, const Value& value) {
  if (value && token / tokens_per_item_ < items_) std::get<SinkDatapath>(body_).take(token, *value);
}

}  // namespace rda::sim
