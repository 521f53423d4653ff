// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/values.h"

#include <algorithm>
#include <utility>

namespace rda::sim::fast {

Values::Values(const Chip& chip, const Mapping& mapping, const Tensors& tensors, std::int64_t steps)
    : mapping_(mapping), record_(chip, mapping, steps), readers_(mapping.streams.size()) {
  for (std::size_t u = 0; u < mapping.units.size(); ++u)
    datapaths_.push_back(
        std::make_unique<Datapath>(chip, mapping, static_cast<int>(u), tensors, record_));
  for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
    if (mapping.streams[s].kind == TokenKind::control) continue;
    for (const int unit : mapping.streams[s].to) {
      queues_.emplace_back();
      readers_[s].push_back({unit, &queues_.back()});
    }
  }
}

Values::Queue* Values::queue(int stream, int unit) {
  for (const Reader& reader : readers_[static_cast<std::size_t>(stream)])
    if (reader.unit == unit) return reader.queue;
  return nullptr;
}

int Values::add(int unit, const Program& program, Role role) {
  Ends& ends = ends_.emplace_back();
  ends.unit = unit;
  ends.role = role;
  ends.nest = std::make_unique<LoopNest>(program);
  const std::int64_t items = program.loops.empty() ? 1 : program.loops.back();
  ends.numbers =
      ends.nest->firings() / std::max<std::int64_t>(1, items) * std::min(items, record_.items());
  for (const Port& port : program.inputs) ends.inputs.push_back(queue(port.stream, unit));
  for (const Port& port : program.outputs) ends.outputs.push_back(port.stream);
  return static_cast<int>(ends_.size()) - 1;
}

int Values::add(int unit, std::int64_t tokens_per_item) {
  Ends& ends = ends_.emplace_back();
  ends.unit = unit;
  ends.numbers = tokens_per_item * record_.items();
  return static_cast<int>(ends_.size()) - 1;
}

void Values::push(int stream, const Value& value) {
  for (const Reader& reader : readers_[static_cast<std::size_t>(stream)])
    reader.queue->push_back(value);
}

void Values::fire(const Ends& ends, const Event& event) {
  const Run& run = event.run;
  inputs_.assign(ends.inputs.size(), nullptr);
  outputs_.assign(ends.outputs.size(), nullptr);
  for (std::size_t i = 0; i < ends.inputs.size(); ++i)
    if (run.needed.has(i) && ends.inputs[i] && !ends.inputs[i]->empty())
      inputs_[i] = ends.inputs[i]->front();
  datapaths_[static_cast<std::size_t>(ends.unit)]->fire(
      ends.role, ends.nest->index_of(event.number), inputs_, outputs_);
  for (std::size_t i = 0; i < ends.inputs.size(); ++i)
    if (run.popped.has(i) && ends.inputs[i] && !ends.inputs[i]->empty())
      ends.inputs[i]->pop_front();
  for (std::size_t o = 0; o < ends.outputs.size(); ++o)
    if (run.made.has(o)) push(ends.outputs[o], outputs_[o]);
}

void Values::move(const Ends& ends, std::int64_t token) {
  Datapath& datapath = *datapaths_[static_cast<std::size_t>(ends.unit)];
  const UnitBody& body = mapping_.units[static_cast<std::size_t>(ends.unit)].body;
  if (const auto* source = std::get_if<SourceUnit>(&body)) {
    push(source->stream, datapath.send(token));
    return;
  }
  Queue* values = queue(std::get<SinkUnit>(body).stream, ends.unit);
  if (!values || values->empty()) return;
  datapath.take(token, values->front());
  values->pop_front();
}

void Values::settle() {
  // In a cycle, a PMU's read program comes before its write program: it was declared first.
  std::ranges::sort(events_, {}, [](const Event& e) { return std::pair(e.cycle, e.id); });
  for (const Event& event : events_) {
    const Ends& ends = ends_[static_cast<std::size_t>(event.id)];
    ends.nest ? fire(ends, event) : move(ends, event.number);
  }
  events_.clear();
}

}  // namespace rda::sim::fast
