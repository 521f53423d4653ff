// SPDX-License-Identifier: Apache-2.0
#include "training/batch_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "graph/backward.h"
#include "graph/operators.h"
#include "training/loss.h"
#include "training/sequence_copies.h"
#include "training/trainer.h"
#include "training/update_rules.h"

namespace rda::training {
namespace {

constexpr const char* kOnes = "ones";

/// A product g xᵀ that is added up over all items; without x, of biases, it is g.
struct Addend {
  Sequence g;
  std::optional<Sequence> x;
  Formats formats;
  Origin origin;
};

/// Parameters that are updated row by row side by side, because their gradients have one g.
struct Rows {
  std::int64_t count = 0;
  std::vector<Parameter> parameters;
};

class BatchGraph : private UpdateRules {
 public:
  BatchGraph(const Workload& workload, const Plan& plan)
      : UpdateRules(*workload.training, made_),
        plan_(plan),
        copies_(plan.gradients.graph),
        seed_(workload.data_seed) {}

  Graph run() {
    const Graph& gradients = plan_.gradients.graph;
    for (const Node& node : gradients.nodes)
      if (graph::class_of(node.op) == graph::OpClass::accumulation) add(node);
    const auto loss = std::ranges::find(gradients.outputs, kLoss, &Output::tensor);
    copies_.need(loss->node);
    made_ = copies_.graph();
    made_.outputs = {{copies_.number_of(loss->node), kLoss}};
    made_.noise_seed = seed_;
    if (training_.clip_norm > 0)
      update_clipped();
    else
      for (const Rows& rows : groups()) {
        begin_domain(rows.count);
        for (const Parameter& parameter : rows.parameters) update(parameter, gradient(parameter));
      }
    const int loss_domain = gradients.nodes[loss->node].domain;
    for (const NodeId n : made_.nodes.ids()) {
      Node& node = made_.nodes[n];
      if (n.index() >= first_) node.origin.node = node.name;
      node.origin.phase = made_.is_of_rows(node)       ? Phase::update
                          : node.domain > loss_domain  ? Phase::backward
                          : node.domain == loss_domain ? Phase::loss
                                                       : Phase::forward;
    }
    return std::move(made_);
  }

 private:
  void add(const Node& node) {
    if (node.op == Op::scatter)
      throw WorkloadError(node.name, "gradients by the table of an embedding are not mapped");
    if (node.tensor.empty())
      throw WorkloadError(node.name, "gradients by a sequence that attention reads are not mapped");
    Addend addend{copies_.sequence_of(node.args[0]), {}, node.formats, node.origin};
    if (node.op == Op::outer) addend.x = copies_.sequence_of(node.args[1]);
    addends_[node.tensor].push_back(std::move(addend));
  }

  const std::vector<Addend>& addends_of(const Parameter& parameter) const {
    return addends_.at(graph::gradient_of(parameter.name));
  }

  std::vector<Rows> groups() const {
    std::vector<Rows> groups;
    std::map<NodeId, std::size_t> by_gradient;
    for (const Parameter& parameter : plan_.parameters) {
      const NodeId g = addends_of(parameter).front().g.made;
      const auto [group, is_new] = by_gradient.try_emplace(g, groups.size());
      if (is_new) groups.push_back({parameter.rows, {}});
      groups[group->second].parameters.push_back(parameter);
    }
    return groups;
  }

  void begin_domain(std::int64_t rows) {
    if (made_.domains.size() == plan_.gradients.graph.domains.size()) first_ = made_.nodes.size();
    made_.rows[static_cast<int>(made_.domains.size())] = static_cast<int>(rows);
    made_.domains.push_back(1);
    rows_.clear();
  }

  /// Element r of all items of a sequence, in row r.
  NodeId row_of(const Sequence& sequence, const Addend& about) {
    const NodeId made = copies_.number_of(sequence.made);
    const auto [row, is_new] = rows_.try_emplace({made, sequence.order});
    if (!is_new) return row->second;
    const std::string name =
        fmt::format("{}.row{}", made_.nodes[made].name, made_.domains.size() - 1);
    const NodeId take = b_.take(name, made, sequence.order);
    made_.nodes[take].transposed = true;
    made_.nodes[take].size = made_.columns_of(made_.nodes[made], sequence.order);
    made_.nodes[take].formats = about.formats;
    made_.nodes[take].origin = about.origin;
    return row->second = take;
  }

  NodeId gradient_sum(const Parameter& parameter) override {
    const std::string name = graph::gradient_of(parameter.name);
    std::vector<NodeId> products;
    for (const Addend& addend : addends_of(parameter)) {
      Node product;
      product.name = fmt::format("{}.product{}", name, products.size());
      product.gate = product.name;
      product.size = parameter.cols;
      product.args = {row_of(addend.g, addend)};
      product.formats = addend.formats;
      if (addend.x) {
        product.args.push_back(copies_.number_of(addend.x->made));
        product.order = addend.x->order;
        product.transposed = true;
      } else {
        product.tensor = fmt::format("{}{}", kOnes, made_.nodes[product.args[0]].size);
      }
      product.origin = addend.origin;
      products.push_back(b_.matvec(product));
    }
    return with_origin(parameter, wide(b_.sum(name, products)));
  }

  NodeId with_origin(const Parameter& parameter, NodeId node) {
    made_.nodes[node].origin = addends_of(parameter).front().origin;
    return node;
  }

  NodeId kept(const Parameter& parameter, const std::string& tensor) override {
    const NodeId row =
        with_origin(parameter, wide(b_.state(tensor + ".row", tensor, parameter.cols, 0)));
    made_.nodes[row].formats.state =
        tensor == parameter.name ? training_.precision.weights : training_.precision.optimizer;
    states_[tensor] = row;
    return row;
  }

  void keep(const std::string& tensor, NodeId node) override { b_.carry(states_.at(tensor), node); }

  NodeId number(const std::string& name) override {
    const auto [number, is_new] = numbers_.try_emplace(name);
    if (!is_new) return number->second;
    const double value = name == kLearningRate     ? learning_rate_of(training_, 0)
                         : name == kMeanCorrection ? 1 / (1 - training_.beta1)
                                                   : 1 / (1 - training_.beta2);
    return number->second = constant(name, value);
  }

  void update_clipped() {
    std::vector<NodeId> gradients, sums;
    std::vector<Rows> all = groups();
    for (const Rows& rows : all) {
      begin_domain(rows.count);
      for (const Parameter& parameter : rows.parameters) {
        gradients.push_back(gradient(parameter));
        sums.push_back(with_origin(parameter, squares(parameter, gradients.back())));
      }
    }
    begin_domain(1);
    const NodeId factor = clip_factor(sum_of_all(sums));
    std::size_t next = 0;
    for (const Rows& rows : all) {
      begin_domain(rows.count);
      const NodeId clip =
          wide(b_.take(fmt::format("clip{}", made_.domains.size() - 1), factor, Order::last));
      for (const Parameter& parameter : rows.parameters) {
        const std::string name = graph::gradient_of(parameter.name) + ".again";
        const NodeId g = wide(b_.take(name, gradients[next++], Order::same));
        update(parameter, clipped(parameter, with_origin(parameter, g), clip));
      }
    }
  }

  /// The sum of the elements that rows of domains have made.
  NodeId sum_of_all(const std::vector<NodeId>& elements) {
    constexpr Formats kWide{Format::fp32, Format::fp32, Format::fp32, Format::fp32};
    std::vector<NodeId> sums;
    for (const NodeId element : elements) {
      const NodeId all = row_of_made(element);
      Node product;
      product.name = made_.nodes[element].name + ".all";
      product.gate = product.name;
      product.size = 1;
      product.args = {all};
      product.tensor = fmt::format("{}{}", kOnes, made_.nodes[all].size);
      const NodeId made = b_.matvec(product);
      made_.nodes[made].formats = kWide;
      sums.push_back(made);
    }
    return wide(b_.sum("norm.squares", sums));
  }

  NodeId row_of_made(NodeId made) {
    const NodeId take = wide(b_.take(made_.nodes[made].name + ".rows", made, Order::same));
    made_.nodes[take].transposed = true;
    made_.nodes[take].size = made_.columns_of(made_.nodes[made], Order::same);
    return take;
  }

  const Plan& plan_;
  SequenceCopies copies_;
  const std::uint64_t seed_;
  Graph made_;
  std::size_t first_ = 0;                               // node of the domains of rows
  std::map<std::string, std::vector<Addend>> addends_;  // by tensor of a gradient
  std::map<std::pair<NodeId, Order>, NodeId> rows_;     // of the last domain
  std::map<std::string, NodeId> states_, numbers_;
};

}  // namespace

Graph batch_graph(const Workload& workload, const Plan& plan) {
  Graph graph = BatchGraph(workload, plan).run();
  check(graph);
  return graph;
}

ExactTensors batch_tensors(const Workload& workload, const Plan& plan) {
  ExactTensors tensors;
  for (const auto& [name, tensor] : make_tensors(in_formats_of_training(workload), workload.steps))
    tensors[name] = {tensor.rows, tensor.cols, {tensor.values.begin(), tensor.values.end()}};
  tensors.merge(fixed_tensors(workload, plan));  // first states may be data
  for (const Parameter& parameter : plan.parameters)
    for (const std::string& kept : kept_tensors(*workload.training, parameter.name))
      tensors[kept] = {parameter.rows, parameter.cols, tensors.at(kept).values};
  const Graph graph = batch_graph(workload, plan);
  for (const Node& node : graph.nodes)
    if (node.op == Op::matvec && node.tensor.starts_with(kOnes)) {
      const std::int64_t count = graph.nodes[node.args[0]].size;
      tensors[node.tensor] = {1, count, std::vector<double>(static_cast<std::size_t>(count), 1)};
    }
  return tensors;
}

}  // namespace rda::training
