// SPDX-License-Identifier: Apache-2.0
// What is computed before the run: constants and arithmetic of shapes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onnx/moves.h"

namespace rda::onnx {
namespace {

/// Elements of the largest tensor that is computed before the run.
constexpr std::int64_t kMostComputed = std::int64_t{1} << 26;

/// @throws WorkloadError  if a tensor of this shape is too large to be computed
void require_room(const Node& node, const Shape& shape) {
  node.require(elements_of(shape, node.where()) <= kMostComputed,
               fmt::format("computes a constant of shape {} (at most {} elements)",
                           to_string(shape), kMostComputed));
}

View of_tensor(Node& node, const TensorProto& tensor) {
  return constant(
      tensor.dims,
      values_of(tensor, std::filesystem::path(node.model().file).parent_path(), node.where()),
      is_integer(tensor.type));
}

View constant_node(Node& node) {
  if (const TensorProto* tensor = node.tensor("value")) return of_tensor(node, *tensor);
  if (node.has("value_float")) return constant({}, {node.number("value_float", 0)}, false);
  if (node.has("value_int"))
    return constant({}, {static_cast<double>(node.integer("value_int", 0))}, true);
  if (node.has("value_ints")) {
    const Shape values = node.integers("value_ints");
    return constant({std::ssize(values)}, {values.begin(), values.end()}, true);
  }
  if (!node.has("value_floats")) node.fail("has no value that is read (a tensor or numbers)");
  const std::vector<float> values = node.numbers("value_floats");
  return constant({std::ssize(values)}, {values.begin(), values.end()}, false);
}

View constant_of_shape(Node& node) {
  const Shape shape = integers_of(node.known(0, "shape"));
  elements_of(shape, node.where());
  View value = constant({}, {0}, false);
  if (const TensorProto* tensor = node.tensor("value")) value = of_tensor(node, *tensor);
  node.require(count_of(value.shape) == 1, "value has not one element");
  value.shape.clear();
  value.strides.clear();
  return *broadcast(value, shape);
}

View shape_of(Node& node) {
  const View& view = node.need(0, "data");
  const std::int64_t rank = view.rank();
  const auto clamped = [&](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const std::int64_t begin = clamped(node.integer("start", 0));
  const std::int64_t end = std::max(begin, clamped(node.integer("end", rank)));
  const std::vector<double> dims(view.shape.begin() + begin, view.shape.begin() + end);
  return constant({std::ssize(dims)}, dims, true);
}

View size_of_all(Node& node) {
  return constant({}, {static_cast<double>(count_of(node.need(0, "data").shape))}, true);
}

View concat(Node& node) {
  const View& first = node.known(0, "input");
  const int axis = node.axis(node.integer("axis", 0), first.rank());
  Shape shape = first.shape;
  shape[static_cast<std::size_t>(axis)] = 0;
  bool integer = true;
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    const View& part = node.known(i, "input");
    Shape same = part.shape;
    node.require(part.rank() == first.rank(), "joins tensors of different ranks");
    same[static_cast<std::size_t>(axis)] = first.shape[static_cast<std::size_t>(axis)];
    node.require(same == first.shape, "joins tensors of shapes that do not fit");
    shape[static_cast<std::size_t>(axis)] += part.shape[static_cast<std::size_t>(axis)];
    integer = integer && part.integer;
  }
  require_room(node, shape);
  const std::int64_t outer = count_of({shape.begin(), shape.begin() + axis});
  std::vector<std::vector<double>> parts;
  for (std::size_t i = 0; i < node.inputs(); ++i) parts.push_back(values_of(*node.input(i)));
  std::vector<double> values;
  for (std::int64_t row = 0; row < outer; ++row)
    for (const std::vector<double>& part : parts) {
      const std::int64_t each = std::ssize(part) / outer;
      values.insert(values.end(), part.begin() + row * each, part.begin() + (row + 1) * each);
    }
  return constant(shape, std::move(values), integer);
}

View gather_constant(Node& node) {
  const View& data = node.known(0, "data");
  const View& indices = node.known(1, "indices");
  const int axis = node.axis(node.integer("axis", 0), data.rank());
  const std::int64_t extent = data.shape[static_cast<std::size_t>(axis)];
  Shape shape(data.shape.begin(), data.shape.begin() + axis);
  shape.insert(shape.end(), indices.shape.begin(), indices.shape.end());
  shape.insert(shape.end(), data.shape.begin() + axis + 1, data.shape.end());
  require_room(node, shape);
  require_room(node, data.shape);
  const std::int64_t outer = count_of({data.shape.begin(), data.shape.begin() + axis});
  const std::int64_t inner = count_of({data.shape.begin() + axis + 1, data.shape.end()});
  const std::vector<double> from = values_of(data);
  std::vector<double> values;
  for (std::int64_t row = 0; row < outer; ++row)
    for (std::int64_t index : integers_of(indices)) {
      node.require(index >= -extent && index < extent,
                   fmt::format("index {} of {}", index, extent));
      if (index < 0) index += extent;
      const auto begin = from.begin() + (row * extent + index) * inner;
      values.insert(values.end(), begin, begin + inner);
    }
  return constant(shape, std::move(values), data.integer);
}

double computed(const Node& node, double a, double b, bool integer) {
  const std::string& op = node.op();
  if (op == "Add") return a + b;
  if (op == "Sub") return a - b;
  if (op == "Mul") return a * b;
  if (op == "Equal") return a == b ? 1 : 0;
  if (op == "Pow") return std::pow(a, b);
  node.require(!integer || b != 0, "divides an integer by 0");
  return integer ? std::trunc(a / b) : a / b;
}

View binary(Node& node) {
  const View &a = node.known(0, "A"), &b = node.known(1, "B");
  const std::optional<Shape> shape = common_shape(a.shape, b.shape);
  if (!shape) node.fail(fmt::format("shapes {} and {}", to_string(a.shape), to_string(b.shape)));
  require_room(node, *shape);
  std::vector<double> left = values_of(*broadcast(a, *shape));
  const std::vector<double> right = values_of(*broadcast(b, *shape));
  const bool integer = a.integer && b.integer;
  for (std::size_t i = 0; i < left.size(); ++i)
    left[i] = computed(node, left[i], right[i], integer);
  return constant(*shape, std::move(left), integer || node.op() == "Equal");
}

View where(Node& node) {
  const View &chosen = node.known(0, "condition"), &a = node.known(1, "X"), &b = node.known(2, "Y");
  const std::optional<Shape> both = common_shape(a.shape, b.shape);
  const std::optional<Shape> shape = both ? common_shape(chosen.shape, *both) : std::nullopt;
  if (!shape) node.fail("shapes that do not fit");
  require_room(node, *shape);
  const std::vector<double> condition = values_of(*broadcast(chosen, *shape));
  std::vector<double> values = values_of(*broadcast(a, *shape));
  const std::vector<double> other = values_of(*broadcast(b, *shape));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (condition[i] == 0) values[i] = other[i];
  return constant(*shape, std::move(values), a.integer && b.integer);
}

View square_root(Node& node) {
  const View& view = node.known(0, "X");
  require_room(node, view.shape);
  std::vector<double> values = values_of(view);
  for (double& value : values) value = std::sqrt(value);
  return constant(view.shape, std::move(values), false);
}

}  // namespace

std::optional<View> folded(Node& node) {
  const std::string& op = node.op();
  if (op == "Constant") return constant_node(node);
  if (op == "Shape") return shape_of(node);
  if (op == "Size") return size_of_all(node);
  if (!node.all_constant()) return std::nullopt;
  if (op == "ConstantOfShape") return constant_of_shape(node);
  if (op == "Concat") return concat(node);
  if (op == "Gather") return gather_constant(node);
  if (op == "Add" || op == "Sub" || op == "Mul" || op == "Div" || op == "Equal" || op == "Pow")
    return binary(node);
  if (op == "Where") return where(node);
  if (op == "Sqrt") return square_root(node);
  return std::nullopt;
}

}  // namespace rda::onnx
