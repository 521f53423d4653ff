// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

/// Bank cycles of a firing: the number of distinct words that it touches in the most loaded bank of
/// its unit's memory, at least 1 (also without memory).
class BankLoad {
 public:
  /// `buffers`: of the program's unit. Keeps references to buffers and program.
  BankLoad(const Chip& chip, const Mapping& mapping, const std::vector<Buffer>& buffers,
           const Program& program);

  /// Cycles of a firing if all firings take the same number whatever their addresses; otherwise 0.
  int constant() const { return constant_; }
  /// Cycles of the firing with these loop indices.
  int cycles(Index index);
  /// Adds what determines the cycles of this firing and of later firings in the same iteration of
  /// the outermost loop: the bank in which each access begins, and its slot where that matters.
  void note(Index index, Snapshot& snapshot) const;

 private:
  /// The words that a port touches.
  struct Touch {
    const Access& access;
    const Buffer& buffer;
    Box inside;    ///< firings in which it touches them
    Bounds where;  ///< the same: only bounds that restrict a loop
    int words = 1;
    int stride = 4;  ///< bytes from one word's element to the next
    int reads = 1;   ///< words of one bank that each lane reads
    /// The entries of a look-up lie at any address. Those of a vector load the banks as evenly as
    /// consecutive words, those of a scalar are one word of a bank.
    bool anywhere() const { return access.looks_up_entry(); }
  };
  void add(const Chip& chip, const Mapping& mapping, const std::vector<Buffer>& buffers,
           const Port& port);
  /// Whether no two touches are in one firing.
  bool all_apart() const;
  int even_cycles(const Touch& touch) const;
  bool slot_matters(const Touch& touch) const;
  /// The byte address if the access were in slot 0.
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
