// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "mapping/boxes.h"
#include "mapping/latency.h"
#include "property/support_builder.h"
#include "rda/numerics.h"

namespace rda::test {
/// Streams of one kind that `unit` may read, two or more; else none.
std::vector<int> GraphBuilder::pick_alike(int unit, bool (*allowed)(TokenKind)) {
  std::vector<int> streams;
  for (int left = uniform(3, 8); left > 0 && streams.size() < 4; --left) {
    const int number = pick_stream(unit, allowed);
    if (number >= 0 && tokens_of(number) > 0 && std::ranges::find(streams, number) == streams.end())
      streams.push_back(number);
  }
  if (streams.size() < 2) streams.clear();
  return streams;
}

/// Strictly in turn if there are as many tokens of each, at times; else one after the other.
void GraphBuilder::read_in_turns(const std::vector<int>& streams, int unit, Program& program) {
  std::int64_t total = 0;
  for (const int number : streams) total += tokens_of(number);
  const std::int64_t each = tokens_of(streams.front());
  const auto turns = static_cast<std::int64_t>(streams.size());
  const bool alike =
      std::ranges::all_of(streams, [&](int number) { return tokens_of(number) == each; });
  const bool strictly = alike && chance(random_, 80);
  program.loops = strictly ? Loops{turns, each} : Loops{total};
  std::int64_t begin = 0;
  for (const int number : streams) {
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
  const int unit = static_cast<int>(c_.mapping.units.size());
  const bool vectors = chance(random_, 30);
  const auto streams = pick_alike(unit, vectors ? is_vector : is_scalar);
  const bool look_up = !vectors && chance(random_, 50);
  Site site;
  if (streams.empty() || !take_site(look_up ? SiteKind::pmu : SiteKind::pcu, site)) return false;
  add_unit("turns", site, PcuUnit{});
  if (look_up)
    look_up_in_turns(streams, unit);
  else
    operate_in_turns(streams, unit);
  return true;
}

void GraphBuilder::operate_in_turns(const std::vector<int>& streams, int unit) {
  PcuUnit pcu;
  read_in_turns(streams, unit, pcu.program);
  const auto inputs = static_cast<int>(streams.size());
  if (chance(random_, 60))
    pcu.operations = {{ScalarOp::mul, 0, 0}, {ScalarOp::sub, chance(random_, 50) ? inputs : 0, 0}};
  const TokenKind kind = stream(streams.front()).kind;
  while (!write(kind, unit, pcu.program, chance(random_, 50) ? 0 : -1)) continue;
  pcu.stages = pcu.program.latency = mapping::operation_stages(pcu);
  c_.mapping.units[static_cast<std::size_t>(unit)].body = std::move(pcu);
}

void GraphBuilder::look_up_in_turns(const std::vector<int>& streams, int unit) {
  PmuUnit pmu;
  read_in_turns(streams, unit, pmu.read.emplace());
  finish_look_up(std::move(pmu), unit);
}

/// A stream of so many scalars that comes from elsewhere, or -1.
int GraphBuilder::scalar_of(std::int64_t tokens, int reader) {
  for (int attempt = 0; attempt < 4; ++attempt)
    if (const int number = pick_stream(reader, is_scalar);
        number >= 0 && tokens_of(number) == tokens && stream(number).from != reader)
      return number;
  if (tokens < 1 || source_ports_.empty() || chance(random_, 30)) return -1;
  return make_source(TokenKind::scalar, tokens);
}

void GraphBuilder::make_addends(DotProduct& dot, Program& program, int unit) {
  dot.addends.resize(program.outputs.size());
  for (std::size_t o = 0; o < dot.addends.size(); ++o) {
    if (stream(program.outputs[o].stream).kind != TokenKind::scalar) continue;
    for (int left = uniform(0, 2); left > 0; --left) {
      const int number = scalar_of(tokens_of(program.outputs[o].stream), unit);
      if (number < 0) break;
      Port port{.name = port_name(), .stream = number};
      const auto made = mapping::made_box(program, program.outputs[o]);
      for (std::size_t l = 0; l < made.size(); ++l)
        port.where.push_back({static_cast<int>(l), made[l].lo, made[l].hi});
      dot.addends[o].push_back(static_cast<int>(program.inputs.size()));
      read(number, unit, program, std::move(port));
    }
  }
}

}  // namespace rda::test
