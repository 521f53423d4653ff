// SPDX-License-Identifier: Apache-2.0
#include "onnx/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "rda/error.h"

namespace rda::onnx {
namespace {

View all_of(int source, const Shape& shape) {
  View view;
  view.source = source;
  view.shape = shape;
  view.strides = contiguous(shape);
  return view;
}

}  // namespace

View Chain::add_input(const std::string& name, const Shape& shape) {
  Source source{Shown::y, -1, name, shape, {}, -1};
  for (int i = 0; i + 1 < static_cast<int>(shape.size()); ++i) source.axes.push_back(i);
  sources.push_back(std::move(source));
  return all_of(static_cast<int>(sources.size()) - 1, shape);
}

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

Rows Chain::rows_of(const Node& node, const View& view) const {
  if (view.constant()) node.fail("reads a constant where values of a run are needed");
  if (view.parts) node.fail("reads joined values (outputs of the graph can be joined)");
  const Source& source = sources[static_cast<std::size_t>(view.source)];
  const int ends = static_cast<int>(source.shape.size());
  const int first_element = static_cast<int>(source.axes.size());
  if (source.shown == Shown::c_n)
    node.fail("reads c of the last step (only outputs of the graph can be c)");
  if (view.shape.empty() || count_of(view.shape) == 0)
    node.fail(fmt::format("reads a tensor of shape {}", to_string(view.shape)));
  Rows rows{view.source, view.shape.back(), {}, source.shown != Shown::y};
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
    const Layer* layer = network.layers.empty() ? nullptr : &network.layers.front();
    const bool reverse = layer && std::ranges::any_of(network.layers, [](const Layer& l) {
                           return l.direction == "reverse";
                         });
    const std::int64_t stride = contiguous(source.shape)[static_cast<std::size_t>(i)];
    const std::int64_t want = reverse ? 0 : (extent - 1) * stride;
    if (!time || offset != want || (!reverse && !network.lengths.empty()))
      node.fail(fmt::format("reads a part of '{}' {} (all of it, or its last step{} are supported)",
                            source.name, to_string(source.shape),
                            network.lengths.empty() ? "" : ", as Y_h gives it,"));
    rows.last = true;
    offset = 0;
  }
  if (offset != 0) node.fail(fmt::format("reads a part of '{}'", source.name));
  return rows;
}

int Chain::take(const Node& node, const Rows& rows) {
  Source& source = sources[static_cast<std::size_t>(rows.source)];
  const int reader = static_cast<int>(network.layers.size());
  if (source.read_by >= 0)
    node.fail(
        fmt::format("reads '{}', as {} does (a chain of layers is supported, in which one "
                    "layer reads what a layer makes)",
                    source.name, network.layers[static_cast<std::size_t>(source.read_by)].node));
  if (source.layer + 1 != reader)
    node.fail(
        fmt::format("reads '{}', which is not what the layer before it makes ({}; a chain of "
                    "layers is supported)",
                    source.name, network.layers.empty() ? "none" : network.layers.back().node));
  source.read_by = reader;
  if (source.layer < 0) {
    network.x = source.name;
    network.input = rows.elements;
  }
  return reader;
}

View Chain::append(const Node& node, Layer layer, const View& view, std::int64_t elements) {
  const Rows rows = rows_of(node, view);
  const int number = take(node, rows);
  const Source& from = sources[static_cast<std::size_t>(rows.source)];
  Source made{Shown::y, number, node.output(0), {}, {}, -1};
  Shape shape;
  for (std::size_t i = 0; i < rows.axes.size(); ++i) {
    shape.push_back(view.shape[i]);
    for (const int axis : rows.axes[i]) {
      made.shape.push_back(from.shape[static_cast<std::size_t>(axis)]);
      made.axes.push_back(from.axes[static_cast<std::size_t>(axis)]);
    }
  }
  made.shape.push_back(elements);
  shape.push_back(elements);
  layer.last = rows.last || (number > 0 && network.layers.back().last);
  if (layer.last) made.shown = Shown::last;
  network.layers.push_back(std::move(layer));
  sources.push_back(std::move(made));
  end_ = static_cast<int>(sources.size()) - 1;
  read_ = view;
  return all_of(end_, shape);
}

/// Notes which axis of x is that of the steps, or of the sequences.
void Chain::set_axis(const Node& node, const Rows& rows, std::size_t axis, int& known,
                     const char* what) {
  const Source& source = sources[static_cast<std::size_t>(rows.source)];
  node.require(rows.axes[axis].size() <= 1, fmt::format("X joins axes as {}", what));
  if (rows.axes[axis].empty()) return;
  const int of_x = source.axes[static_cast<std::size_t>(rows.axes[axis][0])];
  if (has_recurrent && known != of_x)
    node.fail(fmt::format("X has another axis as {} than the layers before it", what));
  known = of_x;
}

View Chain::append_recurrent(const Node& node, Layer layer, const View& x,
                             std::int64_t directions) {
  const Rows rows = rows_of(node, x);
  node.require(!rows.last, "X is the last step of what another layer makes");
  set_axis(node, rows, 0, time_axis, "steps");
  set_axis(node, rows, 1, batch_axis, "sequences");
  const int number = take(node, rows);
  const std::int64_t elements = layer.hidden;
  Source made{Shown::y,
              number,
              node.output(0),
              {x.shape[0], x.shape[1], directions, elements},
              {time_axis, batch_axis},
              -1};
  if (made.name.empty()) made.name = "Y of " + node.name();
  network.layers.push_back(std::move(layer));
  sources.push_back(std::move(made));
  end_ = static_cast<int>(sources.size()) - 1;
  read_ = x;
  has_recurrent = true;
  network.steps_of_model = x.shape[0];
  network.batch = x.shape[1];
  return all_of(end_, sources.back().shape);
}

View Chain::states(Shown shown, const std::string& name, std::int64_t directions) {
  const int number = static_cast<int>(network.layers.size()) - 1;
  const Layer& layer = network.layers.back();
  // Axes of rows first: directions are elements, so that a layer can read one direction.
  Source made{shown, number, name, {network.batch, directions, layer.hidden}, {batch_axis}, -1};
  sources.push_back(std::move(made));
  const Shape order{1, 0, 2};
  return transposed(all_of(static_cast<int>(sources.size()) - 1, sources.back().shape), order);
}

bool Chain::is_end(const View& view) const {
  if (view.source != end_ || end_ < 0 || view.parts) return false;
  const Source& source = sources[static_cast<std::size_t>(end_)];
  return source.read_by < 0 && count_of(view.shape) == count_of(source.shape);
}

bool Chain::is_read_by_last(const View& view, const View& made) const {
  if (network.layers.empty() || view.source != read_.source) return false;
  // As the layer reads it and as the layer makes it, e.g. both of the last step.
  if (view.offset == read_.offset && view.shape == read_.shape && view.strides == read_.strides &&
      made.shape.size() == view.shape.size() && made.strides == contiguous(made.shape) &&
      std::equal(made.shape.begin(), made.shape.end() - 1, view.shape.begin()))
    return true;
  const auto read = arrangement(view), written = arrangement(made);
  return view.offset == 0 && read && written && *read == *written;
}

}  // namespace rda::onnx
