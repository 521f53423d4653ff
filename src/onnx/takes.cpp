// SPDX-License-Identifier: Apache-2.0
// Operators that take parts of a tensor or join tensors.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "onnx/moves.h"

namespace rda::onnx {
namespace {

using Parts = std::vector<View>;

/// The part that holds elements begin to begin + count of the axis along which parts are joined.
View part_of(const Node& node, const View& view, int axis, std::int64_t begin, std::int64_t count) {
  if (axis == view.axis)
    for (const View& part : *view.parts) {
      const std::int64_t extent = part.shape[static_cast<std::size_t>(axis)];
      if (begin >= 0 && begin + count <= extent) return sliced(part, axis, begin, count, 1);
      begin -= extent;
    }
  node.fail("takes of joined values what lies in several of them (a part of one is supported)");
}

View slice_axis(const Node& node, const View& view, int axis, std::array<std::int64_t, 3> of) {
  const std::int64_t extent = view.shape[static_cast<std::size_t>(axis)], step = of[2];
  node.require(step != 0, "a step of 0");
  const auto clamped = [&](std::int64_t at) {
    if (at < 0) at += extent;
    return step > 0 ? std::clamp<std::int64_t>(at, 0, extent)
                    : std::clamp<std::int64_t>(at, -1, extent - 1);
  };
  constexpr std::int64_t kBeforeAll = std::numeric_limits<std::int32_t>::min();
  const std::int64_t begin = clamped(of[0]), end = of[1] <= kBeforeAll ? -1 : clamped(of[1]);
  const std::int64_t last = step > 0 ? std::max(end, std::int64_t{0}) : end;
  const std::int64_t span = step > 0 ? last - begin : begin - last;
  const std::int64_t most = std::max<std::int64_t>(extent, 1);
  const std::int64_t stride = std::clamp(step, -most, most);
  const std::int64_t count = span <= 0 ? 0 : (span + std::abs(stride) - 1) / std::abs(stride);
  node.require(count > 0, fmt::format("takes no element of axis {}", axis));
  if (view.parts && stride == 1) return part_of(node, view, axis, begin, count);
  node.require(!view.parts, "takes of joined values every so many");
  return sliced(view, axis, begin, count, stride);
}

View slice(Node& node) {
  View view = node.need(0, "data");
  Shape starts, ends, axes, steps;
  if (node.opset() < 10) {
    starts = node.integers("starts");
    ends = node.integers("ends");
    axes = node.integers("axes");
  } else {
    starts = integers_of(node.known(1, "starts"));
    ends = integers_of(node.known(2, "ends"));
    if (node.input(3)) axes = integers_of(node.known(3, "axes"));
    if (node.input(4)) steps = integers_of(node.known(4, "steps"));
  }
  if (axes.empty()) {
    axes.resize(starts.size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  if (steps.empty()) steps.assign(starts.size(), 1);
  node.require(
      starts.size() == ends.size() && starts.size() == axes.size() && starts.size() == steps.size(),
      "starts, ends, axes and steps of different lengths");
  for (std::size_t i = 0; i < starts.size(); ++i)
    view = slice_axis(node, view, node.axis(axes[i], view.rank()), {starts[i], ends[i], steps[i]});
  return view;
}

Parts split(Node& node) {
  const View& view = node.need(0, "data");
  const int axis = node.axis(node.integer("axis", 0), view.rank());
  const std::int64_t extent = view.shape[static_cast<std::size_t>(axis)];
  const auto parts = static_cast<std::int64_t>(node.proto().outputs.size());
  Shape sizes = node.integers("split");
  if (node.input(1)) sizes = integers_of(node.known(1, "split"));
  node.require(node.integer("num_outputs", parts) == parts,
               "num_outputs is not that of its outputs");
  const std::int64_t each = (extent + parts - 1) / std::max<std::int64_t>(parts, 1);
  if (sizes.empty()) sizes.assign(static_cast<std::size_t>(parts), each);
  if (std::ssize(sizes) == parts && !sizes.empty() && !node.input(1) && !node.has("split"))
    sizes.back() = extent - each * (parts - 1);
  node.require(std::ssize(sizes) == parts, "as many sizes as outputs would be right");
  Parts made;
  std::int64_t at = 0;
  for (const std::int64_t size : sizes) {
    node.require(size > 0 && size <= extent - at,
                 fmt::format("sizes {} of an axis of {}", to_string(sizes), extent));
    made.push_back(sliced(view, axis, at, size, 1));
    at += size;
  }
  node.require(at == extent, fmt::format("sizes {} of an axis of {}", to_string(sizes), extent));
  return made;
}

/// Whether rows that are known before the run are taken by integers of a run: an embedding.
bool takes_known_rows(const View& table, const View& index) {
  return table.data && table.rank() == 2 && !index.constant() && index.rank() == 2;
}

/// Of one index, or of indices at equal distances; the others are for constants alone.
std::optional<View> gather(Node& node) {
  const View& view = node.need(0, "data");
  const View& at = node.need(1, "indices");
  if (!at.data || view.constant() || takes_known_rows(view, at)) return std::nullopt;
  const int axis = node.axis(node.integer("axis", 0), view.rank());
  const std::int64_t extent = view.shape[static_cast<std::size_t>(axis)];
  Shape indices = integers_of(at);
  for (std::int64_t& index : indices) {
    node.require(index >= -extent && index < extent, fmt::format("index {} of {}", index, extent));
    if (index < 0) index += extent;
  }
  if (view.parts && indices.size() == 1) {
    View part = part_of(node, view, axis, indices[0], 1);
    return at.shape.empty() ? without_axis(std::move(part), axis) : part;
  }
  if (at.shape.empty()) return without_axis(sliced(view, axis, indices.at(0), 1, 1), axis);
  node.require(indices.size() == 1 && at.rank() == 1,
               "takes several indices of what a run makes (one index is supported)");
  return sliced(view, axis, indices[0], 1, 1);
}

/// Values of a run along an axis.
View join_run(Node& node) {
  std::vector<View> parts;
  for (std::size_t i = 0; i < node.inputs(); ++i) parts.push_back(node.need(i, "input"));
  const Shape& first = parts.at(0).shape;
  const int axis = node.axis(node.integer("axis", 0), parts[0].rank());
  for (const View& part : parts) {
    node.require(!part.constant() && !part.parts, "joins values of a run with others");
    Shape same = part.shape;
    node.require(same.size() == first.size(), "joins tensors of different ranks");
    same[static_cast<std::size_t>(axis)] = first[static_cast<std::size_t>(axis)];
    node.require(same == first, "joins tensors of shapes that do not fit");
  }
  View all = joined(parts, axis);
  elements_of(all.shape, node.where());
  return all;
}

}  // namespace

std::optional<Parts> taken(Node& node) {
  const std::string& op = node.op();
  if (op == "Split") return split(node);
  std::optional<View> made;
  if (op == "Slice") made = slice(node);
  if (op == "Gather") made = gather(node);
  if (op == "Concat" && node.inputs() > 0) made = join_run(node);
  if (!made) return std::nullopt;
  return Parts{*made};
}

}  // namespace rda::onnx
