// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/values.h"

#include <algorithm>

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

void Values::add(int id, int unit, const Program& program, Role role) {
  ends_.resize(static_cast<std::size_t>(id) + 1);
  Ends& ends = ends_.back();
  ends.unit = unit;
  ends.role = role;
  ends.program = &program;
  ends.nest = std::make_unique<LoopNest>(program);
  const std::int64_t items = program.loops.empty() ? 1 : program.loops.back();
  ends.firings =
      ends.nest->firings() / std::max<std::int64_t>(1, items) * std::min(items, record_.items());
  for (const Port& port : program.inputs) ends.inputs.push_back(queue(port.stream, unit));
  for (const Port& port : program.outputs) ends.outputs.push_back(port.stream);
}

void Values::push(int stream, const Value& value) {
  for (const Reader& reader : readers_[static_cast<std::size_t>(stream)])
    reader.queue->push_back(value);
}

void Values::fired(int id, std::int64_t firing, const Run& run) {
  const Ends& ends = ends_[static_cast<std::size_t>(id)];
  if (firing >= ends.firings) return;
  inputs_.assign(ends.inputs.size(), nullptr);
  outputs_.assign(ends.outputs.size(), nullptr);
  for (std::size_t i = 0; i < ends.inputs.size(); ++i)
    if ((run.needed >> i & 1) != 0 && ends.inputs[i] && !ends.inputs[i]->empty())
      inputs_[i] = ends.inputs[i]->front();
  datapaths_[static_cast<std::size_t>(ends.unit)]->fire(ends.role, ends.nest->index_of(firing),
                                                        inputs_, outputs_);
  for (std::size_t i = 0; i < ends.inputs.size(); ++i)
    if ((run.popped >> i & 1) != 0 && ends.inputs[i] && !ends.inputs[i]->empty())
      ends.inputs[i]->pop_front();
  for (std::size_t o = 0; o < ends.outputs.size(); ++o)
    if ((run.made >> o & 1) != 0) push(ends.outputs[o], outputs_[o]);
}

void Values::sent(int unit, std::int64_t token) {
  const auto& source = std::get<SourceUnit>(mapping_.units[static_cast<std::size_t>(unit)].body);
  if (token < record_.items() * source.tokens_per_item)
    push(source.stream, datapaths_[static_cast<std::size_t>(unit)]->send(token));
}

void Values::taken(int unit, std::int64_t token) {
  const auto& sink = std::get<SinkUnit>(mapping_.units[static_cast<std::size_t>(unit)].body);
  Queue* values = queue(sink.stream, unit);
  if (!values || values->empty()) return;
  datapaths_[static_cast<std::size_t>(unit)]->take(token, values->front());
  values->pop_front();
}

}  // namespace rda::sim::fast
