// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "sim/fast/state.h"

namespace rda::sim::fast {

/// How many cycles a PMU's firing takes: the most distinct words it touches in one bank, at
/// least 1.
class BankLoad {
 public:
  /// `kinds`: of the token of each data port.
  BankLoad(const Chip& chip, const Mapping& mapping, const PmuUnit& pmu, const Program& program);

  /// The cycles of every firing, if they are all alike whatever the addresses; else 0.
  int constant() const { return constant_; }
  /// Cycles of the firing with these loop indices.
  int cycles(const std::vector<std::int64_t>& index);
  /// What decides on the cycles of this firing, and of those after it until the outermost loop goes
  /// on: which words of the banks it touches.
  void note(const std::vector<std::int64_t>& index, State& state) const;

 private:
  struct Touch {
    std::vector<Bound> where;  ///< the port's where and keep
    std::vector<std::int64_t>
        lasts;  ///< last index inside where of each loop below an output's level
    std::vector<std::int64_t> strides;  ///< bytes, one for each loop
    int buffer = 0;
    std::int64_t base = 0;  ///< bytes
    std::int64_t slot_bytes = 0;
    int slots = 1, first_slot = 0, slot_level = 0;
    int words = 1, lane_stride = 4;
    bool one_anywhere = false;  ///< a look-up: one word, wherever
  };
  void add(const Mapping& mapping, const PmuUnit& pmu, const Program& program, const Port& port,
           bool output);
  bool slot_matters(const Touch& touch) const;
  std::int64_t base(const Touch& touch, const std::vector<std::int64_t>& index) const;
  std::int64_t slot(const Touch& touch, const std::vector<std::int64_t>& index) const;
  std::int64_t address(const Touch& touch, const std::vector<std::int64_t>& index) const;

  std::vector<std::int64_t> loops_;
  std::vector<Touch> touches_;
  std::int64_t banks_;
  int lanes_;
  int constant_ = 0;
  std::vector<std::int64_t> words_;  ///< scratch
  std::vector<int> load_;            ///< scratch
};

}  // namespace rda::sim::fast
