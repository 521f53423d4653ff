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
  std::vector<Bound> where = {};
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
  HandUnit(Mapping& mapping, std::size_t unit) : mapping_(&mapping), unit_(unit) {}

  HandUnit& in(const std::string& name, PortSpec spec = {}) { return add(false, name, spec); }
  HandUnit& out(const std::string& name, PortSpec spec = {}) { return add(true, name, spec); }
  HandUnit& ii(int cycles);
  HandUnit& dot(DotProduct dot);
  /// A dot unit of the standard chip (fp8, latency 7): input 0 times input 1.
  HandUnit& dot_product();
  HandUnit& operation(ScalarOp op, int a, int b = 0);
  /// As many operations as the latency has stages: the first on all inputs (one or two), then one
  /// on its result, and so on.
  HandUnit& element_wise();
  HandUnit& buffer(Buffer buffer);
  HandUnit& read(Loops loops, int latency);
  HandUnit& write(Loops loops, int latency);

 private:
  Unit& unit();
  Program& program();
  HandUnit& add(bool output, const std::string& name, const PortSpec& spec);

  Mapping* mapping_;
  std::size_t unit_;
  bool writing_ = false;
};

inline Unit& HandUnit::unit() { return mapping_->units[unit_]; }

inline Program& HandUnit::program() {
  if (auto* pcu = std::get_if<PcuUnit>(&unit().body)) return pcu->program;
  auto& pmu = std::get<PmuUnit>(unit().body);
  return writing_ ? pmu.write.value() : pmu.read.value();
}

inline HandUnit& HandUnit::add(bool output, const std::string& name, const PortSpec& spec) {
  Port port{.name = name,
            .where = spec.where,
            .level = spec.level,
            .value = spec.value,
            .turn_of = spec.turn_of,
            .access = spec.access};
  (output ? program().outputs : program().inputs).push_back(std::move(port));
  return *this;
}

inline HandUnit& HandUnit::ii(int cycles) {
  program().ii = cycles;
  return *this;
}

inline HandUnit& HandUnit::dot(DotProduct dot) {
  std::get<PcuUnit>(unit().body).dot = std::move(dot);
  return *this;
}

inline HandUnit& HandUnit::dot_product() {
  std::get<PcuUnit>(unit().body).stages = 3;  // fused multiply and add, folded tree
  return dot({.weights = {0}, .operands = {1}});
}

inline HandUnit& HandUnit::element_wise() {
  auto& pcu = std::get<PcuUnit>(unit().body);
  const int inputs = static_cast<int>(pcu.program.inputs.size());
  pcu.stages = pcu.program.latency;
  if (inputs == 1)
    operation(ScalarOp::relu, 0);
  else
    operation(ScalarOp::add, 0, 1);
  for (int stage = 1; stage < pcu.stages; ++stage) operation(ScalarOp::relu, inputs + stage - 1);
  return *this;
}

inline HandUnit& HandUnit::operation(ScalarOp op, int a, int b) {
  std::get<PcuUnit>(unit().body).operations.push_back({op, a, b});
  return *this;
}

inline HandUnit& HandUnit::buffer(Buffer buffer) {
  std::get<PmuUnit>(unit().body).buffers.push_back(std::move(buffer));
  return *this;
}

inline HandUnit& HandUnit::read(Loops loops, int latency) {
  writing_ = false;
  auto& read = std::get<PmuUnit>(unit().body).read.emplace();
  read.loops = std::move(loops);
  read.latency = latency;
  return *this;
}

inline HandUnit& HandUnit::write(Loops loops, int latency) {
  writing_ = true;
  auto& write = std::get<PmuUnit>(unit().body).write.emplace();
  write.loops = std::move(loops);
  write.latency = latency;
  return *this;
}

}  // namespace rda::test
