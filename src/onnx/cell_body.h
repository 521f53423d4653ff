// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "onnx/cell_value.h"
#include "onnx/node.h"

namespace rda::onnx {

/// The operators that are read in the body of a Scan or Loop, for messages.
inline constexpr const char* kSupportedCells =
    "supported are the cells of LSTM, GRU and RNN in MatMul, Gemm, Add, Sub, Mul, Sigmoid, Tanh, "
    "Relu, Split, Slice, Concat and constants";

/// A value of a body that changes from step to step: rows of `value`, with so many dimensions.
struct BodyValue {
  CellRef value;
  int rank = 2;
};

/// Evaluates the body of a Scan or Loop for one step: what is known before the run is computed, and
/// the rest becomes values of a cell.
class CellBody {
 public:
  /// @param node  Scan or Loop @param outer  values that the body can read from around it
  CellBody(const Node& node, const Views& outer, std::string_view bytes);

  const Graph& graph() const { return graph_; }
  /// An input of the body.
  void bind(std::size_t input, BodyValue value);
  /// The number of the step; what Gather takes with it is the step of a sequence.
  void bind_iteration(std::size_t input) { bind(input, {iteration_, 0}); }
  /// @throws WorkloadError  naming the node of the body that no cell has
  void run();

  /// An output of the body; none: it is known before the run.
  std::optional<BodyValue> output(std::size_t index) const;
  std::optional<View> constant(std::size_t index) const;

  /// What Gather takes the step of, and along which axis; none: nothing.
  struct Sequence {
    View view;
    int axis = 0;
    CellRef step;
  };
  const std::optional<Sequence>& sequence() const { return sequence_; }

 private:
  const BodyValue* changing(const std::string& name) const;
  void compute(const NodeProto& proto);
  std::optional<BodyValue> made(Node& node);
  std::optional<BodyValue> moved_by_one(Node& node, const BodyValue& x) const;
  std::optional<BodyValue> taken(Node& node);
  std::optional<BodyValue> multiplied(Node& node, const BodyValue& x) const;
  std::optional<BodyValue> two(Node& node) const;
  std::optional<BodyValue> with_constant(Node& node, bool cell_first) const;
  std::optional<BodyValue> joined(Node& node) const;
  void split(Node& node, const BodyValue& x);

  const Node& node_;
  Views known_;
  Graph graph_;
  std::map<std::string, BodyValue, std::less<>> changing_;
  const CellRef iteration_ = cell_input(1);
  std::optional<Sequence> sequence_;
};

}  // namespace rda::onnx
