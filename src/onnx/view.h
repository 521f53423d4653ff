// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rda::onnx {

using Shape = std::vector<std::int64_t>;

/// A tensor as a view of stored elements: element [i, j, ...] lies at offset + i · strides[0] +
/// j · strides[1] + .... Moves (Transpose, Slice, Reshape, ...) change the view and no element. The
/// elements are known (`data`, a constant), or are those that a source makes in a run.
struct View {
  static constexpr int kConstant = -1, kJoined = -2;
  int source = kConstant;
  Shape shape, strides;
  std::int64_t offset = 0;
  std::shared_ptr<const std::vector<double>>
      data;  ///< of a constant, and of an input that is given
  bool integer = false;
  std::shared_ptr<const std::vector<View>> parts;  ///< of values of a run that are joined
  int axis = 0;                                    ///< along which they are

  bool constant() const { return source == kConstant; }
  int rank() const { return static_cast<int>(shape.size()); }
};

/// "[3, 4]"
std::string to_string(const Shape& shape);
std::int64_t count_of(const Shape& shape);
/// Strides of a row-major tensor.
Shape contiguous(const Shape& shape);
View constant(Shape shape, std::vector<double> values, bool integer);
/// Values of a view with data, row-major.
std::vector<double> values_of(const View& view);
/// Its integers; no number becomes the smallest one. @pre it has data
Shape integers_of(const View& view);

View transposed(const View& view, std::span<const std::int64_t> order);
/// @return none if the elements would have to move; those of a constant are copied then
/// @pre as many elements
std::optional<View> reshaped(const View& view, const Shape& shape);
/// Elements begin, begin + step, ... of an axis.
View sliced(const View& view, int axis, std::int64_t begin, std::int64_t count, std::int64_t step);
View without_axis(View view, int axis);                        ///< at its index 0
View with_axis(View view, int axis, std::int64_t stride = 1);  ///< of extent 1
/// As ONNX broadcasts; none if the shapes do not fit.
std::optional<View> broadcast(const View& view, const Shape& shape);
/// Values of a run along an axis: a view of one source if they lie side by side there, else their
/// list. @pre their shapes fit
View joined(std::span<const View> parts, int axis);
std::optional<Shape> common_shape(const Shape& a, const Shape& b);

}  // namespace rda::onnx
