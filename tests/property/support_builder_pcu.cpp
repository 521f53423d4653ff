// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "property/support_builder.h"

namespace rda::test {
namespace {

bool any_kind(TokenKind) { return true; }

}  // namespace

bool GraphBuilder::add_pcu() {
  const int unit = static_cast<int>(c_.mapping.units.size());
  const bool dot = chance(random_, 40);
  const int first = pick_stream(unit, dot ? is_vector : any_kind);
  Site site;
  if (first < 0 || tokens_of(first) < 1 || !take_site(SiteKind::pcu, site)) return false;
  add_unit("pcu", site, PcuUnit{});
  PcuUnit pcu;
  pcu.program.ii = chance(random_, 75) ? 1 : uniform(2, 7);
  pcu.program.loops = loops_for(tokens_of(first));
  while (!read_if_it_fits(first, unit, pcu.program, dot)) pcu.program.loops = {tokens_of(first)};
  if (dot)
    make_dot(pcu, unit, 0);
  else
    make_element_wise(pcu, unit, 0);
  c_.mapping.units[static_cast<std::size_t>(unit)].body = std::move(pcu);
  return true;
}

void GraphBuilder::make_dot(PcuUnit& pcu, int unit, int operand) {
  constexpr std::array kFormats{Format::fp32,     Format::bf16,     Format::fp16,
                                Format::fp8_e4m3, Format::fp8_e5m2, Format::int8};
  DotProduct dot;
  dot.weights_format = dot.activations_format = kFormats[random_.below(kFormats.size())];
  if (dot.weights_format == Format::int8) dot.accumulate = Format::int32;
  dot.operands = {operand};
  if (chance(random_, 80) && read_if_it_fits(pick_stream(unit, is_vector), unit, pcu.program))
    dot.weights = {static_cast<int>(pcu.program.inputs.size()) - 1};
  if (chance(random_, 20)) read_if_it_fits(pick_stream(unit, is_control), unit, pcu.program);
  const int outputs = uniform(1, 3);
  while (static_cast<int>(pcu.program.outputs.size()) < outputs)
    write(chance(random_, 85) ? TokenKind::scalar : TokenKind::control, unit, pcu.program);
  if (dot.weights_format == Format::int8) dot.scales.assign(pcu.program.outputs.size(), -4);
  if (chance(random_, 60)) make_addends(dot, pcu.program, unit);
  const int addends = mapping::most_addends(dot);
  pcu.stages = mapping::dot_stages(c_.chip, dot.weights_format, addends);
  pcu.program.latency = mapping::dot_latency(c_.chip, dot.weights_format, addends);
  pcu.dot = std::move(dot);
}

/// Draws operations whose operands are of one kind; `kinds` are those of all values.
void GraphBuilder::operations(PcuUnit& pcu, std::vector<TokenKind>& kinds) {
  for (int left = uniform(0, 5); left > 0; --left) {
    const int a = uniform(0, static_cast<int>(kinds.size()) - 1);
    const int b = uniform(0, static_cast<int>(kinds.size()) - 1);
    const TokenKind kind = kinds[static_cast<std::size_t>(a)];
    if (kind == TokenKind::control || kind != kinds[static_cast<std::size_t>(b)]) continue;
    pcu.operations.push_back({static_cast<ScalarOp>(random_.below(4)), a, b});
    kinds.push_back(kind);
  }
}

void GraphBuilder::make_element_wise(PcuUnit& pcu, int unit, int first) {
  for (int more = uniform(0, 2); more > first; --more)
    read_if_it_fits(pick_stream(unit, any_kind), unit, pcu.program);
  std::vector<TokenKind> kinds;
  for (const Port& input : pcu.program.inputs) kinds.push_back(stream(input.stream).kind);
  operations(pcu, kinds);
  const int outputs = uniform(1, 2);
  while (static_cast<int>(pcu.program.outputs.size()) < outputs) {
    const int value = uniform(0, static_cast<int>(kinds.size()) - 1);
    const TokenKind kind = kinds[static_cast<std::size_t>(value)];
    write(chance(random_, 85) ? kind : TokenKind::control, unit, pcu.program, value);
  }
  pcu.stages = pcu.program.latency = mapping::operation_stages(pcu);
}

int GraphBuilder::add_link(int from, Loops loops) {
  Site site;
  if (!take_site(SiteKind::pcu, site)) return -1;
  const int unit = add_unit("link", site, PcuUnit{});
  PcuUnit pcu;
  pcu.program.loops = std::move(loops);
  pcu.program.ii = chance(random_, 75) ? 1 : uniform(2, 5);
  read(from, unit, pcu.program, {.name = port_name(), .stream = from});
  if (chance(random_, 40)) read_if_it_fits(pick_stream(unit, any_kind), unit, pcu.program);
  std::vector<TokenKind> kinds;
  for (const Port& input : pcu.program.inputs) kinds.push_back(stream(input.stream).kind);
  operations(pcu, kinds);
  pcu.stages = pcu.program.latency = mapping::operation_stages(pcu);
  const TokenKind kind = stream(from).kind;
  const int made = new_stream(kind, unit, tokens_of(from));
  drawn_[static_cast<std::size_t>(made)].hidden = true;
  const auto value = static_cast<int>(std::ranges::find(kinds, kind) - kinds.begin());
  pcu.program.outputs.push_back({.name = port_name(), .stream = made, .value = value});
  if (chance(random_, 50)) write(kind, unit, pcu.program, value);
  c_.mapping.units[static_cast<std::size_t>(unit)].body = std::move(pcu);
  return made;
}

}  // namespace rda::test
