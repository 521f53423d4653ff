// SPDX-License-Identifier: Apache-2.0
#include "page/unrolling.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "mapping/group.h"
#include "page/shared_units.h"

namespace rda::page {
namespace {

/// The dot units of a gate, by position and slice.
using DotUnits = std::map<std::pair<int, int>, UnitId>;

const DotProduct* product_of(const Unit& unit) {
  if (unit.origin.role != Role::dot || unit.origin.index.size() < 2 || unit.programs.empty())
    return nullptr;
  // Loops: vectors of a slice, row groups, passes if there are several, items.
  return unit.programs[0].space.rank() < 2 ? nullptr
                                           : std::get_if<DotProduct>(&unit.programs[0].work);
}

std::int64_t extent(const Program& program, std::size_t loop) {
  return program.space.extents[loop];
}

int passes_of(const Program& program) {
  constexpr std::size_t kPass = 2, kWithPasses = 4;
  return program.space.rank() < kWithPasses ? 1 : static_cast<int>(extent(program, kPass));
}

/// The row groups in which a position has a row.
std::int64_t rows_of(const Program& program, const DotProduct& product) {
  std::vector<bool> has(static_cast<std::size_t>(extent(program, 1)));
  for (const int weights : product.weights) {
    const Extent groups = program.where(program.input(weights))[1];
    for (std::int64_t group = groups.lo; group < groups.hi; ++group)
      has[static_cast<std::size_t>(group)] = true;
  }
  return std::ranges::count(has, true);
}

/// Number of the operand that a port brings; it is added if it is new.
int number_of(const Mapping& mapping, const Port& port, std::vector<Operand>& operands) {
  const auto known = std::ranges::find(operands, port.name, &Operand::name);
  const auto number = known - operands.begin();
  if (known == operands.end())
    operands.push_back({port.name, mapping.streams[port.stream].recurrent, 0});
  return static_cast<int>(number);
}

/// Adds the next slice. @param program  of one of its dot units
void add_slice(const Mapping& mapping, const Program& program, const DotProduct& product,
               UnrolledProduct& unrolled) {
  std::vector<SlicePiece>& pieces = unrolled.slices.emplace_back();
  for (const int number : product.operands) {
    const Port& port = program.input(number);
    const Box where = program.where(port);
    const int operand = number_of(mapping, port, unrolled.operands);
    Operand& whole = unrolled.operands[static_cast<std::size_t>(operand)];
    const int pass = unrolled.passes > 1 ? static_cast<int>(where[2].lo) : 0;
    pieces.push_back({operand, pass, whole.vectors, where[0].size()});
    whole.vectors += where[0].size();
  }
}

/// The product of one gate. None if not every position has all slices.
std::optional<UnrolledProduct> unrolled(const Mapping& mapping, const DotUnits& units) {
  const auto& [last_position, last_slice] = units.rbegin()->first;
  UnrolledProduct product;
  product.hu = last_position + 1;
  product.ru = last_slice + 1;
  if (std::ssize(units) != std::int64_t{product.hu} * product.ru) return std::nullopt;
  const Unit& first = mapping.units[units.begin()->second];
  product.layer = first.origin.layer;
  product.direction = first.origin.direction;
  product.gates = {mapping::gate_of(first)};
  product.hv = product_of(first)->rows_in_lanes ? mapping.hv : 1;
  product.rv = mapping.rv;
  product.passes = passes_of(first.programs[0]);
  product.row_groups = extent(first.programs[0], 1);
  std::vector<int>& numbers = product.units.emplace_back();
  for (const auto& [place, number] : units) {
    const Program& program = mapping.units[number].programs[0];
    numbers.push_back(number.number());
    if (place.second == 0)
      product.rows += product.hv * rows_of(program, *product_of(mapping.units[number]));
    if (place.first == 0) add_slice(mapping, program, *product_of(mapping.units[number]), product);
  }
  return product;
}

/// Everything but gates and units, as values that can be compared.
auto division(const UnrolledProduct& product) {
  std::vector<std::tuple<std::string, int, int, std::int64_t, std::int64_t>> pieces;
  for (const std::vector<SlicePiece>& slice : product.slices) {
    pieces.emplace_back();
    for (const SlicePiece& piece : slice)
      pieces.emplace_back(product.operands[static_cast<std::size_t>(piece.operand)].name,
                          piece.operand, piece.pass, piece.first, piece.vectors);
  }
  return std::tuple(product.layer, product.direction, product.rows, product.row_groups, product.hu,
                    product.hv, product.ru, product.passes, std::move(pieces));
}

}  // namespace

Unrolling unrolling_of(const Mapping& mapping) {
  std::map<std::tuple<int, std::string, std::string>, DotUnits> gates;
  for (const UnitId number : mapping.units.ids()) {
    const Unit& unit = mapping.units[number];
    const Origin& origin = unit.origin;
    if (!product_of(unit)) continue;
    gates[{origin.layer, origin.direction, mapping::gate_of(unit)}].emplace(
        std::pair(origin.index[0], origin.index[1]), number);
  }
  Unrolling unrolling;
  for (const auto& [key, units] : gates) {
    std::optional<UnrolledProduct> product = unrolled(mapping, units);
    if (!product) continue;
    const auto alike = std::ranges::find_if(unrolling.products, [&](const UnrolledProduct& other) {
      return division(other) == division(*product);
    });
    if (alike == unrolling.products.end()) {
      unrolling.products.push_back(std::move(*product));
    } else {
      alike->gates.push_back(std::move(product->gates[0]));
      alike->units.push_back(std::move(product->units[0]));
    }
  }
  unrolling.shared = shared_units_of(mapping);
  return unrolling;
}

}  // namespace rda::page
