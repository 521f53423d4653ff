// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rda/describe.h"
#include "rda/limits.h"
#include "rda/numerics.h"
#include "rda/space.h"

namespace rda {

/// Rows of a buffer of which a token names one: the index is ⌊token⌋, and row number `first_row` of
/// a table lies at the access's address, the next one `row_bytes` behind it. An index outside
/// [first_row, first_row + rows), and NaN, reads −0, which changes nothing that it is added to.
struct RowLookUp {
  std::int64_t first_row = 0, rows = 1;
  std::int64_t row_bytes = 0;  ///< a multiple of banks · 4, so that banks do not depend on the row
  static void describe(auto& self, auto& visit) {
    visit("first_row", self.first_row, Range{0, kMostTensorIndex}, Doc{"number of the first row"});
    visit("rows", self.rows, Range{1, kMostTensorIndex}, Doc{"rows that lie here"});
    visit("row_bytes", self.row_bytes, Range{0, kMostTensorIndex},
          Doc{"distance of two rows, a multiple of banks x 4", "bytes"});
  }
};

/// Contents with which a read begins again and again: in firings whose index of loop `loop` is
/// below `count` it reads the same address of buffer `buffer`, whose slots are counted alike.
struct Restart {
  int buffer = 0, loop = 0;
  std::int64_t count = 1;
  bool holds(Index index) const { return index[static_cast<std::size_t>(loop)] < count; }
  static void describe(auto& self, auto& visit) {
    visit("buffer", self.buffer, Range{0}, Doc{"buffer of these contents"});
    visit("loop", self.loop, Range{0, 15}, Doc{"loop, 0 is the innermost"});
    visit("count", self.count, Range{1}, Doc{"first iterations of the loop that read them"});
  }
};

/// The memory address of a token at a PMU port, or at one of an address generator, whose buffers
/// are those of off-chip memory:
/// byte address = buffer offset + slot · slot_bytes + offset + Σ strides[l] · index[l],
/// slot = (first_slot + item) mod slots.
struct Access {
  int buffer = 0;
  std::int64_t offset = 0;  ///< bytes, within the slot; negative if `keep` begins later
  std::vector<std::int64_t>
      strides;  ///< bytes per index of each loop, innermost first; missing entries are 0
  /// Vectors: bytes from one lane's element to the next, a multiple of the element's width.
  int lane_stride = 4;
  int slot_level = 0;  ///< loops at and above it count items; = number of loops: always slot 0
  int first_slot = 0;  ///< slot of item 0
  /// Format of an element in memory. Words in fp32 are not converted: they may be packed.
  Format format = Format::fp32;
  int scale = 0;  ///< elements in int8 or int32
  /// Read only: number of the program's input that supplies the argument of a look-up. A vector
  /// input looks up in each lane, in a table of which each bank has a copy: entry e of bank b lies
  /// at byte `(e · banks + b) · 4`.
  int look_up = -1;
  /// Look-ups in a table: the function whose rules make the index and the value. None: the index of
  /// sigmoid and tanh, and the entry itself.
  std::optional<Function> function = {};
  /// Look-ups of rows: the token is read at the row that the input names.
  std::optional<RowLookUp> row = {};
  std::optional<Restart> restart = {};  ///< read only
  Bounds keep;      ///< write only: outside these bounds the token is taken and dropped
  std::string tap;  ///< write only: tensor whose element [item, row] is compared with this token
  /// row = tap_row + tap_step · index of loop `slot_level − 1` + tap_turn · index of the loop
  /// below; lane l of a vector has the row l behind it.
  std::int64_t tap_row = 0, tap_step = 1, tap_turn = 0;
  /// Above 1: so many sequences make each row, one after the other. The loop below that over rows
  /// counts them, and the one of tap_turn is below it. Then item = item · tap_sequences + its
  /// index.
  int tap_sequences = 1;

  /// The loop of tap_turn. Below 0: there is none.
  int tap_turn_loop() const { return slot_level - (tap_sequences > 1 ? 3 : 2); }

  /// Whether the access looks up an entry of a table, whose place depends on a value.
  bool looks_up_entry() const { return look_up >= 0 && !row; }
  /// The number of the buffer that is accessed in a firing.
  int buffer_in(Index index) const {
    return restart && restart->holds(index) ? restart->buffer : buffer;
  }
  /// The slot of an item in a buffer with `slots` slots.
  std::int64_t slot_of(std::int64_t item, std::int64_t slots) const {
    return (first_slot + item) % slots;
  }
  /// The byte within the slot: offset + Σ strides[l] · index[l].
  std::int64_t byte_in_slot(Index index) const {
    std::int64_t byte = offset;
    const std::size_t loops = std::min(strides.size(), index.size());
    for (std::size_t l = 0; l < loops; ++l) byte += strides[l] * index[l];
    return byte;
  }
  static void describe(auto& self, auto& visit) {
    visit("buffer", self.buffer, Range{0}, Doc{"buffer of the PMU; of an AG: of off-chip memory"});
    visit("offset", self.offset, Range{}, Doc{"offset within the slot", "bytes"});
    visit("strides", self.strides, Doc{"stride of each loop, innermost first", "bytes"});
    visit("lane_stride", self.lane_stride, Range{1},
          Doc{"distance of a vector's elements", "bytes"});
    visit("slot_level", self.slot_level, Range{0, 16}, Doc{"loops at and above it count items"});
    visit("first_slot", self.first_slot, Range{0, 65536}, Doc{"slot of item 0"});
    visit("format", self.format, Doc{"format of an element in memory"});
    visit("scale", self.scale, Range{-126, 126}, Doc{"power of two of an int8 element"});
    visit("look_up", self.look_up, Range{-1}, Doc{"input that supplies the index, or -1"});
    visit("function", self.function, Doc{"function of the table that is looked up in"});
    visit("row", self.row, Doc{"rows of a look-up of rows"});
    visit("restart", self.restart, Part{"contents with which a read begins again and again"});
    visit("keep", self.keep.bounds, Doc{"ranges outside which a written token is dropped"});
    visit("tap", self.tap, Doc{"tensor whose elements the write stores, for comparison"});
    visit("tap_row", self.tap_row, Range{0, kMostTensorIndex}, Doc{"first row of the tensor"});
    visit("tap_step", self.tap_step, Range{1, kMostTensorIndex},
          Doc{"rows of the tensor from one row to the next"});
    visit("tap_turn", self.tap_turn, Range{0, kMostTensorIndex},
          Doc{"rows of the tensor from turn to turn (the loop below the loop over rows)"});
    visit(
        "tap_sequences", self.tap_sequences, Range{1, 65536},
        Doc{"sequences that make each row in turn, in the loop below that over rows", "sequences"});
  }
};

}  // namespace rda
