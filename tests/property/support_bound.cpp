// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <map>

#include "mapping/index.h"
#include "mapping/latency.h"
#include "property/support.h"

namespace rda::test {
namespace {

/// When each token of a stream can be used by one of its readers.
using Arrivals = std::vector<Cycle>;

/// One program or stream port, fired as far as its tokens are known.
struct Actor {
  int unit = 0;
  const Program* program = nullptr;  ///< null: a stream port
  const PmuUnit* pmu = nullptr;
  bool writes = false;
  Index index;
  std::int64_t left = 0;
  Cycle next = 0;  ///< earliest cycle of the next firing
  std::vector<std::size_t> taken;
};

class LongestPath {
 public:
  LongestPath(const Chip& chip, const Mapping& mapping) : chip_(chip), mapping_(mapping) {
    for (std::size_t u = 0; u < mapping.units.size(); ++u) add(static_cast<int>(u));
    for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
      const Stream& stream = mapping.streams[s];
      for (const int reader : stream.to)
        arrivals_[{static_cast<int>(s), reader}].assign(static_cast<std::size_t>(stream.initial),
                                                        0);
    }
  }

  std::optional<Cycle> run() {
    for (bool any = true; any;) {
      any = false;
      for (Actor& actor : actors_)
        while (actor.left > 0 && fire(actor)) any = true;
    }
    for (const Actor& actor : actors_)
      if (actor.left > 0 && sink(actor)) return std::nullopt;
    return end_;
  }

 private:
  const SinkUnit* sink(const Actor& actor) const { return std::get_if<SinkUnit>(&body(actor)); }
  const UnitBody& body(const Actor& actor) const {
    return mapping_.units[static_cast<std::size_t>(actor.unit)].body;
  }

  void add(int unit) {
    const UnitBody& body = mapping_.units[static_cast<std::size_t>(unit)].body;
    const auto add_program = [&](const Program& program, const PmuUnit* pmu, bool writes) {
      actors_.push_back({unit, &program, pmu, writes, Index(program.loops.size(), 0),
                         mapping::firings(program), 0,
                         std::vector<std::size_t>(program.inputs.size(), 0)});
    };
    if (const auto* pcu = std::get_if<PcuUnit>(&body)) add_program(pcu->program, nullptr, false);
    if (const auto* pmu = std::get_if<PmuUnit>(&body)) {
      if (pmu->read) add_program(*pmu->read, pmu, false);
      if (pmu->write) add_program(*pmu->write, pmu, true);
    }
    if (const auto* source = std::get_if<SourceUnit>(&body))
      actors_.push_back({.unit = unit, .left = source->tokens});
    if (const auto* sink = std::get_if<SinkUnit>(&body))
      actors_.push_back({.unit = unit, .left = sink->tokens, .taken = {0}});
  }

  bool fire(Actor& actor) { return actor.program ? fire_program(actor) : fire_port(actor); }

  bool fire_program(Actor& actor) {
    const Program& program = *actor.program;
    Cycle when = actor.next;
    for (std::size_t i = 0; i < program.inputs.size(); ++i) {
      const Port& input = program.inputs[i];
      if (!inside(input.where, actor.index)) continue;
      const Arrivals& tokens = arrivals_.at({input.stream, actor.unit});
      if (actor.taken[i] >= tokens.size()) return false;
      when = std::max(when, tokens[actor.taken[i]]);
    }
    const Cycle banks =
        actor.pmu ? bank_cycles(chip_, mapping_, *actor.pmu, program, actor.writes, actor.index)
                  : 1;
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      if (inside(program.inputs[i].where, actor.index) &&
          last_below(program, program.inputs[i], actor.index))
        ++actor.taken[i];
    for (const Port& output : program.outputs)
      if (inside(output.where, actor.index) && last_below(program, output, actor.index))
        send(output.stream, when + banks - 1 + program.latency);
    actor.next = when + std::max<Cycle>(program.ii, banks);
    --actor.left;
    step(actor);
    return true;
  }

  static void step(Actor& actor) {
    for (std::size_t l = 0; l < actor.index.size(); ++l) {
      if (++actor.index[l] < actor.program->loops[l]) return;
      actor.index[l] = 0;
    }
  }

  bool fire_port(Actor& actor) {
    Cycle when = actor.next;
    if (const SinkUnit* to = sink(actor)) {
      const Arrivals& tokens = arrivals_.at({to->stream, actor.unit});
      if (actor.taken[0] >= tokens.size()) return false;
      when = std::max(when, tokens[actor.taken[0]++]);
      actor.next = when + port_cycles(chip_, chip_.stream.sinks, kind(to->stream));
      end_ = std::max(end_, when + 1);
    } else {
      const int stream = std::get<SourceUnit>(body(actor)).stream;
      send(stream, when);
      actor.next = when + port_cycles(chip_, chip_.stream.sources, kind(stream));
    }
    --actor.left;
    return true;
  }

  TokenKind kind(int stream) const {
    return mapping_.streams[static_cast<std::size_t>(stream)].kind;
  }

  void send(int number, Cycle when) {
    const Stream& stream = mapping_.streams[static_cast<std::size_t>(number)];
    for (const int reader : stream.to) {
      const Site site = mapping_.units[static_cast<std::size_t>(reader)].site();
      const Cycle way =
          stream.local() ? 1 : Cycle{mapping::links_to(stream, site)} * chip_.network.hop_latency;
      arrivals_.at({number, reader}).push_back(when + way);
    }
  }

  const Chip& chip_;
  const Mapping& mapping_;
  std::deque<Actor> actors_;
  std::map<std::pair<int, int>, Arrivals> arrivals_;
  Cycle end_ = 0;
};

}  // namespace

std::optional<Cycle> earliest_end(const Chip& chip, const Mapping& mapping) {
  return LongestPath(chip, mapping).run();
}

Cycle lower_bound(const Chip& chip, const Mapping& mapping) {
  Cycle bound = 0;
  std::int64_t dot_units = 0, width = 1;
  for (const Unit& unit : mapping.units) {
    if (const auto* sink = std::get_if<SinkUnit>(&unit.body); sink && sink->tokens > 0) {
      const TokenKind kind = mapping.streams[static_cast<std::size_t>(sink->stream)].kind;
      const Cycle each = port_cycles(chip, chip.stream.sinks, kind);
      bound = std::max(bound, (sink->tokens - 1) * each + 2 * chip.network.hop_latency + 1);
    }
    const auto* pcu = std::get_if<PcuUnit>(&unit.body);
    if (!pcu || !pcu->dot) continue;
    ++dot_units;
    width = chip.pcu.packing ? 32 / bits(pcu->dot->weights_format) : 1;
  }
  if (dot_units > 0) bound = std::max(bound, mapping.macs / (dot_units * chip.pcu.lanes * width));
  return bound;
}

}  // namespace rda::test
