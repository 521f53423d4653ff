// SPDX-License-Identifier: Apache-2.0
#include "explain/roles.h"

#include <algorithm>
#include <array>

namespace rda::explain {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// What a program is for.
enum class Role { dot, look_up, pcu, read, write, source, sink };

Role role_of(const History& history, const Actor& actor) {
  const UnitBody& body = history.mapping().units[at(actor.unit)].body;
  if (std::holds_alternative<SourceUnit>(body)) return Role::source;
  if (std::holds_alternative<SinkUnit>(body)) return Role::sink;
  if (const auto* pcu = std::get_if<PcuUnit>(&body)) return pcu->dot ? Role::dot : Role::pcu;
  if (actor.writes) return Role::write;
  const bool looks_up = std::ranges::any_of(actor.program->outputs, [](const Port& port) {
    return port.access && port.access->look_up >= 0;
  });
  return looks_up ? Role::look_up : Role::read;
}

/// Words for firings and for a pipeline, and where their cycles count.
struct Words {
  const char* firings;
  const char* pipeline;
  ChainCategory firing, moving;
};

const Words& words_of(Role role) {
  using enum ChainCategory;
  static constexpr std::array<Words, 7> kWords{{
      {"dot product", "dot pipeline", dot_products, pipelines},
      {"look-up", "look-up", look_ups, look_ups},
      {"works", "pipeline", other_firings, pipelines},
      {"reads", "read pipeline", memories, memories},
      {"writes", "write pipeline", memories, memories},
      {"sends", "sends", stream_ports, stream_ports},
      {"takes", "takes", stream_ports, stream_ports},
  }};
  return kWords[static_cast<std::size_t>(role)];
}

/// The port at which a stream enters the unit.
const Port* input_port(const History& history, int stream, int unit) {
  const History::End end = history.reader(stream, unit);
  const Program* program = history.actor(end.actor).program;
  return program ? &program->inputs[at(end.port)] : nullptr;
}

/// Readers of a fork get the same tokens; the chain knows which of them it goes to only at the end.
void call_route(const History& history, const Link& link, ChainPart& part) {
  const Stream& stream = history.stream(link.cause.stream);
  const bool control = stream.kind == TokenKind::control;
  const bool arrives = link.effect.what == Event::What::fire;
  const int reader = arrives ? history.actor(link.effect.who).unit : stream.to.front();
  part.stream = stream.name;
  part.count = stream.local() ? 0 : 1;
  part.category = control ? ChainCategory::synchronization : ChainCategory::links;
  part.what = "links";
  if (arrives || stream.to.size() == 1) part.unit = history.mapping().units[at(reader)].name;
  const Port* port = control ? input_port(history, link.cause.stream, reader) : nullptr;
  if (port) part.what = port->name;
}

}  // namespace

ChainPart part_of(const History& history, const Link& link) {
  const Actor& actor = history.actor(link.cause.actor);
  const Role role = role_of(history, actor);
  const Words& words = words_of(role);
  ChainPart part;
  part.from = link.from;
  part.cycles = link.to - link.from;
  part.kind = link.cause.kind;
  part.waited = link.cause.waited;
  part.unit = history.mapping().units[at(actor.unit)].name;
  part.what = words.firings;
  part.category = words.firing;
  switch (link.cause.kind) {
    case ChainKind::firings:
      part.count = 1;
      break;
    case ChainKind::conflict:
      part.conflicts = part.cycles;
      break;
    case ChainKind::interval:
      part.what = "interval";
      part.count = 1;
      part.category = actor.program ? ChainCategory::intervals : ChainCategory::stream_ports;
      break;
    case ChainKind::pipeline:
      part.what = words.pipeline;
      part.category = words.moving;
      break;
    case ChainKind::hops:
      call_route(history, link, part);
      break;
    case ChainKind::room:
      part.what = "no room";
      part.stream = history.stream(link.cause.stream).name;
      part.count = 1;
      part.category = ChainCategory::back_pressure;
      break;
  }
  return part;
}

}  // namespace rda::explain
