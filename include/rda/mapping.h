// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rda/chip.h"
#include "rda/numerics.h"

namespace rda {

// The only contract between mapper and simulator: plain data. docs/timing-model.md says what it
// means.

/// The largest row, column or step of a tensor that a mapping may name.
inline constexpr std::int64_t kMostTensorIndex = std::int64_t{1} << 40;

/// A half-open index range of one loop of a program: [lo, hi). Loops that are not named are
/// unrestricted.
struct Bound {
  int loop = 0;
  std::int64_t lo = 0, hi = 0;
  static void describe(auto& self, auto& visit) {
    visit("loop", self.loop, Range{0, 15}, Doc{"loop, 0 is the innermost"});
    visit("lo", self.lo, Range{0}, Doc{"first index"});
    visit("hi", self.hi, Range{0}, Doc{"index after the last"});
  }
};

/// Where a PMU port's token lies in memory:
/// byte address = buffer offset + slot · slot_bytes + offset + Σ strides[l] · index[l],
/// slot = (first_slot + item) mod slots.
struct Access {
  int buffer = 0;
  std::int64_t offset = 0;  ///< bytes, within the slot; negative where `keep` begins later
  std::vector<std::int64_t> strides;  ///< bytes per index of each loop, innermost first; missing: 0
  int lane_stride = 4;                ///< vectors: bytes from lane to lane, a multiple of 4
  int slot_level = 0;  ///< loops at and above it count items; = loops.size(): always slot 0
  int first_slot = 0;  ///< slot of item 0
  Format format =
      Format::fp32;  ///< scalars: format of the element in memory (its width in bytes is touched)
  int scale = 0;     ///< scalars in int8
  int look_up =
      -1;  ///< read only: number of the program's scalar input that supplies the table index
  std::vector<Bound> keep;  ///< write only: outside it the token is taken and dropped
  std::string
      tap;  ///< write only, scalars: tensor whose element [item, row] this token is, for checks
  /// row = tap_row + tap_step · index of loop `slot_level − 1` + tap_turn · index of the loop below
  std::int64_t tap_row = 0, tap_step = 1, tap_turn = 0;
  static void describe(auto& self, auto& visit) {
    visit("buffer", self.buffer, Range{0}, Doc{"buffer of the PMU"});
    visit("offset", self.offset, Range{}, Doc{"offset within the slot", "bytes"});
    visit("strides", self.strides, Doc{"stride of each loop, innermost first", "bytes"});
    visit("lane_stride", self.lane_stride, Range{4}, Doc{"distance of a vector's words", "bytes"});
    visit("slot_level", self.slot_level, Range{0, 16}, Doc{"loops at and above it count items"});
    visit("first_slot", self.first_slot, Range{0, 65536}, Doc{"slot of item 0"});
    visit("format", self.format, Doc{"format of a scalar's element"});
    visit("scale", self.scale, Range{-126, 126}, Doc{"power of two of an int8 element"});
    visit("look_up", self.look_up, Range{-1}, Doc{"input that supplies the table index, or -1"});
    visit("keep", self.keep, Doc{"ranges outside which a written token is dropped"});
    visit("tap", self.tap, Doc{"tensor this write is an element of"});
    visit("tap_row", self.tap_row, Range{0, kMostTensorIndex}, Doc{"first row of the tap"});
    visit("tap_step", self.tap_step, Range{1, kMostTensorIndex}, Doc{"rows between taps"});
    visit("tap_turn", self.tap_turn, Range{0, kMostTensorIndex},
          Doc{"rows from turn to turn, in the loop below that over rows"});
  }
};

/// An end of a stream at a program.
struct Port {
  std::string name;
  int stream = -1;
  std::vector<Bound> where;  ///< half-open ranges; outside: not needed, nothing made
  int level = 0;             ///< an input's `advance`, an output's `emit`
  int value = -1;            ///< PCU outputs: which value; see Compute
  /// Inputs: an earlier input that this one takes turns with. Operations, addends and look-ups that
  /// name that input take the token of the one among them that is inside its `where`; in every
  /// firing at most one is.
  int turn_of = -1;
  std::optional<Access> access;  ///< PMU data ports; control ports and a look-up's index have none
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name, unique in its unit"});
    visit("stream", self.stream, Range{0}, Doc{"stream it is an end of"});
    visit("where", self.where, Doc{"index ranges in which it takes part"});
    visit("level", self.level, Range{0, 16}, Doc{"advance (inputs) or emit (outputs) level"});
    visit("value", self.value, Range{-1}, Doc{"value a PCU output carries"});
    visit("turn_of", self.turn_of, Range{-1}, Doc{"earlier input it takes turns with, or -1"});
    visit("access", self.access, Doc{"memory access of a PMU data port"});
  }
};

/// A loop nest on a pipeline. Loop 0 is the innermost; the nest runs once.
struct Program {
  std::vector<std::int64_t> loops;
  std::vector<Port> inputs, outputs;
  int latency = 1;  ///< pipeline stages: a firing's tokens leave `latency` cycles after it
  int ii = 1;       ///< cycles between firings at least
  static void describe(auto& self, auto& visit) {
    visit("loops", self.loops, Doc{"extents, innermost first", "firings"});
    visit("inputs", self.inputs, Doc{"input ports"});
    visit("outputs", self.outputs, Doc{"output ports"});
    visit("latency", self.latency, Range{1, 1024}, Doc{"pipeline stages", "cycles"});
    visit("ii", self.ii, Range{1, 1 << 20}, Doc{"cycles between firings at least", "cycles"});
  }
};

enum class ScalarOp { add, sub, mul, relu };
constexpr std::array<std::string_view, 4> names(ScalarOp) { return {"add", "sub", "mul", "relu"}; }

/// One functional-unit operation in fp32. Operands: 0 … inputs − 1 are the program's inputs, inputs
/// + i is the result of operation i. relu uses `a` alone.
struct Operation {
  ScalarOp op = ScalarOp::add;
  int a = 0, b = 0;
  static void describe(auto& self, auto& visit) {
    visit("op", self.op, Doc{"operation"});
    visit("a", self.a, Range{0}, Doc{"first operand"});
    visit("b", self.b, Range{0}, Doc{"second operand"});
  }
};

/// What a dot unit multiplies. In every firing one input of `operands` and at most one of `weights`
/// is inside its `where`; without weights (a ragged last row) nothing is multiplied. Output o
/// accumulates over the firings inside its `where` since its last token; its `Port::value` is not
/// used.
struct DotProduct {
  Format weights_format = Format::fp8_e4m3, activations_format = Format::fp8_e4m3;
  Format accumulate = Format::fp32;
  std::vector<int> weights, operands;  ///< numbers of inputs
  std::vector<int> scales;             ///< per output: power of two of an int8 sum
  /// Per output, or empty: scalar inputs whose tokens are added to its sum, one after the other,
  /// each in a stage of its own behind the map-reduce and rounded to fp32. They are inside their
  /// `where` in just the firings that make the output's tokens.
  std::vector<std::vector<int>> addends = {};
  static void describe(auto& self, auto& visit) {
    visit("weights_format", self.weights_format, Doc{"format of the weights"});
    visit("activations_format", self.activations_format, Doc{"format of the operands"});
    visit("accumulate", self.accumulate, Doc{"format of tree and accumulator"});
    visit("weights", self.weights, Doc{"inputs that bring weights"});
    visit("operands", self.operands, Doc{"inputs that bring activations"});
    visit("scales", self.scales, Doc{"power of two of each output, int8"});
    visit("addends", self.addends, Doc{"inputs added to each output's sum behind the map-reduce"});
  }
};

/// A PCU's program. With `dot` it is a dot unit; else `operations` are applied to the inputs'
/// tokens and output o carries value number `Port::value` (−1: the last operation's result, or
/// input 0 if there is none).
struct PcuUnit {
  static constexpr std::string_view kKind = "pcu";
  Program program;
  int stages = 1;  ///< structural stages used
  std::optional<DotProduct> dot;
  std::vector<Operation> operations;
  static void describe(auto& self, auto& visit) {
    visit("program", self.program, Doc{"loops and ports"});
    visit("stages", self.stages, Range{1, 64}, Doc{"structural stages used", "stages"});
    visit("dot", self.dot, Doc{"map-reduce of a dot unit"});
    visit("operations", self.operations, Doc{"element-wise operations"});
  }
};

/// A slice of a tensor in a buffer: element (r, c), 0 ≤ r < rows, 0 ≤ c < cols, of the slice is
/// element (first_row + r · row_step, first_col + c · col_step) of the tensor and lies at byte
/// `offset + r · pitch + c · bytes(format)` of `slot`. Without packing every element takes a 32-bit
/// word.
struct Content {
  std::string tensor;
  int slot = 0;
  std::int64_t offset = 0, pitch = 0;
  std::int64_t first_row = 0, row_step = 1, rows = 1;
  std::int64_t first_col = 0, col_step = 1, cols = 1;
  Format format = Format::fp32;
  int scale = 0;
  bool word_each = false;  ///< every element takes a 32-bit word (a chip without packing)
  static void describe(auto& self, auto& visit) {
    visit("tensor", self.tensor, Doc{"tensor"});
    visit("slot", self.slot, Range{0}, Doc{"slot of the buffer"});
    visit("offset", self.offset, Range{0},
          Doc{"offset of the first element within the slot", "bytes"});
    visit("pitch", self.pitch, Range{0}, Doc{"distance of two rows", "bytes"});
    visit("first_row", self.first_row, Range{0, kMostTensorIndex}, Doc{"first row"});
    visit("row_step", self.row_step, Range{1, kMostTensorIndex},
          Doc{"rows of the tensor from one row to the next"});
    visit("rows", self.rows, Range{0, kMostTensorIndex}, Doc{"rows"});
    visit("first_col", self.first_col, Range{0, kMostTensorIndex}, Doc{"first column"});
    visit("col_step", self.col_step, Range{1, kMostTensorIndex},
          Doc{"columns of the tensor from one column to the next"});
    visit("cols", self.cols, Range{0, kMostTensorIndex}, Doc{"columns"});
    visit("format", self.format, Doc{"format in memory"});
    visit("scale", self.scale, Range{-126, 126}, Doc{"power of two of int8"});
    visit("word_each", self.word_each, Doc{"one element a word"});
  }
};

/// A region of a PMU: `slots` copies of `slot_bytes`, from byte `offset` on (a multiple of banks ·
/// 4). What no content covers is zero at the start.
struct Buffer {
  std::string name;
  std::int64_t offset = 0, slot_bytes = 0;
  int slots = 1;
  std::vector<Content> contents;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name"});
    visit("offset", self.offset, Range{0}, Doc{"first byte", "bytes"});
    visit("slot_bytes", self.slot_bytes, Range{1}, Doc{"size of a slot", "bytes"});
    visit("slots", self.slots, Range{1, 65536}, Doc{"N of the N-buffer"});
    visit("contents", self.contents, Doc{"what lies there at the start"});
  }
};

/// A PMU's buffers and its two programs.
struct PmuUnit {
  static constexpr std::string_view kKind = "pmu";
  std::vector<Buffer> buffers;
  std::optional<Program> read, write;
  static void describe(auto& self, auto& visit) {
    visit("buffers", self.buffers, Doc{"what the scratchpad holds"});
    visit("read", self.read, Doc{"read program"});
    visit("write", self.write, Doc{"write program"});
  }
};

/// Source port `port` sends `tokens` tokens: rows of `tensor`, each in `tokens_per_item` tokens (a
/// vector token holds values_per_vector columns, the last padded with zeros; a scalar token one
/// column).
struct SourceUnit {
  static constexpr std::string_view kKind = "source";
  int port = 0, stream = -1;
  std::int64_t tokens = 0, tokens_per_item = 1;
  std::string tensor;
  Format format = Format::fp8_e4m3;
  int scale = 0;
  static void describe(auto& self, auto& visit) {
    visit("port", self.port, Range{0}, Doc{"number of the source port"});
    visit("stream", self.stream, Range{0}, Doc{"stream it writes"});
    visit("tokens", self.tokens, Range{0}, Doc{"tokens of the run"});
    visit("tokens_per_item", self.tokens_per_item, Range{1},
          Doc{"tokens of one row of the tensor"});
    visit("tensor", self.tensor, Doc{"tensor it sends"});
    visit("format", self.format, Doc{"format of the values"});
    visit("scale", self.scale, Range{-126, 126}, Doc{"power of two of int8"});
  }
};

/// Sink port `port` takes `tokens` tokens; their values are rows of `tensor`, laid out as for a
/// source.
struct SinkUnit {
  static constexpr std::string_view kKind = "sink";
  int port = 0, stream = -1;
  std::int64_t tokens = 0, tokens_per_item = 1;
  std::string tensor;
  Format format = Format::fp8_e4m3;
  int scale = 0;
  static void describe(auto& self, auto& visit) {
    visit("port", self.port, Range{0}, Doc{"number of the sink port"});
    visit("stream", self.stream, Range{0}, Doc{"stream it reads"});
    visit("tokens", self.tokens, Range{0}, Doc{"tokens of the run"});
    visit("tokens_per_item", self.tokens_per_item, Range{1},
          Doc{"tokens of one row of the tensor"});
    visit("tensor", self.tensor, Doc{"tensor it receives"});
    visit("format", self.format, Doc{"format of the values"});
    visit("scale", self.scale, Range{-126, 126}, Doc{"power of two of int8"});
  }
};

using UnitBody = std::variant<PcuUnit, PmuUnit, SourceUnit, SinkUnit>;

/// A virtual unit, placed. For stream ports `row`, `col` is the switch they attach to.
struct Unit {
  std::string name;  ///< what it does, e.g. "layer0.i.dot[0][3]"; unique
  int row = -1, col = -1;
  UnitBody body;
  Site site() const { return {row, col}; }
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"what it does"});
    visit("row", self.row, Range{-1, 255}, Doc{"row of its site"});
    visit("col", self.col, Range{-1, 255}, Doc{"column of its site"});
    visit("body", self.body, Doc{"what it is and does"});
  }
};

/// A switch on a route. Node 0 is the writer's switch; the link from `parent` (an earlier node)
/// uses `track`. Each switch is at most once on a route; a reader takes the stream at the node of
/// its own switch.
struct RouteNode {
  int row = 0, col = 0;
  int parent = -1;
  int track = 0;
  Site site() const { return {row, col}; }
  static void describe(auto& self, auto& visit) {
    visit("row", self.row, Range{0, 255}, Doc{"row of the switch"});
    visit("col", self.col, Range{0, 255}, Doc{"column of the switch"});
    visit("parent", self.parent, Range{-1}, Doc{"node it comes from"});
    visit("track", self.track, Range{0}, Doc{"track of that link"});
  }
};

/// A logical edge of the dataflow graph: one writer, one or more readers, a route.
struct Stream {
  std::string name;
  TokenKind kind = TokenKind::scalar;
  int from = -1;                 ///< unit
  std::vector<int> to;           ///< units, each once
  std::vector<RouteNode> route;  ///< empty: local to a PMU
  std::int64_t initial = 0;      ///< tokens at the start; local streams only
  bool recurrent = false;        ///< lies on the recurrence: its hops are paid at every step
  double rate = 1;  ///< tokens per cycle the mapper expects; what placer and router weigh it with
  bool local() const { return route.empty(); }
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"what it carries"});
    visit("kind", self.kind, Doc{"kind of its tokens"});
    visit("from", self.from, Range{0}, Doc{"writing unit"});
    visit("to", self.to, Doc{"reading units"});
    visit("route", self.route, Doc{"tree of switches; empty: inside one PMU"});
    visit("initial", self.initial, Range{0}, Doc{"tokens at the start", "tokens"});
    visit("recurrent", self.recurrent, Doc{"lies on the recurrence"});
    visit("rate", self.rate, Range{0, 1}, Doc{"tokens expected per cycle"});
  }
};

/// Placed and routed programs: everything the simulator needs besides the chip and the bytes.
struct Mapping {
  int format_version = 1;
  std::string chip, workload;  ///< names, for people
  std::string policy;          ///< "paper", "auto", or "hand"
  int hu = 0, ru = 0, rv = 0;  ///< the unrolling asked for: rows, column slices, values a vector
  std::int64_t seed = 0;
  std::int64_t steps = 1;
  int batch = 1;
  std::int64_t macs = 0;  ///< multiply-accumulates of the whole run
  ReductionOrder reduction;
  std::vector<Unit> units;
  std::vector<Stream> streams;

  static void describe(auto& self, auto& visit);  // src/mapping/mapping_fields.h
};

/// Recomputes from scratch whether `mapping` is legal on `chip`: sites and kinds, one unit a site,
/// ports, stages, registers, slots, capacity, latencies, streams' ends, routes' trees, links and
/// tracks, token counts. Knows nothing of the mapper.
/// @return what is wrong, one line each; empty if legal
std::vector<std::string> violations(const Chip& chip, const Mapping& mapping);
/// Throws MappingError with the first violation, if any.
void check(const Chip& chip, const Mapping& mapping);

/// @throws ConfigError, OutputError
Mapping load_mapping(const std::filesystem::path& file);
std::string to_json(const Mapping& mapping);

}  // namespace rda
