// SPDX-License-Identifier: Apache-2.0
// Views as rows of what a layer makes.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "onnx/chain.h"

namespace rda::onnx {

std::optional<std::vector<int>> Chain::axes_of(const View& view, int axis) const {
  const Source& source = sources[static_cast<std::size_t>(view.source)];
  const Shape strides = contiguous(source.shape);
  const std::int64_t extent = view.shape[static_cast<std::size_t>(axis)];
  const std::int64_t stride = view.strides[static_cast<std::size_t>(axis)];
  std::vector<int> axes;
  std::int64_t found = 1;
  for (int i = static_cast<int>(source.shape.size()); i-- > 0 && found < extent;) {
    const auto at = static_cast<std::size_t>(i);
    if (source.shape[at] == 1 || strides[at] < stride) continue;
    if (axes.empty() && strides[at] != stride) break;
    axes.insert(axes.begin(), i);
    found *= source.shape[at];
  }
  if (extent > 1 && found != extent) return std::nullopt;
  return extent > 1 ? axes : std::vector<int>();
}

std::optional<std::vector<std::vector<int>>> Chain::arrangement(const View& view) const {
  const Source& source = sources[static_cast<std::size_t>(view.source)];
  std::vector<std::vector<int>> all;
  if (count_of(view.shape) != count_of(source.shape)) return std::nullopt;
  for (int i = 0; i < view.rank(); ++i) {
    std::optional<std::vector<int>> axes = axes_of(view, i);
    if (!axes) return std::nullopt;
    for (int& axis : *axes)
      axis = axis < static_cast<int>(source.axes.size())
                 ? source.axes[static_cast<std::size_t>(axis)]
                 : -1;
    all.push_back(*std::move(axes));
  }
  return all;
}

bool Chain::makes(const View& view) const {
  if (view.source < 0) return view.parts != nullptr;
  return sources[static_cast<std::size_t>(view.source)].layer >= 0;
}

bool Chain::is_sequence(const View& view) const {
  if (view.parts || !makes(view) || view.rank() < 2) return false;
  if (sources[static_cast<std::size_t>(view.source)].shown != Shown::y) return false;
  const auto axes = arrangement(view);
  if (!axes) return false;
  const std::size_t elements = axes->size() - 1;
  for (std::size_t i = 0; i <= elements; ++i)
    for (const int axis : (*axes)[i])
      if (i == elements ? axis >= 0
                        : axis < 0 || axis != (i + 1 == elements ? time_axis : batch_axis))
        return false;
  return true;
}

std::optional<int> Chain::states_of(const View& view, Shown shown) const {
  if (view.parts || !makes(view)) return std::nullopt;
  const Source& source = sources[static_cast<std::size_t>(view.source)];
  const Shape order{1, 0, 2}, strides = contiguous(source.shape);
  if (source.shown != shown || view.offset != 0 || view.rank() != 3) return std::nullopt;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto from = static_cast<std::size_t>(order[i]);
    const bool one = view.shape[i] == 1 || view.strides[i] == strides[from];
    if (view.shape[i] != source.shape[from] || !one) return std::nullopt;
  }
  return source.layer;
}

bool Chain::is_last_step(const Source& source, int time, std::int64_t offset) const {
  const std::string direction = direction_of(network, source.layer);
  const std::int64_t last = source.shape[static_cast<std::size_t>(time)] - 1;
  const std::int64_t stride = contiguous(source.shape)[static_cast<std::size_t>(time)];
  if (direction == "reverse") return offset == 0;
  return direction == "forward" && network.lengths.empty() && offset == last * stride;
}

void Chain::refuse_part(const Node& node, const Source& source, bool step) const {
  const std::string direction = direction_of(network, source.layer);
  const std::string part =
      fmt::format("reads a part of '{}' {}", source.name, to_string(source.shape));
  if (step && direction == "bidirectional")
    node.fail(part +
              ", one step of both directions, which they do not both compute last (supported: "
              "all of it, or the last step of each direction, as Y_h gives it)");
  if (step && direction == "reverse")
    node.fail(part +
              " (all of it, or the last step that the reverse layer computes, index 0, are "
              "supported)");
  node.fail(fmt::format("{} (all of it, or its last step{} are supported)", part,
                        network.lengths.empty() ? "" : ", as Y_h gives it,"));
}

Rows Chain::rows_of(const Node& node, const View& view) const {
  if (view.constant()) node.fail("reads a constant where values of a run are needed");
  if (view.parts) node.fail("reads joined values (outputs of the graph can be joined)");
  const Source& source = sources[static_cast<std::size_t>(view.source)];
  if (!source.part.empty())
    node.fail(fmt::format("reads {} of attention ({})", source.part, kSupportedAttention));
  const int ends = static_cast<int>(source.shape.size());
  const int first_element = static_cast<int>(source.axes.size());
  if (source.shown == Shown::c_n)
    node.fail("reads c of the last step (only outputs of the graph can be c)");
  if (source.shown == Shown::h_n && network.layers[static_cast<std::size_t>(source.layer)].residual)
    node.fail(fmt::format("reads '{}', h without the input that is added to the layer's output",
                          source.name));
  if (view.shape.empty() || count_of(view.shape) == 0)
    node.fail(fmt::format("reads a tensor of shape {}", to_string(view.shape)));
  Rows rows{view.source, view.shape.back(), {}, source.shown == Shown::h_n};
  std::vector<int> used;
  for (int i = 0; i < view.rank(); ++i) {
    const std::optional<std::vector<int>> axes = axes_of(view, i);
    if (!axes)
      node.fail(
          fmt::format("reads a part of '{}' {} (all elements of an axis, in their order, or "
                      "the last step are supported)",
                      source.name, to_string(source.shape)));
    used.insert(used.end(), axes->begin(), axes->end());
    const bool of_row = i + 1 == view.rank();
    for (const int axis : *axes)
      if ((axis >= first_element) != of_row)
        node.fail(
            fmt::format("reads '{}' {} with steps or sequences as elements of a row (its last "
                        "axis)",
                        source.name, to_string(source.shape)));
    if (!of_row) rows.axes.push_back(*axes);
  }
  std::int64_t offset = view.offset;
  for (int i = 0; i < ends; ++i) {
    const std::int64_t extent = source.shape[static_cast<std::size_t>(i)];
    if (extent == 1 || std::ranges::find(used, i) != used.end()) continue;
    const bool time = i < first_element && has_recurrent && source.shown == Shown::y &&
                      source.axes[static_cast<std::size_t>(i)] == time_axis;
    if (!time || !is_last_step(source, i, offset)) refuse_part(node, source, time);
    rows.last = true;
    offset = 0;
  }
  if (offset != 0) node.fail(fmt::format("reads a part of '{}'", source.name));
  return rows;
}

}  // namespace rda::onnx
