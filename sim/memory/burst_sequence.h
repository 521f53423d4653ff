// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::sim {

/// The bursts that the program of an address generator asks for, one firing after the other. They
/// follow from the order of firings alone: when a firing happens does not matter. Bursts have
/// numbers (ids), from 0 on, in the order in which the program opens them.
class BurstSequence {
 public:
  /// A burst that is asked for.
  struct Asked {
    std::int64_t id = 0, burst = 0;  ///< burst: byte address / bytes of a burst
  };
  /// What a firing does.
  struct Firing {
    std::int64_t first = 0, next = 0;  ///< ids that its tokens wait for: [first, next)
    std::vector<Asked> asked;
  };

  /// Keeps references to mapping and program.
  BurstSequence(const Chip& chip, const Mapping& mapping, const Program& program);

  /// How many bursts the next firing, with these loop indices, opens.
  std::int64_t opens(Index index) const;
  /// The next firing. @param ends  it makes a token of a write program, or is the last firing: what
  /// is collected is asked for
  Firing fire(Index index, bool ends);
  /// Bursts opened so far.
  std::int64_t opened() const { return opened_; }
  bool writes() const { return writes_; }

  /// Of the next firing: the byte address of each access, without its slot, and the slot.
  std::vector<std::pair<std::int64_t, std::int64_t>> places(Index index) const;
  std::int64_t burst_bytes() const { return burst_bytes_; }
  /// The burst opened last; -1: none.
  std::int64_t last() const { return last_; }
  /// Of a write program: the bytes of that burst that are collected; empty: none.
  const std::vector<bool>& collected() const { return collected_; }
  /// Moves it past skipped firings.
  void skip(std::int64_t opened, std::int64_t last) {
    opened_ += opened;
    last_ = last;
  }

 private:
  struct Touch {
    const Access& access;
    const Buffer& buffer;
    Box where;           ///< firings in which it touches memory
    std::int64_t bytes;  ///< of its token
  };
  std::int64_t address(const Touch& touch, Index index) const;
  void open(std::int64_t burst, Firing& firing);
  void close(Firing& firing);
  void collect(std::int64_t from, std::int64_t end, Firing& firing);

  const Program& program_;
  const bool writes_;
  const std::int64_t burst_bytes_;
  std::vector<Touch> touches_;
  std::int64_t opened_ = 0, last_ = -1;
  std::vector<bool> collected_;
  std::int64_t bytes_ = 0;  ///< collected
};

}  // namespace rda::sim
