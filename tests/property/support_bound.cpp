// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <map>

#include "mapping/index.h"
#include "property/support.h"

namespace rda::test {
namespace {

/// The cycles from which one reader of a stream can use each token.
using Arrivals = std::vector<Cycle>;

/// One program, fired as far as its tokens are known.
struct BoundedProgram {
  UnitId unit;
  const Program* program;
  std::vector<std::int64_t> index;
  std::int64_t left;
  std::vector<std::size_t> taken;  ///< by input
  Cycle next = 0;                  ///< earliest cycle of the next firing
};

class LongestPath {
 public:
  LongestPath(const Chip& chip, const Mapping& mapping) : chip_(chip), mapping_(mapping) {
    for (const UnitId unit : mapping.units.ids())
      for (const Program& program : mapping.units[unit].programs)
        programs_.push_back({unit, &program, std::vector<std::int64_t>(program.space.rank(), 0),
                             program.firings(),
                             std::vector<std::size_t>(program.inputs.size(), 0)});
    for (const StreamId stream : mapping.streams.ids())
      for (const UnitId reader : mapping.streams[stream].to)
        arrivals_[{stream, reader}].assign(
            static_cast<std::size_t>(mapping.streams[stream].initial()), 0);
  }

  std::optional<Cycle> run() {
    for (bool any = true; any;) {
      any = false;
      for (BoundedProgram& bounded : programs_)
        while (bounded.left > 0 && fire(bounded)) any = true;
    }
    for (const BoundedProgram& bounded : programs_)
      if (bounded.left > 0 && is_sink(bounded)) return std::nullopt;
    return end_;
  }

 private:
  bool is_sink(const BoundedProgram& bounded) const {
    return mapping_.units[bounded.unit].kind == UnitKind::sink;
  }

  bool fire(BoundedProgram& bounded) {
    const Program& program = *bounded.program;
    Cycle when = bounded.next;
    for (std::size_t i = 0; i < program.inputs.size(); ++i) {
      const Port& input = program.inputs[i];
      if (!inside(input.where, bounded.index)) continue;
      const Arrivals& tokens = arrivals_.at({input.stream, bounded.unit});
      if (bounded.taken[i] >= tokens.size()) return false;
      when = std::max(when, tokens[bounded.taken[i]]);
    }
    const Cycle banks =
        bank_cycles(chip_, mapping_, mapping_.units[bounded.unit], program, bounded.index);
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      if (inside(program.inputs[i].where, bounded.index) &&
          last_below(program, program.inputs[i], bounded.index))
        ++bounded.taken[i];
    for (const Port& output : program.outputs)
      if (inside(output.where, bounded.index) && last_below(program, output, bounded.index))
        send(output.stream, when + banks - 1 + program.latency);
    if (is_sink(bounded)) end_ = std::max(end_, when + 1);
    bounded.next = when + std::max<Cycle>(program.ii, banks);
    --bounded.left;
    step(bounded);
    return true;
  }

  static void step(BoundedProgram& bounded) {
    for (std::size_t l = 0; l < bounded.index.size(); ++l) {
      if (++bounded.index[l] < bounded.program->space.extents[l]) return;
      bounded.index[l] = 0;
    }
  }

  void send(StreamId number, Cycle when) {
    const Stream& stream = mapping_.streams[number];
    for (const UnitId reader : stream.to) {
      const Cycle links = mapping::links_to(stream, mapping_.units[reader].site());
      const Cycle way = stream.is_local() ? 1 : links * chip_.network.hop_latency;
      arrivals_.at({number, reader}).push_back(when + way);
    }
  }

  const Chip& chip_;
  const Mapping& mapping_;
  std::deque<BoundedProgram> programs_;
  std::map<std::pair<StreamId, UnitId>, Arrivals> arrivals_;
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
    for (const Program& program : unit.programs) {
      if (unit.kind == UnitKind::sink) {
        const TokenKind kind = mapping.streams[program.inputs.at(0).stream].kind;
        const Cycle each = hardware_of(chip, unit.kind).interval[kind];
        bound = std::max(bound, (program.firings() - 1) * each + 2 * chip.network.hop_latency + 1);
      }
      if (const auto* dot = std::get_if<DotProduct>(&program.work)) {
        ++dot_units;
        width = chip.pcu.packing ? 32 / bits(dot->weights_format) : 1;
      }
    }
  }
  if (dot_units > 0) bound = std::max(bound, mapping.macs / (dot_units * chip.pcu.lanes * width));
  return bound;
}

}  // namespace rda::test
