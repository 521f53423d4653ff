// SPDX-License-Identifier: Apache-2.0
#include "training/loss.h"

#include <algorithm>
#include <span>
#include <utility>

#include "graph/builder.h"

namespace rda::training {
namespace {

constexpr Formats kWide{Format::fp32, Format::fp32, Format::fp32, Format::fp32};

class LossBuilder {
 public:
  explicit LossBuilder(const Graph& forward) : b_(made_.graph) {
    made_.graph = forward;
    Graph& graph = made_.graph;
    if (graph.domains.empty()) graph.domains = {graph.steps};
    first_ = graph.nodes.size();
    graph.domains.push_back(graph.steps_of(graph.nodes[graph.outputs.front().node]));
    for (const Output& output : forward.outputs) add(output);
  }

  WithLoss run(Loss loss) {
    made_.loss = loss == Loss::mse ? squares() : cross_entropy();
    made_.graph.outputs.push_back({made_.loss, kLoss});
    for (Node& node : std::span(made_.graph.nodes).subspan(first_)) {
      node.formats = kWide;
      node.origin.node = node.name;
    }
    return std::move(made_);
  }

 private:
  /// A part of y and of the target, in the order of time.
  void add(const Output& output) {
    const bool reversed = output.tensor.starts_with("y.reverse");
    const std::string number = made_.targets.empty() ? "" : std::to_string(y_.size() + 1);
    y_.push_back(b_.take("loss.y" + number, output.node, reversed ? Order::reverse : Order::same));
    const std::int64_t size = made_.graph.nodes[output.node].size;
    made_.targets.push_back("target" + number);
    made_.sizes.push_back(size);
    targets_.push_back(b_.input("target" + number, size, 0));
  }

  std::string name(const char* what, std::size_t part) const {
    return "loss." + std::string(what) + (part == 0 ? "" : std::to_string(part + 1));
  }

  /// One element of all elements of all parts.
  NodeId all(Op op, const char* what, const std::vector<NodeId>& parts) {
    NodeId so_far;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const NodeId one = b_.unary(op, name(what, p), parts[p]);
      so_far = p == 0 ? one
                      : b_.binary(op == Op::reduce_sum ? Op::add : Op::max,
                                  name(what, p) + ".joined", so_far, one);
    }
    return so_far;
  }

  NodeId squares() {
    std::vector<NodeId> squares;
    for (std::size_t p = 0; p < y_.size(); ++p) {
      const NodeId error = b_.binary(Op::sub, name("error", p), y_[p], targets_[p]);
      squares.push_back(b_.binary(Op::mul, name("square", p), error, error));
    }
    return all(Op::reduce_sum, "squares", squares);
  }

  /// With d = y − max(y): Σ target · (ln Σ exp(d) − d).
  NodeId cross_entropy() {
    const NodeId largest = all(Op::reduce_max, "largest", y_);
    std::vector<NodeId> difference, power, part;
    for (std::size_t p = 0; p < y_.size(); ++p)
      difference.push_back(b_.binary(Op::sub, name("difference", p), y_[p], largest));
    for (std::size_t p = 0; p < y_.size(); ++p)
      power.push_back(b_.unary(Op::exp, name("power", p), difference[p]));
    const NodeId total = b_.unary(Op::log, "loss.log_total", all(Op::reduce_sum, "total", power));
    for (std::size_t p = 0; p < y_.size(); ++p) {
      const NodeId below = b_.binary(Op::sub, name("below", p), total, difference[p]);
      part.push_back(b_.binary(Op::mul, name("part", p), targets_[p], below));
    }
    return all(Op::reduce_sum, "parts", part);
  }

  WithLoss made_;
  graph::Builder b_;
  std::size_t first_ = 0;
  std::vector<NodeId> y_, targets_;
};

}  // namespace

WithLoss with_loss(const Graph& forward, Loss loss) { return LossBuilder(forward).run(loss); }

}  // namespace rda::training
