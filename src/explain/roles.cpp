// SPDX-License-Identifier: Apache-2.0
#include "explain/roles.h"

#include <algorithm>
#include <string>
#include <variant>

namespace rda::explain {
namespace {

/// Words for a program's firings and its pipeline, and where their cycles count, and those between
/// two firings.
struct Words {
  const char* firings;
  const char* pipeline;
  ChainCategory firing, moving, interval;
};

struct WordsOf {
  using enum ChainCategory;
  const Program& program;

  Words operator()(const DotProduct&) const {
    return {"dot product", "dot pipeline", dot_products, pipelines, intervals};
  }
  Words operator()(const Operations&) const {
    return {"works", "pipeline", other_firings, pipelines, intervals};
  }
  Words operator()(const MemoryAccess& access) const {
    if (access.writes) return {"writes", "write pipeline", memories, memories, intervals};
    const bool looks_up = std::ranges::any_of(
        program.outputs, [](const Port& port) { return port.access && port.access->look_up >= 0; });
    if (looks_up) return {"look-up", "look-up", look_ups, look_ups, intervals};
    return {"reads", "read pipeline", memories, memories, intervals};
  }
  Words operator()(const PortTransfer&) const {
    const char* const firings = program.outputs.empty() ? "takes" : "sends";
    return {firings, firings, stream_ports, stream_ports, stream_ports};
  }
};

/// What a token of a control stream is called where it enters a unit: the port says it.
std::string control_word(const History& history, StreamId stream, UnitId unit) {
  const History::End end = history.reader(stream, unit);
  const Program& program = *history.actor(end.actor).program;
  return program.has_pipeline() ? program.inputs[end.port].name : "links";
}

/// Readers of a fork get the same tokens; the chain knows which of them it goes to only at the end.
void call_route(const History& history, const Link& link, ChainPart& part) {
  const Stream& stream = history.stream(link.cause.stream);
  const bool control = stream.kind == TokenKind::control;
  const bool arrives = link.effect.what == Event::What::fire;
  const UnitId reader = arrives ? history.actor(link.effect.actor).unit : stream.to.front();
  part.stream = stream.name;
  part.count = stream.is_local() ? 0 : 1;
  part.category = control ? ChainCategory::synchronization : ChainCategory::links;
  part.what = control ? control_word(history, link.cause.stream, reader) : "links";
  if (arrives || stream.to.size() == 1) part.unit = history.mapping().units[reader].name;
}

}  // namespace

ChainPart part_of(const History& history, const Link& link) {
  const Actor& actor = history.actor(link.cause.actor);
  const Words words = std::visit(WordsOf{*actor.program}, actor.program->work);
  ChainPart part;
  part.from = link.from;
  part.cycles = link.to - link.from;
  part.kind = link.cause.kind;
  part.waited = link.cause.waited;
  part.unit = history.unit(actor).name;
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
      part.category = words.interval;
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
