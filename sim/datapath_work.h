// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/tensors.h"
#include "sim/datapath_record.h"
#include "sim/memory_image.h"

namespace rda::sim {

/// A token's words: a vector's `lanes` words, or one word with the fp32 bits of a scalar.
using Words = std::vector<std::uint32_t>;
/// The value of a token; null for control pulses and for all tokens after the verified steps.
using Value = std::shared_ptr<const Words>;

/// The one port of a program that transfers.
const Port& port_of(const Program& program);
/// Tensor columns in a token of a stream port: the values of a packed vector, or 1.
std::int64_t columns_per_token(const Chip& chip, TokenKind kind, Format format);

// The values of a program, one class for each kind of Work. fire() takes the loop indices of a
// firing and the head token's value for each input inside its `where`; it sets the outputs for
// which the firing makes a token with a value.

/// Which inputs and outputs of a program take part in a firing.
class ProgramPorts {
 public:
  explicit ProgramPorts(const Program& program);

  /// The input of the turn group of input number `input` that is inside its `where`; −1 if there is
  /// none.
  int on_turn(int input, Index index) const;
  /// The value at that input; null if there is no token or no value.
  Value value_on_turn(int input, Index index, std::span<const Value> inputs) const;
  /// Whether a firing makes a token at output number `output`.
  bool makes(std::size_t output, Index index) const { return made_[output].contains(index); }

 private:
  const Program& program_;
  std::vector<Box> made_;  ///< by output
};

/// Map-reduce accumulators: one for each output, or with rows in lanes one for each lane of it.
class DotDatapath {
 public:
  DotDatapath(const Chip& chip, const Program& program, const DotProduct& dot);
  void fire(Index index, std::span<const Value> inputs, std::span<Value> outputs);

 private:
  struct Sum {
    std::vector<MapReduce> rows;
    bool valid = true;  ///< every added token had a value
  };
  /// Adds the products of two tokens to every sum of these rows.
  void multiply(const Words& weights, const Words& operands, std::vector<MapReduce>& rows) const;
  /// The output's sum with its addends; null if one of them has no value.
  Value add_addends(std::size_t output, Index index, std::span<const Value> inputs) const;
  /// The one of these inputs that is inside its `where`; −1 if there is none.
  int active_input(const std::vector<int>& numbers, Index index) const;

  const Program& program_;
  const DotProduct& dot_;
  ProgramPorts ports_;
  const std::size_t rows_;  ///< of a sum
  MapReduceFormat format_;  ///< of a row
  std::vector<Sum> sums_;   ///< by output
};

/// Operations in fp32.
class OperationsDatapath {
 public:
  OperationsDatapath(const Chip& chip, const Mapping& mapping, const Program& program,
                     const Operations& work);
  void fire(Index index, std::span<const Value> inputs, std::span<Value> outputs);

 private:
  /// A value in a firing. It is not present if an input that it needs is outside its `where`;
  /// present without words if a token has no value.
  struct Operand {
    bool present = false;
    Value words = nullptr;
  };
  Operand result_of(std::size_t number, Index index, const std::vector<Operand>& values);
  Operand fold(std::size_t number, Index index, const Operand& operand);
  std::size_t lanes_of(const Operation& operation, Index index) const;

  const Program& program_;
  const std::vector<Operation>& operations_;
  ProgramPorts ports_;
  std::int64_t lanes_;
  Noise noise_;
  std::vector<Operand> constants_;
  std::vector<Operand> folds_;       ///< by operation: the result of a fold in the last firing
  std::vector<std::size_t> widths_;  ///< by output: words of its tokens
};

/// Reads from a unit's memory, or writes to it.
class MemoryDatapath {
 public:
  struct Memory {
    const std::vector<Buffer>& buffers;
    MemoryImage& bytes;
  };
  MemoryDatapath(const Chip& chip, const Mapping& mapping, const Program& program, Memory memory,
                 ValueRecord& record);
  void fire(Index index, std::span<const Value> inputs, std::span<Value> outputs) const;

 private:
  Value read(const Port& port, Index index, std::span<const Value> inputs) const;
  Value load(const Port& port, std::int64_t address) const;
  std::uint32_t element(const Access& access, std::int64_t address) const;
  float entry_value(const Access& access, float x, std::int64_t address, std::int64_t pitch) const;
  Value look_up(const Access& access, std::int64_t address, const Words& x,
                std::int64_t copies) const;
  void write(const Port& port, Index index, const Words& words) const;
  std::int64_t address(const Access& access, Index index) const;
  bool is_vector(const Port& port) const;
  std::size_t words_of(const Port& port) const;

  const Chip& chip_;
  const Mapping& mapping_;
  const Program& program_;
  Memory memory_;
  ValueRecord& record_;
  ProgramPorts ports_;
};

/// Sends rows of a tensor, or records the rows that it takes.
class TransferDatapath {
 public:
  /// @throws WorkloadError  a tensor to be sent is missing, or too small for the record's items
  TransferDatapath(const Chip& chip, const Mapping& mapping, const Program& program,
                   const Tensors& tensors, ValueRecord& record);
  void fire(Index index, std::span<const Value> inputs, std::span<Value> outputs) const;

 private:
  /// The position of a token's values in the tensor.
  struct Place {
    std::int64_t row, first_column;
  };
  Place place_of(std::int64_t token) const;
  Value send(Place place) const;
  Words pack(Place place) const;
  void take(Place place, const Words& words) const;

  const Chip& chip_;
  const Program& program_;
  const PortTransfer& transfer_;
  TokenKind kind_;
  std::int64_t columns_;            ///< of a token
  const Tensor* tensor_ = nullptr;  ///< to be sent; null: no values
  ValueRecord& record_;
};

}  // namespace rda::sim
