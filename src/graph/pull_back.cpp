// SPDX-License-Identifier: Apache-2.0
#include "graph/pull_back.h"

#include <fmt/format.h>

#include <numbers>

#include "graph/backward.h"
#include "graph/operators.h"

namespace rda::graph {
namespace {

/// Names and adds the nodes of one rule.
class Rule {
 public:
  Rule(PullBack& to, NodeId node, NodeId gradient)
      : to_(to), number_(node), node_(to.graph().nodes[node]), g_(gradient) {}

  void apply() {
    switch (node_.op) {
      case Op::input:
      case Op::state:
      case Op::constant:
        return;  // a state's gradient is carried
      case Op::bias:
        to_.build().accumulate(name("sum"), gradient_of(node_.tensor), g_);
        return;
      case Op::take:
        return to_.give_to_taken(g_);
      case Op::matvec:
        return node_.tensor.empty() ? product_with_sequence() : product();
      case Op::sum:
        for (std::size_t a = 0; a < node_.args.size(); ++a) to_.give(a, g_);
        return;
      case Op::sigmoid:
        return times(mul("slope", y(), sub("rest", one(), y())));
      case Op::tanh:
        return times(sub("slope", one(), mul("square", y(), y())));
      case Op::exp:
        return times(y());
      case Op::log:
        return times(table(Op::reciprocal, x(0)));
      case Op::reciprocal:
        return times(neg("slope", mul("square", y(), y())));
      case Op::rsqrt:  // -y^3 / 2
        return times(
            mul("slope", constant("half", -0.5), mul("cube", y(), mul("square", y(), y()))));
      case Op::softplus:
        return times(table(Op::sigmoid, x(0)));
      case Op::erf:  // 2 / sqrt(pi) * exp(-x^2)
        return times(mul("slope", constant("scale", 2 * std::numbers::inv_sqrtpi),
                         table(Op::exp, neg("negative", mul("square", x(0), x(0))))));
      case Op::relu:
        return to_.give(0, select("given", x(0), g_, zero()));
      case Op::neg:
        return to_.give(0, neg("given", g_));
      case Op::abs:
        return to_.give(0,
                        select("given", x(0), g_,
                               select("below", neg("negative", x(0)), neg("turned", g_), zero())));
      case Op::add:
        to_.give(0, g_);
        return to_.give(1, g_);
      case Op::sub:
        to_.give(0, g_);
        return to_.give(1, neg("given", g_));
      case Op::mul:
        if (to_.wants(0)) to_.give(0, mul("given0", g_, x(1)));
        if (to_.wants(1)) to_.give(1, mul("given1", g_, x(0)));
        return;
      case Op::max:
        return larger(0, 1);
      case Op::min:
        return larger(1, 0);
      case Op::select:
        if (to_.wants(1)) to_.give(1, select("given1", x(0), g_, zero()));
        if (to_.wants(2)) to_.give(2, select("given2", x(0), zero(), g_));
        return;
      case Op::reduce_sum:
        return to_.give(0, g_);
      case Op::reduce_max:
        return to_.give(0, select("given", sub("below", y(), x(0)), zero(), g_));
      case Op::gather:
        return row();
      case Op::round:  // as if it did not round
        return to_.give(0, g_);
      case Op::score:
        throw WorkloadError(node_.name, "has no gradient: additive attention cannot be trained");
      case Op::accumulate:
      case Op::outer:
      case Op::scatter:
        throw WorkloadError(node_.name, "has no gradient: it adds up over all steps");
    }
  }

 private:
  std::string name(const char* what) const {
    return fmt::format("{}.gradient.{}", node_.name, what);
  }
  NodeId y() { return to_.value(number_); }
  NodeId x(std::size_t argument) { return to_.value(node_.args[argument]); }
  NodeId constant(const char* what, double value) {
    return to_.build().constant(name(what), value);
  }
  NodeId one() { return constant("one", 1); }
  NodeId zero() {
    if (!zero_.exists()) zero_ = constant("zero", 0);
    return zero_;
  }
  NodeId mul(const char* what, NodeId left, NodeId right) {
    return to_.build().binary(Op::mul, name(what), left, right);
  }
  NodeId sub(const char* what, NodeId left, NodeId right) {
    return to_.build().binary(Op::sub, name(what), left, right);
  }
  NodeId neg(const char* what, NodeId arg) { return to_.build().unary(Op::neg, name(what), arg); }
  NodeId table(Op op, NodeId arg) { return to_.build().unary(op, name("table"), arg); }
  NodeId select(const char* what, NodeId condition, NodeId then, NodeId otherwise) {
    return to_.build().select(name(what), condition, then, otherwise);
  }

  void times(NodeId slope) { to_.give(0, mul("given", g_, slope)); }

  /// The argument that is the larger one gets the gradient; the second one where they are equal.
  void larger(std::size_t if_first, std::size_t if_second) {
    const NodeId by = sub("by", x(0), x(1));
    if (to_.wants(if_first)) to_.give(if_first, select("first", by, g_, zero()));
    if (to_.wants(if_second)) to_.give(if_second, select("second", by, zero(), g_));
  }

  /// y = W x: Wᵀ g, and g xᵀ.
  void product() {
    to_.build().outer(name("sum"), gradient_of(node_.tensor), g_, x(0));
    if (to_.wants(0)) to_.give(0, transposed({}));
  }

  /// A product that multiplies the gradient with the same weights.
  NodeId transposed(NodeId sequence) {
    Node product = node_;
    product.name = name("given");
    product.size = to_.graph().nodes[node_.args[0]].size;
    product.args = {g_};
    if (sequence.exists()) product.args.push_back(sequence);
    product.gate = product.name;
    product.transposed = !node_.transposed;
    return to_.build().matvec(product);
  }

  /// y = K q with a step of the sequence in each row of K, or y = Vᵀ a.
  void product_with_sequence() {
    const NodeId sequence = node_.args[1];
    if (to_.wants(0)) to_.give(0, transposed(sequence));
    if (!to_.wants(1)) return;
    to_.give_to_sequence(node_.transposed ? to_.build().outer(name("sum"), "", x(0), g_)
                                          : to_.build().outer(name("sum"), "", g_, x(0)));
  }

  void row() {
    Node table;
    table.name = name("sum");
    table.rows = node_.rows;
    table.tensor = gradient_of(node_.tensor);
    to_.build().scatter(table, x(0), g_);
  }

  PullBack& to_;
  const NodeId number_;
  const Node node_;  // a copy: adding nodes moves those of the graph
  const NodeId g_;
  NodeId zero_;
};

}  // namespace

void pull_back(PullBack& to, NodeId node, NodeId gradient) { Rule(to, node, gradient).apply(); }

}  // namespace rda::graph
