// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/values.h"

#include <algorithm>
#include <utility>

namespace rda::sim::fast {

Values::Values(const Chip& chip, const Mapping& mapping, const Tensors& tensors, std::int64_t steps)
    : mapping_(mapping),
      record_(chip, mapping, steps),
      external_(mapping.memory, tensors),
      readers_(mapping.streams.size()) {
  for (const UnitId unit : mapping.units.ids())
    datapaths_.push_back(
        std::make_unique<Datapath>(chip, mapping, unit, tensors, record_, &external_));
  for (const StreamId stream : mapping.streams.ids()) {
    if (mapping.streams[stream].kind == TokenKind::control) continue;
    for (const UnitId unit : mapping.streams[stream].to) {
      queues_.emplace_back();
      readers_[stream].push_back({unit, &queues_.back()});
    }
  }
}

Values::Queue* Values::queue(StreamId stream, UnitId unit) {
  for (const Reader& reader : readers_[stream])
    if (reader.unit == unit) return reader.queue;
  return nullptr;
}

int Values::add(UnitId unit, std::size_t number) {
  const Program& program = mapping_.units[unit].programs[number];
  Ends ends{unit, number, program.space, datapaths_[unit]->verified_firings(number), {}, {}};
  for (const Port& port : program.inputs) ends.inputs.push_back(queue(port.stream, unit));
  for (const Port& port : program.outputs) ends.outputs.push_back(port.stream);
  ends_.push_back(std::move(ends));
  return static_cast<int>(ends_.size()) - 1;
}

void Values::push(StreamId stream, const Value& value) {
  for (const Reader& reader : readers_[stream]) reader.queue->push_back(value);
}

void Values::fire(const Ends& ends, const Event& event) {
  const Stretch& stretch = event.stretch;
  inputs_.assign(ends.inputs.size(), nullptr);
  outputs_.assign(ends.outputs.size(), nullptr);
  for (std::size_t i = 0; i < ends.inputs.size(); ++i)
    if (stretch.needed.has(i) && ends.inputs[i] && !ends.inputs[i]->empty())
      inputs_[i] = ends.inputs[i]->front();
  datapaths_[ends.unit]->fire(ends.program, ends.space.index_of(event.number), inputs_, outputs_);
  for (std::size_t i = 0; i < ends.inputs.size(); ++i)
    if (stretch.popped.has(i) && ends.inputs[i] && !ends.inputs[i]->empty())
      ends.inputs[i]->pop_front();
  for (std::size_t o = 0; o < ends.outputs.size(); ++o)
    if (stretch.made.has(o)) push(ends.outputs[o], outputs_[o]);
}

void Values::settle(Cycle cycle) {
  // In a cycle, a PMU's read program comes before its write program: it was declared first.
  const auto order = [](const Event& e) { return std::pair(e.cycle, e.id); };
  if (!sorted_)
    std::ranges::sort(events_.begin() + static_cast<std::ptrdiff_t>(done_), events_.end(), {},
                      order);
  sorted_ = true;
  for (; done_ < events_.size() && events_[done_].cycle < cycle; ++done_)
    fire(ends_[static_cast<std::size_t>(events_[done_].id)], events_[done_]);
  if (done_ < events_.size()) return;
  events_.clear();
  done_ = 0;
}

}  // namespace rda::sim::fast
