// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "sim/fast/state.h"

namespace rda::sim::fast {

/// How many cycles a firing takes: the most distinct words it touches in one bank of its unit's
/// memory, at least 1 (also without any memory).
class BankLoad {
 public:
  /// `buffers`: of the program's unit. Keeps references to buffers and program.
  BankLoad(const Chip& chip, const Mapping& mapping, const std::vector<Buffer>& buffers,
           const Program& program);

  /// The cycles of every firing, if they are all alike whatever the addresses; else 0.
  int constant() const { return constant_; }
  /// Cycles of the firing with these loop indices.
  int cycles(Index index);
  /// What decides on the cycles of this firing, and of those after it until the outermost loop goes
  /// on: which words of the banks it touches.
  void note(Index index, State& state) const;

 private:
  /// What a port touches.
  struct Touch {
    const Access& access;
    const Buffer& buffer;
    Bounds where;  ///< the firings in which it does; bounds only where they restrict
    int words = 1;
    bool one_anywhere() const { return access.look_up >= 0; }  ///< one word, wherever
  };
  void add(const Mapping& mapping, const std::vector<Buffer>& buffers, const Port& port);
  bool slot_matters(const Touch& touch) const;
  /// The byte address, were it in slot 0.
  std::int64_t base(const Touch& touch, Index index) const;
  std::int64_t slot(const Touch& touch, Index index) const;
  std::int64_t address(const Touch& touch, Index index) const;

  const Program& program_;
  std::vector<Touch> touches_;
  std::int64_t banks_;
  int lanes_;
  int constant_ = 0;
  std::vector<std::int64_t> words_;  ///< scratch
  std::vector<int> load_;            ///< scratch
};

}  // namespace rda::sim::fast
