// SPDX-License-Identifier: Apache-2.0
#include "onnx/cell_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "onnx/moves.h"

namespace rda::onnx {
namespace {

using Kind = CellValue::Kind;

constexpr std::size_t kMostNodes = 1000;

/// A constant with an element for each of a row, equal in all rows.
std::optional<std::vector<double>> row_of(View view, std::int64_t width) {
  while (view.rank() > 1 && view.shape.front() == 1) view = without_axis(std::move(view), 0);
  if (view.rank() > 1) return std::nullopt;
  const std::optional<View> wide = broadcast(view, {width});
  if (!wide) return std::nullopt;
  return values_of(*wide);
}

std::optional<BodyValue> of_rank(CellRef value, int rank) {
  if (!value) return std::nullopt;
  return BodyValue{std::move(value), rank};
}

bool is_one(const std::vector<double>& row) {
  return std::ranges::all_of(row, [](double element) { return element == 1; });
}

}  // namespace

CellBody::CellBody(const Node& node, const Views& outer, std::string_view bytes)
    : node_(node), known_(outer), graph_(parse_graph(bytes, node.where() + ": attribute body")) {
  node.require(
      graph_.nodes.size() <= kMostNodes,
      fmt::format("attribute body has {} nodes (at most {})", graph_.nodes.size(), kMostNodes));
  const std::filesystem::path folder = std::filesystem::path(node.model().file).parent_path();
  for (const TensorProto& tensor : graph_.initializers) {
    const std::string where = fmt::format("{}: attribute body: initializer '{}'", node.where(),
                                          one_line(tensor.name, 80));
    known_[tensor.name] =
        onnx::constant(tensor.dims, values_of(tensor, folder, where), is_integer(tensor.type));
  }
}

void CellBody::bind(std::size_t input, BodyValue value) {
  node_.require(input < graph_.inputs.size(),
                fmt::format("attribute body has {} inputs", graph_.inputs.size()));
  known_.erase(graph_.inputs[input].name);
  changing_[graph_.inputs[input].name] = std::move(value);
}

const BodyValue* CellBody::changing(const std::string& name) const {
  const auto found = changing_.find(name);
  return found == changing_.end() ? nullptr : &found->second;
}

std::optional<BodyValue> CellBody::output(std::size_t index) const {
  const BodyValue* value =
      index < graph_.outputs.size() ? changing(graph_.outputs[index].name) : nullptr;
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<View> CellBody::constant(std::size_t index) const {
  if (index >= graph_.outputs.size()) return std::nullopt;
  const auto found = known_.find(graph_.outputs[index].name);
  return found != known_.end() && found->second.data ? std::optional(found->second) : std::nullopt;
}

void CellBody::run() {
  for (const NodeProto& proto : graph_.nodes) compute(proto);
}

void CellBody::compute(const NodeProto& proto) {
  Node node(node_.model(), proto, known_, node_.name() + ", attribute body, ");
  const auto changes = [&](const std::string& name) { return changing(name) != nullptr; };
  if (std::ranges::any_of(proto.inputs, changes)) {
    if (proto.op == "Split") return split(node, *changing(proto.inputs[0]));
    const std::optional<BodyValue> value = made(node);
    node.require(value.has_value(),
                 fmt::format("is of no cell that is known ({})", kSupportedCells));
    node.end();
    if (!node.output(0).empty()) changing_[node.output(0)] = *value;
    return;
  }
  std::optional<View> made = folded(node);
  if (!made)
    if (std::optional<std::vector<View>> views = moved(node); views && views->size() == 1)
      made = std::move(views->front());
  node.require(made.has_value(), fmt::format("is of no cell that is known ({})", kSupportedCells));
  node.end();
  known_[node.output(0)] = *made;
}

std::optional<BodyValue> CellBody::made(Node& node) {
  const std::string& op = node.op();
  if (op == "Gather") return taken(node);
  if (op == "Concat") return joined(node);
  const BodyValue* x = changing(node.proto().inputs[0]);
  if (x && node.inputs() == 1 && (op == "Sigmoid" || op == "Tanh" || op == "Relu"))
    return BodyValue{cell_value(Kind::function, {x->value}, op), x->rank};
  if (op == "Add" || op == "Sub" || op == "Mul") return two(node);
  if (!x) return std::nullopt;
  if (op == "MatMul" || op == "Gemm") return multiplied(node, *x);
  return moved_by_one(node, *x);
}

std::optional<BodyValue> CellBody::moved_by_one(Node& node, const BodyValue& x) const {
  const std::string& op = node.op();
  if (op == "Identity") return x;
  const bool number = x.value == iteration_;
  if (op == "Cast" && is_integer(node.integer("to", 0)) == number) return x;
  if (number && (op == "Unsqueeze" || op == "Squeeze" || op == "Reshape")) {
    node.integers("axes");
    return x;
  }
  if (op == "Slice" && node.opset() >= 10 && node.inputs() >= 3) {
    const Shape starts = integers_of(node.known(1, "starts")),
                ends = integers_of(node.known(2, "ends"));
    const Shape axes = node.input(3) ? integers_of(node.known(3, "axes")) : Shape{0};
    const Shape steps = node.input(4) ? integers_of(node.known(4, "steps")) : Shape{1};
    if (starts.size() != 1 || ends.size() != 1 || axes.size() != 1 || steps != Shape{1} ||
        node.axis(axes[0], x.rank) + 1 != x.rank)
      return std::nullopt;
    const auto at = [&](std::int64_t place) {
      return std::clamp<std::int64_t>(place < 0 ? place + x.value->width : place, 0,
                                      x.value->width);
    };
    const std::int64_t begin = at(starts[0]), end = at(ends[0]);
    return begin < end ? of_rank(cell_slice(x.value, begin, end - begin), x.rank) : std::nullopt;
  }
  return std::nullopt;
}

/// The step of a sequence.
std::optional<BodyValue> CellBody::taken(Node& node) {
  const BodyValue* at = changing(node.proto().inputs.back());
  const View* view = changing(node.proto().inputs[0]) ? nullptr : node.input(0);
  if (!at || at->value != iteration_ || !view || view->rank() < 2) return std::nullopt;
  const int axis = node.axis(node.integer("axis", 0), view->rank());
  if (axis + 1 == view->rank() || count_of(view->shape) == 0 || view->parts) return std::nullopt;
  const bool again = sequence_ && sequence_->view.source == view->source &&
                     sequence_->view.offset == view->offset && sequence_->axis == axis &&
                     sequence_->view.strides == view->strides;
  node.require(!sequence_ || again, "takes the step of a second sequence (one is supported)");
  if (!sequence_) sequence_ = Sequence{*view, axis, cell_input(view->shape.back())};
  return BodyValue{sequence_->step, view->rank() - 1};
}

std::optional<BodyValue> CellBody::multiplied(Node& node, const BodyValue& x) const {
  if (changing(node.proto().inputs.back()) || x.rank < 1) return std::nullopt;
  View weights = node.known(1, "B");
  const Shape order{1, 0};
  if (node.integer("transB", 0) != 0 && weights.rank() == 2) weights = transposed(weights, order);
  if (weights.rank() != 2 || weights.shape[0] != x.value->width || node.integer("transA", 0) != 0)
    return std::nullopt;
  CellRef y = cell_product(x.value, values_of(weights), weights.shape[1]);
  if (y) y = scaled(y, node.number("alpha", 1));
  if (y && node.input(2)) {
    std::optional<std::vector<double>> bias = row_of(node.known(2, "C"), y->width);
    if (!bias) return std::nullopt;
    const double beta = node.number("beta", 1);
    for (double& element : *bias) element *= beta;
    y = with_bias(y, *bias);
  }
  return of_rank(std::move(y), x.rank);
}

std::optional<BodyValue> CellBody::two(Node& node) const {
  const BodyValue *a = changing(node.proto().inputs.front()),
                  *b = changing(node.proto().inputs.back());
  if (node.inputs() != 2) return std::nullopt;
  if (!a || !b) return with_constant(node, a != nullptr);
  if (a->value->width != b->value->width) return std::nullopt;
  const int rank = std::max(a->rank, b->rank);
  if (node.op() == "Add") return BodyValue{cell_sum(a->value, b->value), rank};
  const Kind kind = node.op() == "Mul" ? Kind::product : Kind::difference;
  return BodyValue{cell_value(kind, {a->value, b->value}), rank};
}

std::optional<BodyValue> CellBody::with_constant(Node& node, bool cell_first) const {
  const std::string& op = node.op();
  const BodyValue& x = *changing(node.proto().inputs[cell_first ? 0 : 1]);
  const View& known = node.known(cell_first ? 1 : 0, "B");
  std::optional<std::vector<double>> row = row_of(known, x.value->width);
  if (!row || x.rank < 1) return std::nullopt;
  if (op == "Mul")
    return count_of(known.shape) == 1 ? of_rank(scaled(x.value, row->front()), x.rank)
                                      : std::nullopt;
  if (op == "Sub" && !cell_first) {
    if (!is_one(*row)) return std::nullopt;
    return BodyValue{cell_value(Kind::complement, {x.value}), x.rank};
  }
  if (op == "Sub")
    for (double& element : *row) element = -element;
  return of_rank(with_bias(x.value, *row), x.rank);
}

std::optional<BodyValue> CellBody::joined(Node& node) const {
  std::vector<CellRef> parts;
  int rank = 0;
  for (const std::string& input : node.proto().inputs) {
    const BodyValue* part = changing(input);
    if (!part || part->rank < 1 || part->value->kind == Kind::joined) return std::nullopt;
    if (rank != 0 && part->rank != rank) return std::nullopt;
    rank = part->rank;
    parts.push_back(part->value);
  }
  if (node.axis(node.integer("axis", 0), rank) + 1 != rank) return std::nullopt;
  return BodyValue{cell_value(Kind::joined, std::move(parts)), rank};
}

void CellBody::split(Node& node, const BodyValue& x) {
  const auto count = static_cast<std::int64_t>(node.proto().outputs.size());
  Shape sizes = node.integers("split");
  if (node.inputs() > 1) sizes = integers_of(node.known(1, "split"));
  node.require(count > 0, "has no output");
  if (sizes.empty()) sizes.assign(node.proto().outputs.size(), x.value->width / count);
  std::int64_t first = 0, all = 0;
  for (const std::int64_t size : sizes) all += std::max<std::int64_t>(size, 0);
  node.require(x.rank > 0 && node.axis(node.integer("axis", 0), x.rank) + 1 == x.rank &&
                   std::ssize(sizes) == count && all == x.value->width,
               fmt::format("splits {} elements into {} along axis {} (parts of the last axis are "
                           "supported)",
                           x.value->width, to_string(sizes), node.integer("axis", 0)));
  for (std::size_t i = 0; i < sizes.size(); first += sizes[i++]) {
    CellRef part = sizes[i] > 0 ? cell_slice(x.value, first, sizes[i]) : nullptr;
    node.require(part != nullptr, fmt::format("splits a state or the input ({})", kSupportedCells));
    if (!node.output(i).empty()) changing_[node.output(i)] = {std::move(part), x.rank};
  }
  node.end();
}

}  // namespace rda::onnx
