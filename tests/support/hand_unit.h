// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rda/mapping.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::test {

using Loops = std::vector<std::int64_t>;

/// What a port has besides its name and stream; each field as in Port.
struct PortSpec {
  int level = 0;
  Bounds where = {};
  std::optional<Access> access = {};
  int value = -1;
  int turn_of = -1;
};

/// A range of one index.
inline Bound at_index(int loop, std::int64_t index) { return {loop, index, index + 1}; }

/// A unit of a mapping made by hand; in(), out() and ii() go to its program, a PMU's the one begun
/// last.
class HandUnit {
 public:
  HandUnit(Mapping& mapping, UnitId unit) : mapping_(&mapping), unit_(unit) {}

  HandUnit& in(const std::string& name, PortSpec spec = {});
  HandUnit& out(const std::string& name, PortSpec spec = {});
  HandUnit& ii(int cycles);
  HandUnit& dot(DotProduct dot);
  /// A dot unit of the standard chip (fp8, latency 7): input 0 times input 1.
  HandUnit& dot_product() { return dot({.weights = {0}, .operands = {1}}); }
  HandUnit& operation(ScalarOp op, int a, int b = 0);
  /// As many operations as the latency has stages: the first on all inputs (one or two), then one
  /// on its result, and so on.
  HandUnit& element_wise();
  HandUnit& buffer(Buffer buffer);
  HandUnit& read(Loops loops, int latency);
  HandUnit& write(Loops loops, int latency);

 private:
  Unit& unit() { return mapping_->units[unit_]; }
  Program& program() { return unit().programs.at(program_); }

  Mapping* mapping_;
  UnitId unit_;
  std::size_t program_ = 0;
};

inline Port port_of(const std::string& name, PortSpec&& spec) {
  return {.name = name,
          .where = std::move(spec.where),
          .level = spec.level,
          .value = spec.value,
          .turn_of = spec.turn_of,
          .access = std::move(spec.access)};
}

inline HandUnit& HandUnit::in(const std::string& name, PortSpec spec) {
  program().inputs.push_back(port_of(name, std::move(spec)));
  return *this;
}

inline HandUnit& HandUnit::out(const std::string& name, PortSpec spec) {
  program().outputs.push_back(port_of(name, std::move(spec)));
  return *this;
}

inline HandUnit& HandUnit::ii(int cycles) {
  program().ii = cycles;
  return *this;
}

inline HandUnit& HandUnit::dot(DotProduct dot) {
  program().work = std::move(dot);
  return *this;
}

inline HandUnit& HandUnit::element_wise() {
  const int inputs = static_cast<int>(program().inputs.size());
  operation(inputs == 1 ? ScalarOp::relu : ScalarOp::add, 0, inputs == 1 ? 0 : 1);
  for (int stage = 1; stage < program().latency; ++stage)
    operation(ScalarOp::relu, inputs + stage - 1);
  return *this;
}

inline HandUnit& HandUnit::operation(ScalarOp op, int a, int b) {
  std::get<Operations>(program().work).operations.push_back({op, a, b});
  return *this;
}

inline HandUnit& HandUnit::buffer(Buffer buffer) {
  unit().buffers.push_back(std::move(buffer));
  return *this;
}

inline HandUnit& HandUnit::read(Loops loops, int latency) {
  auto& programs = unit().programs;
  programs.insert(
      programs.begin(),
      {.space = {std::move(loops)}, .latency = latency, .work = MemoryAccess{.writes = false}});
  program_ = 0;
  return *this;
}

inline HandUnit& HandUnit::write(Loops loops, int latency) {
  auto& programs = unit().programs;
  programs.push_back(
      {.space = {std::move(loops)}, .latency = latency, .work = MemoryAccess{.writes = true}});
  program_ = programs.size() - 1;
  return *this;
}

}  // namespace rda::test
