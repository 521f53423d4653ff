// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rda/chip.h"
#include "rda/map.h"
#include "rda/mapping.h"
#include "rda/tensors.h"

namespace kernels {

/// A mapping made by hand: streams first, then the units that write and read them.
class Hand {
 public:
  explicit Hand(const rda::Chip& chip) : chip_(chip) {
    mapping.chip = chip.name;
    mapping.policy = "hand";
  }

  rda::StreamId stream(std::string name, rda::TokenKind kind) {
    return mapping.streams.add({.name = std::move(name), .kind = kind});
  }
  rda::StreamId local(std::string name) {
    const rda::StreamId made = stream(std::move(name), rda::TokenKind::control);
    mapping.streams[made].carrier = rda::Local{0};
    return made;
  }
  /// A buffer of off-chip memory that holds a tensor [rows, cols] of fp32. @return its number
  int buffer(std::string name, std::int64_t rows, std::int64_t cols) {
    rda::Content all;
    all.tensor = name;
    all.pitch = 4 * cols;
    all.rows = rows;
    all.cols = cols;
    const std::int64_t bytes = 4 * rows * cols, begin = end_;
    end_ += (bytes + kAlign - 1) / kAlign * kAlign;
    mapping.memory.push_back({.name = std::move(name), .offset = begin, .slot_bytes = bytes});
    mapping.memory.back().contents = {std::move(all)};
    return static_cast<int>(mapping.memory.size()) - 1;
  }
  rda::Unit& unit(rda::UnitKind kind, std::string name, rda::Program program) {
    rda::Unit made;
    made.name = std::move(name);
    made.kind = kind;
    if (!rda::hardware_of(chip_, kind).on_grid) {
      const int port = ports_[static_cast<std::size_t>(kind)]++;
      const rda::Site site = rda::port_site(chip_, kind, port);
      made.place = rda::EdgePort{port, site.row, site.col};
    }
    made.programs = {std::move(program)};
    mapping.units.push_back(std::move(made));
    return mapping.units.back();
  }
  /// Ties streams to units, places and routes.
  void finish() {
    for (const rda::UnitId unit : mapping.units.ids())
      for (const rda::Program& program : mapping.units[unit].programs) {
        for (const rda::Port& in : program.inputs) mapping.streams[in.stream].to.push_back(unit);
        for (const rda::Port& out : program.outputs) mapping.streams[out.stream].from = unit;
      }
    rda::place_and_route(rda::placement_inputs(chip_, {}), mapping);
    rda::check(chip_, mapping);
  }

  rda::Mapping mapping;

 private:
  static constexpr std::int64_t kAlign = 4096;

  const rda::Chip& chip_;
  std::vector<int> ports_ = std::vector<int>(rda::kUnitKinds.size());
  std::int64_t end_ = 0;
};

inline rda::Port port(std::string name, rda::StreamId stream, int level = 0) {
  return {.name = std::move(name), .stream = stream, .level = level};
}
/// A port that reads or writes vectors or scalars of fp32.
inline rda::Port access(std::string name, rda::StreamId stream, rda::Access where) {
  return {.name = std::move(name), .stream = stream, .access = std::move(where)};
}

}  // namespace kernels
