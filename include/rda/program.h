// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rda/access.h"
#include "rda/describe.h"
#include "rda/ids.h"
#include "rda/limits.h"
#include "rda/numerics.h"
#include "rda/operations.h"
#include "rda/space.h"

namespace rda {

// A program: a loop nest with ports, and the work of its firings. docs/timing-model.md defines its
// meaning.

/// An end of a stream at a program.
struct Port {
  std::string name;
  StreamId stream;
  Bounds where;    ///< firings in which an input is needed, or an output can make a token
  int level = 0;   ///< an input's `advance`, an output's `emit`
  int value = -1;  ///< outputs of Operations: number of the value that the output carries
  /// Inputs: number of the first input of this input's turn group; −1 for the first input itself.
  /// Operations, addends and look-ups name the first input. They take the token of the input of the
  /// group that is inside its `where`; at most one is in any firing.
  int turn_of = -1;
  std::optional<Access> access;  ///< data ports of a PMU or an AG, except the index of a look-up
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name, unique in the unit"});
    visit("stream", self.stream, Range{0}, Doc{"stream of the port"});
    visit("where", self.where.bounds, Doc{"index ranges in which the port is used"});
    visit("level", self.level, Range{0, 16}, Doc{"advance (inputs) or emit (outputs) level"});
    visit("value", self.value, Range{-1}, Doc{"value that an output of a PCU carries"});
    visit("turn_of", self.turn_of, Range{-1}, Doc{"first input of its turn group, or -1"});
    visit("access", self.access, Doc{"memory access of a data port of a PMU or an AG"});
  }
};

/// Map-reduce: the work of a dot unit. In every firing exactly one input of `operands` and at most
/// one input of `weights` is inside its `where`. Without weights (a position that the last row
/// group lacks) nothing is multiplied. Output o accumulates over the firings inside its `where`
/// since its last token; its `Port::value` is not used.
///
/// A unit of one row multiplies vectors by vectors, adds up all lanes and makes scalars. With
/// `rows_in_lanes` each lane has a row of its own: a vector of weights has a word of each row, an
/// operand is a scalar with one word, which all lanes take, and outputs and addends are vectors.
struct DotProduct {
  static constexpr std::string_view kKind = "dot_product";
  Format weights_format = Format::fp8_e4m3, activations_format = Format::fp8_e4m3;
  Format accumulate = Format::fp32;
  std::vector<int> weights, operands;  ///< numbers of inputs
  std::vector<int> scales;             ///< by output: power of two of an int8 sum
  /// By output, or empty: inputs whose tokens are added to the sum, one after the other.
  /// Each addition takes a stage behind the map-reduce and is rounded to fp32. An addend is inside
  /// its `where` in exactly the firings that make the tokens of its output.
  std::vector<std::vector<int>> addends = {};
  bool rows_in_lanes = false;  ///< each lane adds up a row of its own
  static void describe(auto& self, auto& visit) {
    visit("weights_format", self.weights_format, Doc{"format of the weights"});
    visit("activations_format", self.activations_format, Doc{"format of the operands"});
    visit("accumulate", self.accumulate, Doc{"format of tree and accumulator"});
    visit("weights", self.weights, Doc{"inputs that bring weights"});
    visit("operands", self.operands, Doc{"inputs that bring activations"});
    visit("scales", self.scales, Doc{"power of two of each output, int8"});
    visit("addends", self.addends, Doc{"inputs added to each output's sum behind the map-reduce"});
    visit("rows_in_lanes", self.rows_in_lanes, Doc{"whether each lane adds up a row of its own"});
  }
};

/// Reads or writes the buffers of the program's unit, at the `access` of each data port.
struct MemoryAccess {
  static constexpr std::string_view kKind = "memory_access";
  bool writes = false;
  static void describe(auto& self, auto& visit) {
    visit("writes", self.writes, Doc{"whether the program writes memory; otherwise it reads"});
  }
};

/// Reads or writes buffers of off-chip memory, at the `access` of each data port: the work of an
/// address generator. Lanes lie one behind the other.
struct ExternalAccess {
  static constexpr std::string_view kKind = "external_access";
  bool writes = false;
  static void describe(auto& self, auto& visit) {
    visit("writes", self.writes, Doc{"whether the program writes memory; otherwise it reads"});
  }
};

/// Sends or takes rows of `tensor`, each as `tokens_per_item` tokens. A vector token holds
/// values_per_vector columns, and the last token of a row is padded with zeros. A scalar token
/// holds one column.
struct PortTransfer {
  static constexpr std::string_view kKind = "port_transfer";
  std::string tensor;
  std::int64_t tokens_per_item = 1;
  Format format = Format::fp8_e4m3;
  int scale = 0;
  static void describe(auto& self, auto& visit) {
    visit("tensor", self.tensor, Doc{"tensor whose rows the port sends or takes"});
    visit("tokens_per_item", self.tokens_per_item, Range{1},
          Doc{"tokens of one row of the tensor", "tokens"});
    visit("format", self.format, Doc{"format of the values"});
    visit("scale", self.scale, Range{-126, 126}, Doc{"power of two of int8"});
  }
};

/// The work of a program's firings: how they compute values. It affects time through the latency of
/// the program and, in a PMU, through bank conflicts.
using Work = std::variant<DotProduct, Operations, MemoryAccess, PortTransfer, ExternalAccess>;

/// A loop nest with ports. Each point of `space` is one firing, in this order.
struct Program {
  Space space;
  std::vector<Port> inputs, outputs;
  /// Cycles from a firing until its tokens leave the pipeline. 0: a stream port, which has no
  /// pipeline and moves its token in the cycle of the firing.
  int latency = 1;
  int ii = 1;  ///< least number of cycles between the starts of two firings
  Work work = Operations{};

  bool has_pipeline() const { return latency > 0; }
  /// The input port of this number.
  const Port& input(int number) const { return inputs[static_cast<std::size_t>(number)]; }
  /// The firings inside a port's `where`.
  Box where(const Port& port) const { return Box(space, port.where); }
  /// The firings that make a token at an output, or pop one at an input.
  Box moves(const Port& port) const { return where(port).last_below(port.level); }
  std::int64_t firings() const { return space.points(); }
  /// Tokens that an output makes, or an input pops, in the whole run. Saturates at kUncountable.
  std::int64_t tokens(const Port& port) const { return where(port).count_from(port.level); }

  static void describe(auto& self, auto& visit) {
    visit("loops", self.space.extents, Doc{"extents, innermost first", "firings"});
    visit("inputs", self.inputs, Doc{"input ports"});
    visit("outputs", self.outputs, Doc{"output ports"});
    visit("latency", self.latency, Range{0, 1024},
          Doc{"cycles from a firing to its tokens; 0: a stream port", "cycles"});
    visit("ii", self.ii, Range{1, kMostInterval},
          Doc{"least number of cycles between firings", "cycles"});
    visit("work", self.work, Doc{"work of its firings"});
  }
};

}  // namespace rda
