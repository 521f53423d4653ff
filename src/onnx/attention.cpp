// SPDX-License-Identifier: Apache-2.0
#include "onnx/attention.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "rda/error.h"

namespace rda::onnx {
namespace {

/// With the last two axes in the other order.
View with_last_two_swapped(const View& view) {
  View swapped = view;
  std::iter_swap(swapped.shape.rbegin(), swapped.shape.rbegin() + 1);
  std::iter_swap(swapped.strides.rbegin(), swapped.strides.rbegin() + 1);
  return swapped;
}

bool same(const View& a, const View& b) {
  return a.source == b.source && a.shape == b.shape && a.strides == b.strides &&
         a.offset == b.offset;
}

/// As its source stores it.
bool stored(const View& view) { return view.offset == 0 && view.strides == contiguous(view.shape); }

}  // namespace

const Attention::Part* Attention::part(const View* view) const {
  if (!view || view->parts) return nullptr;
  const auto found = parts_.find(view->source);
  return found == parts_.end() ? nullptr : &found->second;
}

View Attention::add(const Node& node, Part part, const Shape& shape) {
  View view = chain_.append_part(node, part.is.c_str(), shape);
  parts_.emplace(view.source, std::move(part));
  return view;
}

std::optional<View> Attention::matmul(Node& node) {
  const View &a = node.need(0, "A"), &b = node.need(1, "B");
  if (part(&a) && !b.data) return context(node, a, b);
  if (part(&b) && !a.data)
    return with_last_two_swapped(context(node, with_last_two_swapped(b), with_last_two_swapped(a)));
  if (!chain_.makes(a) || !chain_.makes(b)) return std::nullopt;
  return scores(node, a, b);
}

View Attention::scores(const Node& node, const View& a, const View& b) {
  const std::string what = fmt::format("multiplies two values that a run makes, {} and {}",
                                       to_string(a.shape), to_string(b.shape));
  node.require(a.rank() == b.rank() && a.rank() >= 2 && !a.parts && !b.parts,
               fmt::format("{} ({})", what, kSupportedAttention));
  const View turned = with_last_two_swapped(b);
  const bool query_first = chain_.is_end(a);
  const View &query = query_first ? a : turned, &sequence = query_first ? turned : a;
  node.require(
      chain_.is_end(query) && chain_.is_sequence(query) && chain_.is_sequence(sequence),
      fmt::format("{}, which are not the whole output of the last layer and that of an earlier one "
                  "({})",
                  what, kSupportedAttention));
  node.require(
      chain_.network.lengths.empty(),
      "attention over sequences with sequence_lens, whose padding has a weight in ONNX and "
      "none in RDASim");
  node.require(query.shape.back() == sequence.shape.back() &&
                   std::equal(query.shape.begin(), query.shape.end() - 2, sequence.shape.begin()),
               fmt::format("{}, whose shapes do not fit", what));
  Begun begun{node.name(), node.model().file, query, sequence};
  begun.over = chain_.sources[static_cast<std::size_t>(sequence.source)].layer;
  const auto uses = uses_.find(node.proto().inputs[query_first ? 0 : 1]);
  begun.one_reader = uses != uses_.end() && uses->second == 1;
  Shape shape = query.shape;
  shape.back() = sequence.shape[sequence.shape.size() - 2];
  begun_.push_back(std::move(begun));
  View made = add(node, {begun_.size() - 1, "the scores"}, shape);
  return query_first ? made : with_last_two_swapped(made);
}

View Attention::scaled(Node& node) {
  const bool first = part(node.input(0)) != nullptr;
  const View view = first ? node.need(0, "A") : node.need(1, "B");
  node.require(part(&view)->is == "the scores" && (first || node.op() == "Mul"),
               fmt::format("changes {} of attention ({})", part(&view)->is, kSupportedAttention));
  const View& factor = first ? node.known(1, "B") : node.known(0, "A");
  node.require(count_of(factor.shape) == 1 && values_of(factor)[0] != 0,
               "scales scores of attention by more than one number, or by 0");
  double& scale = begun_[part(&view)->attention].scale;
  scale = node.op() == "Mul" ? scale * values_of(factor)[0] : scale / values_of(factor)[0];
  return view;
}

View Attention::weights(Node& node) {
  const View& view = node.need(0, "input");
  const Part from = *part(&view);
  const int axis = node.axis(node.integer("axis", node.opset() < 13 ? 1 : -1), view.rank());
  const auto at = static_cast<std::size_t>(axis);
  const Shape& sequence = begun_[from.attention].sequence.shape;
  node.require(from.is == "the scores" && view.strides[at] == 1 &&
                   view.shape[at] == sequence[sequence.size() - 2],
               fmt::format("attribute axis {} of {} of attention (the axis of the steps of the "
                           "sequence is supported)",
                           axis, from.is));
  View made = view;
  made.source = add(node, {from.attention, "the weights"}, view.shape).source;
  return made;
}

View Attention::context(const Node& node, const View& weights, const View& sequence) {
  const Part from = *part(&weights);
  const Begun& begun = begun_[from.attention];
  Shape shape = begun.query.shape;
  shape.back() = begun.sequence.shape[shape.size() - 2];
  node.require(from.is == "the weights" && stored(weights) && weights.shape == shape,
               fmt::format("multiplies {} of attention ({})", from.is, kSupportedAttention));
  node.require(same(sequence, begun.sequence),
               fmt::format("multiplies the weights of attention by another value than the sequence "
                           "of which {} has the scores (the same one is supported)",
                           begun.node));
  shape.back() = sequence.shape.back();
  return add(node, {from.attention, "the context"}, shape);
}

View Attention::joined_with_query(Node& node) {
  node.require(node.inputs() == 2, fmt::format("joins parts of attention and {} inputs ({})",
                                               node.inputs(), kSupportedAttention));
  const bool context_first = part(node.input(0)) != nullptr;
  const View &context = node.need(context_first ? 0 : 1, "context"),
             &query = node.need(context_first ? 1 : 0, "query");
  const Part from = *part(&context);
  const int axis = node.axis(node.integer("axis", 0), context.rank());
  node.require(
      from.is == "the context" && stored(context) && axis + 1 == context.rank() && !part(&query),
      fmt::format("joins {} of attention along axis {} ({})", from.is, axis, kSupportedAttention));
  Begun& begun = begun_[from.attention];
  const View all = append(node, begun, query);
  begun.complete = true;
  const std::int64_t elements = context.shape.back(), rest = all.shape.back() - elements;
  std::vector<View> parts{sliced(all, axis, 0, elements, 1), sliced(all, axis, elements, rest, 1)};
  if (!context_first) std::swap(parts[0], parts[1]);
  return joined(parts, axis);
}

View Attention::append(const Node& node, Begun& begun, const View& query) {
  node.require(!begun.complete,
               fmt::format("joins the context of {} once more (once is supported)", begun.node));
  const std::int64_t elements = begun.sequence.shape.back() + query.shape.back();
  Layer layer;
  layer.type = "attention";
  layer.node = begun.node;
  layer.over = begun.over;
  if (!same(query, begun.query)) {
    layer.score = "general";
    return append_general(node, begun, std::move(layer), query);
  }
  node.require(
      begun.scale == 1,
      fmt::format("the scores of {} are scaled by {:.6g} (1 is supported, or, where the query "
                  "is a product, what its weights can hold exactly)",
                  begun.node, begun.scale));
  return chain_.append(node, std::move(layer), query, elements);
}

View Attention::append_general(const Node& node, const Begun& begun, Layer layer,
                               const View& query) {
  Network& network = chain_.network;
  const Layer& product = network.layers.back();
  node.require(chain_.is_end(begun.query) && product.type == "linear" && !product.residual &&
                   chain_.is_read_by_last(query, begun.query),
               fmt::format("joins the context with another value than the query of {}, and than "
                           "what a product makes the query of (these are supported)",
                           begun.node));
  node.require(!product.bias && product.activation == "none" && begun.one_reader,
               fmt::format("{} makes the query of {} with a bias or an activation, or it is read "
                           "elsewhere, too (a product alone is supported)",
                           product.node, begun.node));
  for (double& weight :
       network.arrays[fmt::format("weight_l{}", network.layers.size() - 1)].values) {
    const double scaled = weight * begun.scale;
    node.require(
        static_cast<float>(scaled) == scaled,
        fmt::format("the scores of {} are scaled by {:.6g}, which the weights of {} cannot "
                    "hold exactly (a power of two is supported)",
                    begun.node, begun.scale, product.node));
    weight = scaled;
  }
  return chain_.turn_into(node, std::move(layer), begun.query,
                          begun.sequence.shape.back() + query.shape.back());
}

std::optional<View> Attention::computed(Node& node) {
  const std::string& op = node.op();
  if (op == "MatMul" && node.inputs() == 2) return matmul(node);
  const Part* read = nullptr;
  for (std::size_t i = 0; i < node.inputs() && !read; ++i) read = part(node.input(i));
  if (!read) return std::nullopt;
  if (op == "Mul" || op == "Div") return scaled(node);
  if (op == "Softmax") return weights(node);
  if (op == "Concat") return joined_with_query(node);
  constexpr std::array kMoves{"Transpose", "Squeeze", "Unsqueeze", "Reshape",
                              "Identity",  "Dropout", "Cast"};
  node.require(std::ranges::find(kMoves, op) != kMoves.end(),
               fmt::format("reads {} of attention ({})", read->is, kSupportedAttention));
  return std::nullopt;
}

void Attention::end() const {
  for (const Begun& begun : begun_)
    if (!begun.complete)
      throw WorkloadError(begun.file + ": " + begun.node,
                          fmt::format("begins attention whose context no Concat joins with the "
                                      "query ({})",
                                      kSupportedAttention));
}

void order_by_storage(const Node& node, View& x, View& weights) {
  const std::vector<View>& parts = *x.parts;
  const std::int64_t first = parts[0].shape.back();
  node.require(parts.size() == 2 && x.axis + 1 == x.rank() && parts[0].source == parts[1].source &&
                   x.strides == parts[0].strides && x.strides == parts[1].strides &&
                   x.strides.back() == 1 && parts[1].offset == 0 &&
                   parts[0].offset == parts[1].shape.back(),
               "reads joined values (outputs of the graph can be joined)");
  x.source = parts[0].source;
  x.offset = 0;
  x.parts.reset();
  const View upper = sliced(weights, 0, 0, first, 1);
  const View lower = sliced(weights, 0, first, weights.shape[0] - first, 1);
  std::vector<double> values = values_of(lower), behind = values_of(upper);
  values.insert(values.end(), behind.begin(), behind.end());
  weights = constant(weights.shape, std::move(values), false);
}

}  // namespace rda::onnx
