// SPDX-License-Identifier: Apache-2.0
#include "onnx/moves.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace rda::onnx {
namespace {

using Parts = std::vector<View>;

/// Axes of an attribute, or, in newer opsets, of an input.
Shape axes_of(Node& node, std::size_t input) {
  if (node.has("axes")) return node.integers("axes");
  return node.input(input) ? integers_of(node.known(input, "axes")) : Shape();
}

std::vector<int> sorted_axes(const Node& node, const Shape& axes, int rank) {
  std::vector<int> sorted;
  for (const std::int64_t axis : axes) sorted.push_back(node.axis(axis, rank));
  std::ranges::sort(sorted);
  node.require(std::ranges::adjacent_find(sorted) == sorted.end(), "an axis is given twice");
  return sorted;
}

View squeeze(Node& node) {
  View view = node.need(0, "data");
  std::vector<int> axes = sorted_axes(node, axes_of(node, 1), view.rank());
  if (axes.empty())
    for (int i = 0; i < view.rank(); ++i)
      if (view.shape[static_cast<std::size_t>(i)] == 1) axes.push_back(i);
  for (const int axis : std::vector<int>(axes.rbegin(), axes.rend())) {
    node.require(
        view.shape[static_cast<std::size_t>(axis)] == 1,
        fmt::format("axis {} of shape {} has not one element", axis, to_string(view.shape)));
    view = without_axis(std::move(view), axis);
  }
  return view;
}

View unsqueeze(Node& node) {
  View view = node.need(0, "data");
  const Shape axes = axes_of(node, 1);
  const int rank = view.rank() + static_cast<int>(axes.size());
  for (const int axis : sorted_axes(node, axes, rank)) view = with_axis(std::move(view), axis);
  return view;
}

View transpose(Node& node) {
  const View& view = node.need(0, "data");
  Shape order = node.integers("perm");
  if (order.empty()) {
    order.resize(view.shape.size());
    std::iota(order.rbegin(), order.rend(), 0);
  }
  Shape sorted = order, all(view.shape.size());
  std::ranges::sort(sorted);
  std::iota(all.begin(), all.end(), 0);
  node.require(sorted == all, fmt::format("attribute perm {} for shape {}", to_string(order),
                                          to_string(view.shape)));
  return transposed(view, order);
}

View with_shape(const Node& node, const View& view, const Shape& shape) {
  node.require(elements_of(shape, node.where()) == count_of(view.shape),
               fmt::format("shape {} of {}", to_string(shape), to_string(view.shape)));
  std::optional<View> made = reshaped(view, shape);
  if (!made)
    node.fail(
        fmt::format("gives {} of a run shape {}, which would reorder elements (axes that lie "
                    "one behind the other can be joined)",
                    to_string(view.shape), to_string(shape)));
  return *made;
}

View reshape(Node& node) {
  const View& view = node.need(0, "data");
  const bool zeros = node.integer("allowzero", 0) != 0;
  Shape shape = integers_of(node.known(1, "shape"));
  std::int64_t open = -1, known = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0 && !zeros) {
      node.require(i < view.shape.size(), "shape has a 0 where the data have no axis");
      shape[i] = view.shape[i];
    }
    if (shape[i] == -1) {
      node.require(open < 0, "shape has two -1");
      open = static_cast<std::int64_t>(i);
    } else {
      node.require(shape[i] >= 0 && shape[i] <= count_of(view.shape),
                   fmt::format("shape {} of {}", to_string(shape), to_string(view.shape)));
      known *= std::max<std::int64_t>(shape[i], 1);
      node.require(known <= count_of(view.shape),
                   fmt::format("shape {} of {}", to_string(shape), to_string(view.shape)));
    }
  }
  if (open >= 0) shape[static_cast<std::size_t>(open)] = count_of(view.shape) / known;
  return with_shape(node, view, shape);
}

View flatten(Node& node) {
  const View& view = node.need(0, "data");
  const std::int64_t given = node.integer("axis", 1);
  const int axis = given == view.rank() ? view.rank() : node.axis(given, view.rank());
  const auto middle = view.shape.begin() + axis;
  return with_shape(node, view,
                    {count_of({view.shape.begin(), middle}), count_of({middle, view.shape.end()})});
}

View cast(Node& node) {
  View view = node.need(0, "data");
  const std::int64_t to = node.integer("to", 0);
  node.require(size_of(to) > 0, fmt::format("to {}", type_name(to)));
  if (view.constant()) {
    std::vector<double> values = values_of(view);
    if (is_integer(to))
      for (double& value : values) value = std::trunc(value);
    return constant(view.shape, std::move(values), is_integer(to));
  }
  node.require(!is_integer(to) || view.integer,
               fmt::format("to {} of what a run makes", type_name(to)));
  return view;
}

View expand(Node& node) {
  const View& view = node.need(0, "data");
  const Shape shape = integers_of(node.known(1, "shape"));
  elements_of(shape, node.where());
  const std::optional<Shape> common = common_shape(view.shape, shape);
  std::optional<View> wide = common ? broadcast(view, *common) : std::nullopt;
  if (!wide) node.fail(fmt::format("shape {} from {}", to_string(shape), to_string(view.shape)));
  elements_of(*common, node.where());
  node.require(view.constant() || *common == view.shape, "repeats what a run makes");
  return *wide;
}

/// In inference it changes nothing. Its second output, the mask, is not made.
View dropout(Node& node) {
  node.number("ratio", 0);
  node.integer("seed", 0);
  if (node.input(2)) {
    const std::vector<double> training = values_of(node.known(2, "training_mode"));
    node.require(training.size() == 1 && training[0] == 0, "training_mode is not false");
  }
  node.require(node.output(1).empty(), "output 1 (mask) is not made");
  return node.need(0, "data");
}

}  // namespace

std::optional<Parts> moved(Node& node) {
  const std::string& op = node.op();
  if (const View* view = node.inputs() > 0 ? node.input(0) : nullptr; view && view->parts) {
    constexpr std::array kTaken{"Identity", "Dropout", "Cast", "Slice", "Gather", "MatMul", "Gemm"};
    if (std::ranges::find(kTaken, op) == kTaken.end())
      node.fail(
          "moves joined values (a part of one of them, or an output of the graph, is "
          "supported)");
  }
  std::optional<View> made;
  if (op == "Identity") made = node.need(0, "input");
  if (op == "Dropout") made = dropout(node);
  if (op == "Cast") made = cast(node);
  if (op == "Squeeze") made = squeeze(node);
  if (op == "Unsqueeze") made = unsqueeze(node);
  if (op == "Transpose") made = transpose(node);
  if (op == "Reshape") made = reshape(node);
  if (op == "Flatten") made = flatten(node);
  if (op == "Expand") made = expand(node);
  if (!made) return taken(node);
  return Parts{*made};
}

}  // namespace rda::onnx
