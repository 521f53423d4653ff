// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "property/support_builder.h"

namespace rda::test {

/// Streams of one kind that `unit` may read, two or more; else none.
std::vector<StreamId> GraphBuilder::pick_alike(UnitId unit, bool (*allowed)(TokenKind)) {
  std::vector<StreamId> streams;
  for (int left = uniform(3, 8); left > 0 && streams.size() < 4; --left) {
    const StreamId number = pick_stream(unit, allowed);
    if (number.exists() && std::ranges::find(streams, number) == streams.end())
      streams.push_back(number);
  }
  if (streams.size() < 2) streams.clear();
  return streams;
}

/// Strictly in turn if there are as many tokens of each, at times; else one after the other.
void GraphBuilder::read_in_turns(const std::vector<StreamId>& streams, UnitId unit,
                                 Program& program) {
  std::int64_t total = 0;
  for (const StreamId number : streams) total += tokens_of(number);
  const std::int64_t each = tokens_of(streams.front());
  const auto turns = static_cast<std::int64_t>(streams.size());
  const bool alike =
      std::ranges::all_of(streams, [&](StreamId number) { return tokens_of(number) == each; });
  const bool strictly = alike && chance(random_, 80);
  program.space = {strictly ? Loops{turns, each} : Loops{total}};
  std::int64_t begin = 0;
  for (const StreamId number : streams) {
    const std::int64_t end = begin + (strictly ? 1 : tokens_of(number));
    read(number, unit, program,
         {.name = port_name(),
          .stream = number,
          .where = {{0, begin, end}},
          .turn_of = begin == 0 ? -1 : 0});
    begin = end;
  }
}

bool GraphBuilder::add_turns() {
  const UnitId unit = c_.mapping.units.end_id();
  const bool vectors = chance(random_, 30);
  const auto streams = pick_alike(unit, vectors ? is_vector : is_scalar);
  const bool look_up = chance(random_, 50);
  const UnitKind kind = look_up ? UnitKind::pmu : UnitKind::pcu;
  GridSite site;
  if (streams.empty() || !take_site(kind, site)) return false;
  add_unit("turns", kind, site);
  if (look_up)
    look_up_in_turns(streams, unit);
  else
    operate_in_turns(streams, unit);
  return true;
}

void GraphBuilder::operate_in_turns(const std::vector<StreamId>& streams, UnitId unit) {
  Program program;
  read_in_turns(streams, unit, program);
  const auto inputs = static_cast<int>(streams.size());
  if (chance(random_, 60))
    program.work =
        Operations{{{ScalarOp::mul, 0, 0}, {ScalarOp::sub, chance(random_, 50) ? inputs : 0, 0}}};
  const TokenKind kind = stream(streams.front()).kind;
  while (!write(kind, unit, program, chance(random_, 50) ? 0 : -1)) continue;
  finish_pcu(std::move(program), unit);
}

void GraphBuilder::look_up_in_turns(const std::vector<StreamId>& streams, UnitId unit) {
  Program read = memory_program(false);
  read_in_turns(streams, unit, read);
  finish_look_up(std::move(read), unit);
}

/// A stream of so many scalars that comes from elsewhere, or none.
StreamId GraphBuilder::scalar_of(std::int64_t tokens, UnitId reader) {
  for (int attempt = 0; attempt < 4; ++attempt)
    if (const StreamId number = pick_stream(reader, is_scalar);
        number.exists() && tokens_of(number) == tokens && stream(number).from != reader)
      return number;
  if (source_ports_.empty() || chance(random_, 30)) return {};
  return make_source(TokenKind::scalar, tokens);
}

void GraphBuilder::make_addends(DotProduct& dot, Program& program, UnitId unit) {
  dot.addends.resize(program.outputs.size());
  for (std::size_t o = 0; o < dot.addends.size(); ++o) {
    if (stream(program.outputs[o].stream).kind != TokenKind::scalar) continue;
    for (int left = uniform(0, 2); left > 0; --left) {
      const StreamId number = scalar_of(tokens_of(program.outputs[o].stream), unit);
      if (!number.exists()) break;
      Port port{.name = port_name(), .stream = number};
      const Box made = program.moves(program.outputs[o]);
      for (std::size_t l = 0; l < made.rank(); ++l)
        port.where.add({static_cast<int>(l), made[l].lo, made[l].hi});
      dot.addends[o].push_back(static_cast<int>(program.inputs.size()));
      read(number, unit, program, std::move(port));
    }
  }
}

}  // namespace rda::test
