// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/tensors.h"
#include "sim/datapath_index.h"
#include "sim/datapath_record.h"
#include "sim/memory_image.h"

namespace rda::sim {

// The value layer: what tokens carry, apart from when they move. Both engines call it at each
// firing, in the cycle of the firing; in a cycle in which both programs of a PMU fire, the read
// program first.

/// A token's words: a vector's `lanes` words, or one word with the fp32 bits of a scalar.
using Words = std::vector<std::uint32_t>;
/// What a token carries; null: nothing (control pulses, and all tokens after the verified steps).
using Value = std::shared_ptr<const Words>;

/// Tensor columns in a token of a stream port: values of a packed vector, or one.
std::int64_t columns_per_token(const Chip& chip, TokenKind kind, Format format);

/// Which of a unit's programs fires. `only` is that of a PCU.
enum class Role { only, read, write };

/// The values of a PCU: map-reduce accumulators, or fp32 operations.
class PcuDatapath {
 public:
  PcuDatapath(const Chip& chip, const Mapping& mapping, const PcuUnit& unit);
  void fire(Index index, std::span<const Value> inputs, std::span<Value> outputs);

 private:
  struct Sum {
    MapReduce reduce;
    bool valid = true;  ///< all that was added carried values
  };
  void fire_dot(Index index, std::span<const Value> inputs, std::span<Value> outputs);
  void fire_operations(Index index, std::span<const Value> inputs, std::span<Value> outputs) const;
  /// The output's sum with its addends, null where one of them carries no value.
  Value add_addends(std::size_t output, Index index, std::span<const Value> inputs) const;
  /// The port of these that is inside its `where`, or -1.
  int active_port(const std::vector<int>& ports, Index index) const;

  const PcuUnit& unit_;
  MapReduceFormat format_;
  std::vector<Sum> sums_;            ///< by output
  std::vector<std::size_t> widths_;  ///< by output: words of its tokens
};

/// The values of a PMU: its memory.
class PmuDatapath {
 public:
  PmuDatapath(const Chip& chip, const Mapping& mapping, const PmuUnit& unit, const Tensors& tensors,
              ValueRecord& record);
  void fire_read(Index index, std::span<const Value> inputs, std::span<Value> outputs) const;
  void fire_write(Index index, std::span<const Value> inputs);

 private:
  Value read(const Port& port, Index index, std::span<const Value> inputs) const;
  void write(const Port& port, Index index, const Words& words);
  bool is_vector(const Port& port) const;

  const Chip& chip_;
  const Mapping& mapping_;
  const PmuUnit& unit_;
  MemoryImage memory_;
  ValueRecord* record_;
};

/// The values of a source port: rows of a tensor.
class SourceDatapath {
 public:
  /// @throws WorkloadError  the tensor is missing or too small for `items` items
  SourceDatapath(const Chip& chip, const Mapping& mapping, const SourceUnit& unit,
                 const Tensors& tensors, std::int64_t items);
  Value send(std::int64_t token) const;

 private:
  Words pack(std::int64_t row, std::int64_t first_column) const;

  const Chip& chip_;
  const SourceUnit& unit_;
  const Tensor* tensor_ = nullptr;
  TokenKind kind_;
};

/// The values of a sink port: they end in the record.
class SinkDatapath {
 public:
  SinkDatapath(const Chip& chip, const Mapping& mapping, const SinkUnit& unit, ValueRecord& record);
  void take(std::int64_t token, const Words& words);

 private:
  const Chip& chip_;
  const SinkUnit& unit_;
  TokenKind kind_;
  ValueRecord* record_;
};

/// The values of one unit. Firings after the verified items, and those an input without a value
/// takes part in, make tokens without values.
class Datapath {
 public:
  /// Keeps references to chip, mapping, tensors and record.
  /// @throws WorkloadError  a tensor is missing or too small
  Datapath(const Chip& chip, const Mapping& mapping, int unit, const Tensors& tensors,
           ValueRecord& record);

  /// A firing of a PCU or PMU program. `inputs` has the head token's value for each input inside
  /// its `where` (others are not looked at); `outputs` gets the values of the tokens this firing
  /// makes, null else.
  void fire(Role role, Index index, std::span<const Value> inputs, std::span<Value> outputs);
  /// The value of a source's token, counted from 0.
  Value send(std::int64_t token);
  /// A sink took its token number `token`.
  void take(std::int64_t token, const Value& value);

 private:
  using Body = std::variant<PcuDatapath, PmuDatapath, SourceDatapath, SinkDatapath>;
  static Body make(const Chip& chip, const Mapping& mapping, const Unit& unit,
                   const Tensors& tensors, ValueRecord& record);

  std::int64_t items_;
  std::int64_t tokens_per_item_ = 1;  ///< of a stream port
  Body body_;
};

}  // namespace rda::sim
