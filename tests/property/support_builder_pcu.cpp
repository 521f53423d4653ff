// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "property/support_builder.h"

namespace rda::test {
namespace {

constexpr int kConstants = 3;

bool any_kind(TokenKind) { return true; }

}  // namespace

bool GraphBuilder::add_pcu() {
  const UnitId unit = c_.mapping.units.end_id();
  const bool dot = chance(random_, 40);
  const StreamId first = pick_stream(unit, dot ? is_vector : any_kind);
  GridSite site;
  if (!first.exists() || !take_site(UnitKind::pcu, site)) return false;
  add_unit("pcu", UnitKind::pcu, site);
  Program program;
  program.ii = chance(random_, 75) ? 1 : uniform(2, 7);
  program.space = {loops_for(tokens_of(first))};
  while (!read_if_it_fits(first, unit, program, dot)) program.space = {{tokens_of(first)}};
  if (dot)
    make_dot(program, unit);
  else
    make_element_wise(program, unit);
  finish_pcu(std::move(program), unit);
  return true;
}

void GraphBuilder::finish_pcu(Program program, UnitId unit) {
  program.latency = mapping::latency_of(c_.chip, program);
  unit_at(unit).programs = {std::move(program)};
}

void GraphBuilder::make_dot(Program& program, UnitId unit) {
  constexpr std::array kFormats{Format::fp32,     Format::bf16,     Format::fp16,
                                Format::fp8_e4m3, Format::fp8_e5m2, Format::int8};
  DotProduct dot;
  dot.weights_format = dot.activations_format = kFormats[random_.below(kFormats.size())];
  if (dot.weights_format == Format::int8) dot.accumulate = Format::int32;
  dot.operands = {0};
  if (chance(random_, 80) && read_if_it_fits(pick_stream(unit, is_vector), unit, program))
    dot.weights = {static_cast<int>(program.inputs.size()) - 1};
  if (chance(random_, 20)) read_if_it_fits(pick_stream(unit, is_control), unit, program);
  const int outputs = uniform(1, 3);
  while (static_cast<int>(program.outputs.size()) < outputs)
    write(chance(random_, 85) ? TokenKind::scalar : TokenKind::control, unit, program);
  if (dot.weights_format == Format::int8) dot.scales.assign(program.outputs.size(), -4);
  if (chance(random_, 60)) make_addends(dot, program, unit);
  program.work = std::move(dot);
}

/// A value of some kinds, or a constant: −1 to −3.
int GraphBuilder::draw_operand(const std::vector<TokenKind>& kinds, bool (*allowed)(TokenKind)) {
  for (int attempt = 0; attempt < 4 && !chance(random_, 10); ++attempt)
    if (const int value = uniform(0, static_cast<int>(kinds.size()) - 1);
        allowed(kinds[static_cast<std::size_t>(value)]))
      return value;
  return -uniform(1, kConstants);
}

Operation GraphBuilder::draw_operation(const Program& program,
                                       const std::vector<TokenKind>& kinds) {
  constexpr auto kDrawn = static_cast<std::uint64_t>(ScalarOp::round);
  Operation operation{.op = static_cast<ScalarOp>(random_.below(kDrawn))};
  const bool reduces = reduces_lanes(operation.op);
  operation.a = draw_operand(kinds, reduces ? is_vector : is_data);
  operation.b = draw_operand(kinds, is_data);
  if (reduces && operation.a < 0) operation.op = ScalarOp::abs;
  if (operands_of(operation.op) == 3) operation.c = draw_operand(kinds, is_data);
  if (folds(operation.op)) operation.level = uniform(1, static_cast<int>(program.space.rank()));
  if (reduces_lanes(operation.op) && chance(random_, 50))
    operation.elements = program.space.extents.front() * c_.chip.pcu.lanes -
                         random_.uniform_int(0, c_.chip.pcu.lanes - 1);
  // From the seed alone: what else is drawn stays what it was.
  if (operation.op == ScalarOp::abs && c_.seed % 3 == 0) {
    operation.op = ScalarOp::round;
    operation.rounding = RoundTo{Format::bf16, c_.seed % 2 == 0 ? "noise" : "", 3, {5}};
    c_.mapping.noise_seed = static_cast<std::int64_t>(c_.seed);
  }
  return operation;
}

std::vector<TokenKind> GraphBuilder::make_operations(Program& program) {
  Operations work;
  for (int k = 0; k < kConstants; ++k)
    work.constants.push_back(static_cast<float>(random_.uniform_real(-2, 2)));
  std::vector<TokenKind> kinds;
  for (const Port& input : program.inputs) kinds.push_back(stream(input.stream).kind);
  for (int left = uniform(0, 5); left > 0; --left) {
    work.operations.push_back(draw_operation(program, kinds));
    bool vector = false;
    work.operations.back().for_each_operand([&](int value) {
      if (value >= 0) vector = vector || is_vector(kinds[static_cast<std::size_t>(value)]);
    });
    vector = vector && !reduces_lanes(work.operations.back().op);
    kinds.push_back(vector ? TokenKind::vector : TokenKind::scalar);
  }
  if (mapping::stages_used(c_.chip, {.work = work}) > c_.chip.pcu.stages) work.operations.resize(2);
  kinds.resize(program.inputs.size() + work.operations.size());
  program.work = std::move(work);
  return kinds;
}

void GraphBuilder::make_element_wise(Program& program, UnitId unit) {
  for (int more = uniform(0, 2); more > 0; --more)
    read_if_it_fits(pick_stream(unit, any_kind), unit, program);
  const std::vector<TokenKind> kinds = make_operations(program);
  const int outputs = uniform(1, 2);
  while (static_cast<int>(program.outputs.size()) < outputs) {
    const int value = uniform(0, static_cast<int>(kinds.size()) - 1);
    const TokenKind kind = kinds[static_cast<std::size_t>(value)];
    write(chance(random_, 85) ? kind : TokenKind::control, unit, program, value);
  }
}

StreamId GraphBuilder::add_link(StreamId from, Loops loops) {
  GridSite site;
  if (!take_site(UnitKind::pcu, site)) return {};
  const UnitId unit = add_unit("link", UnitKind::pcu, site);
  Program program{.space = {std::move(loops)}};
  program.ii = chance(random_, 75) ? 1 : uniform(2, 5);
  read(from, unit, program, {.name = port_name(), .stream = from});
  if (chance(random_, 40)) read_if_it_fits(pick_stream(unit, any_kind), unit, program);
  const std::vector<TokenKind> kinds = make_operations(program);
  const TokenKind kind = stream(from).kind;
  const StreamId made = new_stream(kind, unit, tokens_of(from));
  drawn_[made].hidden = true;
  const auto value = static_cast<int>(std::ranges::find(kinds, kind) - kinds.begin());
  program.outputs.push_back({.name = port_name(), .stream = made, .value = value});
  if (chance(random_, 50)) write(kind, unit, program, value);
  finish_pcu(std::move(program), unit);
  return made;
}

}  // namespace rda::test
