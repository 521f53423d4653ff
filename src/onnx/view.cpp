// SPDX-License-Identifier: Apache-2.0
#include "onnx/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace rda::onnx {
namespace {

/// A view without axes of one element, and with neighbours joined that lie one behind the other.
View simplified(const View& view) {
  View short_view = view;
  short_view.shape.clear();
  short_view.strides.clear();
  for (std::size_t i = 0; i < view.shape.size(); ++i) {
    const std::int64_t extent = view.shape[i], stride = view.strides[i];
    if (extent == 1) continue;
    if (!short_view.shape.empty() && short_view.strides.back() == extent * stride) {
      short_view.shape.back() *= extent;
      short_view.strides.back() = stride;
    } else {
      short_view.shape.push_back(extent);
      short_view.strides.push_back(stride);
    }
  }
  return short_view;
}

}  // namespace

std::string to_string(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

std::int64_t count_of(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) count *= extent;
  return count;
}

Shape contiguous(const Shape& shape) {
  Shape strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  return strides;
}

View constant(Shape shape, std::vector<double> values, bool integer) {
  View view;
  view.strides = contiguous(shape);
  view.shape = std::move(shape);
  view.data = std::make_shared<const std::vector<double>>(std::move(values));
  view.integer = integer;
  return view;
}

std::vector<double> values_of(const View& view) {
  const std::int64_t count = count_of(view.shape);
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(count));
  Shape index(view.shape.size(), 0);
  std::int64_t at = view.offset;
  while (std::ssize(values) < count) {
    values.push_back((*view.data)[static_cast<std::size_t>(at)]);
    for (std::size_t d = view.shape.size(); d-- > 0;) {
      at += view.strides[d];
      if (++index[d] < view.shape[d]) break;
      at -= view.strides[d] * index[d];
      index[d] = 0;
    }
  }
  return values;
}

Shape integers_of(const View& view) {
  constexpr double kMost = 9.2e18;
  Shape integers;
  for (const double value : values_of(view))
    integers.push_back(
        static_cast<std::int64_t>(std::isnan(value) ? -kMost : std::clamp(value, -kMost, kMost)));
  return integers;
}

View transposed(const View& view, std::span<const std::int64_t> order) {
  View moved = view;
  for (std::size_t i = 0; i < order.size(); ++i) {
    moved.shape[i] = view.shape[static_cast<std::size_t>(order[i])];
    moved.strides[i] = view.strides[static_cast<std::size_t>(order[i])];
  }
  return moved;
}

std::optional<View> reshaped(const View& view, const Shape& shape) {
  if (count_of(shape) == 0)
    return view.constant() ? std::optional(constant(shape, {}, view.integer)) : std::nullopt;
  const View from = simplified(view);
  View to = view;
  to.shape = shape;
  to.strides.assign(shape.size(), 1);
  std::size_t axis = from.shape.size();
  std::int64_t left = 1, stride = 1;  // elements of the current axis of `from` that remain
  for (std::size_t i = shape.size(); i-- > 0;) {
    if (shape[i] == 1) continue;
    if (left == 1 && axis > 0) {
      --axis;
      left = from.shape[axis];
      stride = from.strides[axis];
    }
    if (left % shape[i] != 0) {
      if (!view.constant()) return std::nullopt;
      return constant(shape, values_of(view), view.integer);
    }
    to.strides[i] = stride;
    stride *= shape[i];
    left /= shape[i];
  }
  return to;
}

View sliced(const View& view, int axis, std::int64_t begin, std::int64_t count, std::int64_t step) {
  const auto at = static_cast<std::size_t>(axis);
  View part = view;
  part.offset += begin * view.strides[at];
  part.shape[at] = count;
  part.strides[at] = view.strides[at] * step;
  return part;
}

View without_axis(View view, int axis) {
  view.shape.erase(view.shape.begin() + axis);
  view.strides.erase(view.strides.begin() + axis);
  return view;
}

View with_axis(View view, int axis, std::int64_t stride) {
  view.shape.insert(view.shape.begin() + axis, 1);
  view.strides.insert(view.strides.begin() + axis, stride);
  return view;
}

std::optional<View> broadcast(const View& view, const Shape& shape) {
  if (view.shape.size() > shape.size()) return std::nullopt;
  View wide = view;
  while (wide.shape.size() < shape.size()) wide = with_axis(std::move(wide), 0, 0);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (wide.shape[i] == shape[i]) continue;
    if (wide.shape[i] != 1) return std::nullopt;
    wide.shape[i] = shape[i];
    wide.strides[i] = 0;
  }
  return wide;
}

View joined(std::span<const View> parts, int axis) {
  const auto at = static_cast<std::size_t>(axis);
  View all = parts[0];
  bool side_by_side = !all.parts;
  for (const View& part : parts.subspan(1)) {
    side_by_side = side_by_side && part.source == all.source && part.strides == all.strides &&
                   part.offset == all.offset + all.shape[at] * all.strides[at];
    all.shape[at] += part.shape[at];
  }
  if (side_by_side) return all;
  all.source = View::kJoined;
  all.data.reset();
  all.parts = std::make_shared<const std::vector<View>>(parts.begin(), parts.end());
  all.axis = axis;
  return all;
}

std::optional<Shape> common_shape(const Shape& a, const Shape& b) {
  Shape common(std::max(a.size(), b.size()), 1);
  for (std::size_t i = 0; i < common.size(); ++i) {
    const std::int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1;
    const std::int64_t y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1) return std::nullopt;
    common[common.size() - 1 - i] = x == 1 ? y : x;
  }
  return common;
}

}  // namespace rda::onnx
