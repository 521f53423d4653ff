// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "onnx/network.h"
#include "onnx/node.h"

namespace rda::onnx {

/// What of attention is recognised, for messages.
inline constexpr const char* kSupportedAttention =
    "supported is attention: MatMul of the query and the transposed sequence, Mul or Div by one "
    "number, Softmax over the steps, MatMul with the sequence, and Concat of context and query";

/// Elements that a run makes or reads, stored row-major.
struct Source {
  Shown shown = Shown::y;
  int layer = -1;         ///< −1: an input of the graph
  std::string name;       ///< of the value, for messages
  Shape shape;            ///< of its storage: axes of rows, then those of a row's elements
  std::vector<int> axes;  ///< of each axis of rows, the axis of x that it is; −1: none
  int read_by = -1;       ///< layer that reads it
  std::string part = {};  ///< what of an attention that is not complete: "scores"; empty: of none
};

/// A view as rows that a layer reads: one in each step of each sequence.
struct Rows {
  int source = 0;
  std::int64_t elements = 0;  ///< of a row
  std::vector<std::vector<int>>
      axes;           ///< of each axis of the view but the last: axes of the source
  bool last = false;  ///< of the last step only
};

/// The layers found so far, and what they make.
class Chain {
 public:
  Network network;
  std::vector<Source> sources;
  int time_axis = -1, batch_axis = -1;  ///< of x, once a recurrent layer said so
  bool has_recurrent = false;

  /// The view of an input of the graph. Integers number rows: each is one element of x.
  View add_input(const std::string& name, const Shape& shape, bool integer);

  /// A view as rows of the end of the chain, which `node` reads alone.
  /// @throws WorkloadError  if it is something else
  Rows rows_of(const Node& node, const View& view) const;

  /// Appends a layer, behind one of type "last" if `view` is the last step. @return its output,
  /// with the axes of `view` but for the last, which has `elements`
  View append(const Node& node, Layer layer, const View& view, std::int64_t elements);

  /// Appends the mean over an axis of `view`, that of the steps. @return its output, without the
  /// axis @throws WorkloadError  if it is another axis
  View append_mean(const Node& node, const View& view, int axis);
  /// Appends a layer that reads rows [steps, batch] and makes states. @return Y [steps, batch,
  /// directions, elements]
  View append_recurrent(const Node& node, Layer layer, const View& x, std::int64_t directions);
  /// The states of the last layer: [directions, batch, elements].
  View states(Shown shown, const std::string& name, std::int64_t directions);
  /// Turns the last layer, a linear one that makes `query`, into one of attention. @return its
  /// output, arranged as `query`, with `elements`
  View turn_into(const Node& node, Layer layer, const View& query, std::int64_t elements);
  /// Values [shape] of an attention that is not complete.
  View append_part(const Node& node, const char* part, const Shape& shape);

  /// Whether a layer makes the values in a run.
  bool makes(const View& view) const;
  /// The layer whose last states the view is, [directions, batch, elements]; none if it is not all
  /// of them.
  std::optional<int> states_of(const View& view, Shown shown) const;
  /// Whether the view is all that a layer makes, as [sequences..., steps, elements].
  bool is_sequence(const View& view) const;

  /// Whether the view is all of what the last layer makes, and no other layer reads it.
  bool is_end(const View& view) const;
  /// Whether the view is all that the last layer reads, arranged as `made` is.
  bool is_read_by_last(const View& view, const View& made) const;

 private:
  /// Axes of the source whose elements an axis of a view runs through, in storage order; empty for
  /// one element, none if it takes only some.
  std::optional<std::vector<int>> axes_of(const View& view, int axis) const;
  /// The same as axes of x, −1 for elements of rows; none if the view is not all of the source.
  std::optional<std::vector<std::vector<int>>> arrangement(const View& view) const;
  /// Whether the step at this offset is the last one that each sequence computes.
  bool is_last_step(const Source& source, int time, std::int64_t offset) const;
  [[noreturn]] void refuse_part(const Node& node, const Source& source, bool step) const;
  int take(const Node& node, const Rows& rows);
  void begin_sequence(const Node& node, const Source& source, const Rows& rows);
  View add(const Node& node, Layer layer, const View& view, const Rows& rows,
           std::int64_t elements);
  void set_axis(const Node& node, const Rows& rows, std::size_t axis, int& known, const char* what);

  View read_;     // what the last layer reads
  int end_ = -1;  // source that the last layer makes
};

}  // namespace rda::onnx
