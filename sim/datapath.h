// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/tensors.h"
#include "sim/datapath_work.h"

namespace rda::sim {

// The value layer: the values of tokens, without any timing. Both engines call it once for each
// firing, in the order of cycles. If two programs of a unit fire in one cycle, they call it in the
// order of Unit::programs.

/// The values of one unit. Its programs share its memory.
class Datapath {
 public:
  /// Keeps references to chip, mapping, tensors, record and `external`, the bytes of off-chip
  /// memory, which an address generator needs.
  /// @throws WorkloadError  a tensor is missing or too small
  Datapath(const Chip& chip, const Mapping& mapping, UnitId unit, const Tensors& tensors,
           ValueRecord& record, MemoryImage* external = nullptr);
  Datapath(const Datapath&) = delete;
  Datapath& operator=(const Datapath&) = delete;

  /// Executes a firing of program number `program`. `inputs` has the value of the head token of
  /// each input inside its `where`; other inputs are not read. `outputs` gets the values of the
  /// tokens that the firing makes; null means no value. Tokens carry no value after the verified
  /// items, and if an input has none.
  void fire(std::size_t program, Index index, std::span<const Value> inputs,
            std::span<Value> outputs);
  /// How many of the program's firings, from the first on, belong to the verified items.
  std::int64_t verified_firings(std::size_t program) const { return programs_[program].verified; }

 private:
  using Work = std::variant<DotDatapath, OperationsDatapath, MemoryDatapath, TransferDatapath>;
  struct ProgramValues {
    const Space& space;
    std::int64_t verified;  ///< firings
    Work work;
  };

  MemoryImage memory_;
  std::vector<ProgramValues> programs_;  ///< as Unit::programs
};

}  // namespace rda::sim
