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

View Chain::add_input(const std::string& name, const Shape& shape, bool integer) {
  Source source{Shown::y, -1, name, shape, {}, -1};
  if (integer) source.shape.push_back(1);
  for (int i = 0; i + 1 < static_cast<int>(source.shape.size()); ++i) source.axes.push_back(i);
  sources.push_back(std::move(source));
  View view = all_of(static_cast<int>(sources.size()) - 1, shape);
  view.integer = integer;
  return view;
}

int Chain::take(const Node& node, const Rows& rows) {
  Source& source = sources[static_cast<std::size_t>(rows.source)];
  if (source.layer < 0) begin_sequence(node, source, rows);
  const int reader = static_cast<int>(network.layers.size());
  if (source.read_by >= 0)
    node.fail(
        fmt::format("reads '{}', as {} does (a chain of layers is supported, in which one "
                    "layer reads what a layer makes)",
                    source.name, network.layers[static_cast<std::size_t>(source.read_by)].node));
  if (source.layer >= 0 && source.layer + 1 != reader)
    node.fail(
        fmt::format("reads '{}', which is not what the layer before it makes ({}; a chain of "
                    "layers is supported)",
                    source.name, network.layers.empty() ? "none" : network.layers.back().node));
  source.read_by = reader;
  return reader;
}

/// x, or the sequence that the layers of a decoder read.
void Chain::begin_sequence(const Node& node, const Source& source, const Rows& rows) {
  if (source.read_by >= 0) return;
  if (network.layers.empty()) {
    network.x = source.name;
    network.input = rows.elements;
    return;
  }
  node.require(network.lengths.empty(),
               fmt::format("reads '{}', a second sequence behind one with sequence_lens (not "
                           "supported together)",
                           source.name));
  network.inputs.emplace_back(static_cast<int>(network.layers.size()), source.name);
  network.layers.push_back({.type = "input", .node = node.name(), .size = rows.elements});
}

View Chain::append(const Node& node, Layer layer, const View& view, std::int64_t elements) {
  Rows rows = rows_of(node, view);
  View read = view;
  if (rows.last) {
    read = add(node, {.type = "last", .node = node.name()}, view, rows, rows.elements);
    rows = rows_of(node, read);
  }
  const View made = add(node, std::move(layer), read, rows, elements);
  read_ = view;
  return made;
}

View Chain::append_mean(const Node& node, const View& view, int axis) {
  Rows rows = rows_of(node, view);
  const auto at = static_cast<std::size_t>(axis);
  const Source& source = sources[static_cast<std::size_t>(rows.source)];
  const bool is_time = at < rows.axes.size() && rows.axes[at].size() == 1 &&
                       source.shown == Shown::y && has_recurrent &&
                       source.axes[static_cast<std::size_t>(rows.axes[at][0])] == time_axis;
  if (!is_time || rows.last)
    node.fail(
        fmt::format("a mean over axis {} of '{}' {} (over the steps of what a recurrent layer, or "
                    "one behind it, makes is supported)",
                    axis, source.name, to_string(view.shape)));
  node.require(network.lengths.empty(),
               "a mean over steps that are padding, too (sequence_lens is not supported here)");
  rows.axes.erase(rows.axes.begin() + axis);
  read_ = view;
  return add(node, {.type = "mean", .node = node.name()}, without_axis(view, axis), rows,
             rows.elements);
}

/// Appends a layer that reads these rows; `view` has their axes.
View Chain::add(const Node& node, Layer layer, const View& view, const Rows& rows,
                std::int64_t elements) {
  const int number = take(node, rows);
  const Source& from = sources[static_cast<std::size_t>(rows.source)];
  const bool one_step = ends_sequence(layer) || from.shown == Shown::last;
  Source made{one_step ? Shown::last : Shown::y, number, node.output(0), {}, {}, -1};
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
  network.layers.push_back(std::move(layer));
  sources.push_back(std::move(made));
  end_ = static_cast<int>(sources.size()) - 1;
  return all_of(end_, shape);
}

/// Notes which axis of x is that of the steps, or of the sequences.
void Chain::set_axis(const Node& node, const Rows& rows, std::size_t axis, int& known,
                     const char* what) {
  const Source& source = sources[static_cast<std::size_t>(rows.source)];
  node.require(rows.axes[axis].size() <= 1, fmt::format("X joins axes as {}", what));
  if (rows.axes[axis].empty()) return;
  const int of_x = source.axes[static_cast<std::size_t>(rows.axes[axis][0])];
  if (has_recurrent && known >= 0 && known != of_x)
    node.fail(fmt::format("X has another axis as {} than the layers before it", what));
  known = of_x;
}

View Chain::append_recurrent(const Node& node, Layer layer, const View& x,
                             std::int64_t directions) {
  const Rows rows = rows_of(node, x);
  node.require(!rows.last && sources[static_cast<std::size_t>(rows.source)].shown == Shown::y,
               "X is one step of what another layer makes");
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
  node.require(!has_recurrent || network.batch == x.shape[1],
               fmt::format("X of {} sequences behind layers of {}", x.shape[1], network.batch));
  if (!has_recurrent) network.steps_of_model = x.shape[0];
  has_recurrent = true;
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

View Chain::turn_into(const Node& node, Layer layer, const View& query, std::int64_t elements) {
  Source made = sources[static_cast<std::size_t>(end_)];
  const std::int64_t before = made.shape.back();
  made.name = node.output(0);
  made.shape.back() = elements;
  network.layers.back() = std::move(layer);
  sources.push_back(std::move(made));
  end_ = static_cast<int>(sources.size()) - 1;
  View view = query;
  view.source = end_;
  view.shape.back() = elements;
  for (std::size_t i = 0; i + 1 < view.strides.size(); ++i)
    view.strides[i] = view.strides[i] / before * elements;
  return view;
}

View Chain::append_part(const Node& node, const char* part, const Shape& shape) {
  sources.push_back({Shown::y, -1, node.output(0), shape, {}, -1, part});
  return all_of(static_cast<int>(sources.size()) - 1, shape);
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
