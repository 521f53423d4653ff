// SPDX-License-Identifier: Apache-2.0
#include "explain/roles.h"

#include <algorithm>
#include <string>
#include <variant>

namespace rda::explain {
namespace {

/// Words for a program's firings and its pipeline, and the categories of firings, pipeline and
/// interval.
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
  Words operator()(const ExternalAccess& access) const {
    const char* const firings = access.writes ? "writes off chip" : "reads off chip";
    return {firings, kOffChip, memories, memories, intervals};
  }
  Words operator()(const PortTransfer&) const {
    const char* const firings = program.outputs.empty() ? "takes" : "sends";
    return {firings, firings, stream_ports, stream_ports, stream_ports};
  }
};

/// The name of a control token at a unit: the name of the port at which it enters.
std::string control_word(const History& history, StreamId stream, UnitId unit) {
  const History::End end = history.reader(stream, unit);
  const Program& program = *history.program(end.program).program;
  return program.has_pipeline() ? program.inputs[end.port].name : "links";
}

/// Describes an edge of kind hops. Only the last edge of a route knows to which reader of the
/// stream the chain goes.
void describe_hops(const History& history, const Edge& edge, ChainEntry& entry) {
  const Stream& stream = history.stream(edge.cause.stream);
  const bool control = stream.kind == TokenKind::control;
  const bool arrives = edge.effect.what == Event::What::fire;
  const UnitId reader = arrives ? history.program(edge.effect.program).unit : stream.to.front();
  entry.stream = stream.name;
  entry.count = stream.is_local() ? 0 : 1;
  entry.category = control ? ChainCategory::synchronization : ChainCategory::links;
  entry.what = control ? control_word(history, edge.cause.stream, reader) : "links";
  if (arrives || stream.to.size() == 1) entry.unit = history.mapping().units[reader].name;
}

}  // namespace

ChainEntry entry_of(const History& history, const Edge& edge) {
  const TracedProgram& traced = history.program(edge.cause.program);
  const Words words = std::visit(WordsOf{*traced.program}, traced.program->work);
  ChainEntry entry;
  entry.from = edge.from;
  entry.cycles = edge.to - edge.from;
  entry.kind = edge.cause.kind;
  entry.waited = edge.cause.waited;
  entry.unit = history.unit(traced).name;
  entry.what = words.firings;
  entry.category = words.firing;
  switch (edge.cause.kind) {
    case ChainKind::firings:
      entry.count = 1;
      break;
    case ChainKind::conflict:
      entry.conflicts = entry.cycles;
      break;
    case ChainKind::interval:
      entry.what = "interval";
      entry.count = 1;
      entry.category = words.interval;
      break;
    case ChainKind::pipeline:
      entry.what = words.pipeline;
      entry.category = words.moving;
      break;
    case ChainKind::hops:
      describe_hops(history, edge, entry);
      break;
    case ChainKind::room:
      entry.what = "no room";
      entry.stream = history.stream(edge.cause.stream).name;
      entry.count = 1;
      entry.category = ChainCategory::back_pressure;
      break;
  }
  return entry;
}

}  // namespace rda::explain
