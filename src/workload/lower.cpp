// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "graph/builder.h"
#include "rda/graph.h"
#include "rda/workload.h"
#include "workload/initial_states.h"
#include "workload/layer_builder.h"
#include "workload/layers.h"
#include "workload/masks.h"

namespace rda {
namespace workload {
namespace {

/// A part of the output of the layers so far.
struct Made {
  NodeId node;
  bool reversed = false;
  NodeId kept;  ///< its value in the last step that each sequence has; none: that of the last step
};

/// Lowers the layers of a workload one after the other.
class Network {
 public:
  explicit Network(const Workload& workload)
      : workload_(workload),
        layers_(layers_of(workload)),
        masks_(layers_.front().formats, graph_),
        initial_(workload, layers_, graph_) {
    graph_.name = workload.name;
    for (const PlacedLayer& placed : layers_) graph_.layers.emplace_back(word(placed.layer.type));
    graph_.steps = workload.steps;
    graph_.batch = workload.batch;
    graph_.domains = {workload.steps};
    graph_.repeat = workload.repetitions();
  }

  Graph run() {
    for (const PlacedLayer& placed : layers_) {
      add(placed);
      made_.push_back(parts_);
      add_keys(placed);
    }
    leave();
    graph_.steps = std::ranges::max(graph_.domains);
    if (graph_.has_one_domain()) graph_.domains.clear();
    check(graph_);
    return std::move(graph_);
  }

 private:
  void add(const PlacedLayer& placed) {
    if (ends_sequence(placed.layer.type)) return end_sequence(placed);
    if (placed.begins) begin_domain(placed);
    if (placed.layer.type == LayerType::input) return begin_input(placed);
    if (placed.layer.type == LayerType::attention) return attend(placed);
    std::vector<Made> made;
    for (std::size_t d = 0; d < placed.directions.size(); ++d) {
      const Recurrence& recurrence = placed.directions[d];
      const bool masked = placed.ragged && placed.recurrent();
      const NodeId mask = masked ? masks_.of(recurrence.reversed) : NodeId();
      const NodeId x0 = placed.number == 0 ? input(placed, recurrence) : NodeId();
      const Lowering lowering{workload_, recurrence, mask, graph_};
      LayerBuilder build(lowering, placed);
      Values x = placed.number == 0 ? Values{x0} : read(build, recurrence);
      for (const NodeId fed : feed(build)) x.push_back(fed);
      Values y = lower_layer(build, x);
      // A residual is added part by part, or direction by direction.
      for (std::size_t p = 0; placed.layer.residual && p < y.size(); ++p)
        y[p] = build.operand(
            build.binary(Op::add, "residual" + part_suffix(p), y[p], x[y.size() > 1 ? p : d]));
      build.complete();
      initial_.give(placed, recurrence);
      for (const NodeId part : y) made.push_back({part, recurrence.reversed, kept(build, mask)});
    }
    parts_ = std::move(made);
  }

  /// The h that a recurrent layer keeps behind the end of a sequence.
  static NodeId kept(const LayerBuilder& build, NodeId mask) {
    const bool keeps = mask.exists() && build.placed().recurrent() && !build.layer().residual;
    return keeps ? build.next_h() : NodeId();
  }

  /// What the layers so far make, in the order of the recurrence.
  Values read(LayerBuilder& build, const Recurrence& recurrence) {
    Values x;
    for (const Made& part : parts_) {
      const Order order = part.reversed == recurrence.reversed ? Order::same : Order::reverse;
      const bool takes = build.placed().begins;
      x.push_back(takes ? take(build, "x" + part_suffix(x.size()), part.node, order) : part.node);
    }
    return x;
  }

  /// Takes a value, or in place of a value that is itself taken what that one takes.
  NodeId take(LayerBuilder& build, const std::string& what, NodeId node, Order order) {
    const Node& taken = graph_.nodes[node];
    if (taken.op == Op::take) return build.take(what, taken.args[0], order_of(taken, order));
    // An input is sent as vectors in the format of what reads it.
    if (taken.op == Op::input) graph_.nodes[node].formats = build.placed().formats;
    return build.take(what, node, order);
  }

  /// The order in which a take of a take reads what that one takes.
  Order order_of(const Node& taken, Order order) const {
    if (graph_.steps_of(taken) == 1) return Order::last;
    if (order == Order::last || taken.order == Order::same) return order;
    return order == Order::same ? Order::reverse : Order::same;
  }

  void begin_input(const PlacedLayer& placed) {
    const Recurrence& usual = placed.directions.front();
    const Lowering lowering{workload_, usual, {}, graph_};
    LayerBuilder build(lowering, placed);
    parts_ = {{build.input("x", placed.layer.size), usual.reversed, {}}};
    build.complete();
    if (rows_numbered(layers_, placed.number) > 0)
      graph_.nodes[parts_[0].node].formats = kIndexFormats;
  }

  /// The states that bring what an attention layer behind this one made in the step before.
  Values feed(LayerBuilder& build) {
    Values states;
    const std::vector<Part>& parts = build.placed().parts;
    for (std::size_t p = parts.size() - build.placed().fed; p < parts.size(); ++p)
      states.push_back(
          build.operand(build.state("feed" + part_suffix(states.size()), parts[p].size)));
    if (!states.empty()) fed_[build.layer().feed].push_back(states);
    return states;
  }

  /// Whether contexts of padding come before those of the steps that a sequence has.
  bool feeds_padding(const PlacedLayer& placed) const {
    return fed_.contains(placed.number) && placed.ragged && placed.directions.front().reversed;
  }

  /// What a layer made, as attention reads it.
  std::vector<Attended> sequence_of(int layer) const {
    std::vector<Attended> sequence;
    for (const Made& part : made_[static_cast<std::size_t>(layer)])
      sequence.push_back({part.node, part.reversed});
    return sequence;
  }

  /// Adds the keys of attention layers that add them, which are made with the steps of `over`.
  void add_keys(const PlacedLayer& over) {
    for (const PlacedLayer& placed : layers_) {
      if (!placed.adds_keys() || placed.layer.over != over.number) continue;
      const Lowering lowering{workload_, placed.directions.front(), {}, graph_};
      LayerBuilder build(lowering, placed);
      keys_[placed.number] = lower_keys(build, sequence_of(over.number));
      build.complete();
    }
  }

  void attend(const PlacedLayer& placed) {
    const Recurrence& usual = placed.directions.front();
    // Where padding comes first, no context of it may reach the first step.
    const NodeId mask = feeds_padding(placed) ? masks_.of(true) : NodeId();
    const Lowering lowering{workload_, usual, mask, graph_};
    LayerBuilder build(lowering, placed);
    const Values query = read(build, usual);
    const Values context =
        lower_attention(build, query, sequence_of(placed.layer.over), keys_[placed.number]);
    std::size_t carried = 0;
    for (const Values& states : fed_[placed.number])
      for (std::size_t p = 0; p < states.size(); ++p)
        build.carry(states[p], context[p], "fed" + part_suffix(carried++));
    build.complete();
    parts_.clear();
    for (const Values& values : {context, query})
      for (const NodeId part : values) parts_.push_back({part, usual.reversed, {}});
  }

  NodeId input(const PlacedLayer& placed, const Recurrence& recurrence) {
    const bool table = placed.has_table();
    const int scale = placed.scaled && !table ? placed.scales.input : 0;
    return leaf(graph_, table ? kIndexFormats : placed.formats, recurrence.x,
                graph::Builder(graph_).input(recurrence.x, placed.input, scale));
  }

  void begin_domain(const PlacedLayer& placed) {
    const std::span behind = std::span(layers_).subspan(static_cast<std::size_t>(placed.number));
    const bool masked =
        layers_.back().ragged || std::ranges::any_of(behind, &PlacedLayer::reads_mask);
    if (graph_.domains.size() == 1 && masks_.empty() && masked)
      masks_.of(false);  // later domains take it
    masks_.end_domain();
    initial_.take(placed);
    graph_.domains.push_back(placed.steps);
  }

  /// The last step, or the mean, of each sequence.
  void end_sequence(const PlacedLayer& placed) {
    const bool ragged = placed.reads_padding, is_mean = placed.layer.type == LayerType::mean;
    const Recurrence usual = recurrences(Direction::forward).front();
    if (parts_.empty()) parts_.push_back({input(placed, usual), false, {}});
    const std::int64_t steps = graph_.domains.back();
    Values kept;
    NodeId count;
    for (const Made& part : parts_) {
      const std::string suffix = part_suffix(kept.size());
      const bool reads = ragged && (is_mean || (!part.kept.exists() && !part.reversed));
      const NodeId mask = reads ? masks_.of(part.reversed) : NodeId();
      const Lowering lowering{workload_, usual, mask, graph_};
      LayerBuilder build(lowering, placed);
      if (is_mean && ragged && kept.empty()) count = lower_count(build);
      kept.push_back(is_mean ? lower_total(build, part.node, suffix)
                             : last_of(build, part, mask, suffix));
      build.complete();
    }
    begin_domain(placed);
    const Lowering lowering{workload_, usual, {}, graph_};
    LayerBuilder build(lowering, placed);
    Values taken;
    for (const NodeId part : kept)
      taken.push_back(take(build, "x" + part_suffix(taken.size()), part, Order::last));
    if (count.exists()) count = build.take("steps", count, Order::last);
    if (is_mean) taken = lower_mean(build, taken, count, steps);
    build.complete();
    parts_.clear();
    for (const NodeId part : taken) parts_.push_back({part, false, {}});
  }

  /// What a part has in the last step of each sequence, at the last step of its domain. Where the
  /// last step comes first, so does the padding.
  static NodeId last_of(LayerBuilder& build, const Made& part, NodeId mask,
                        const std::string& suffix) {
    if (part.kept.exists()) return part.kept;
    if (mask.exists()) return lower_kept(build, part.node, suffix);
    return build.is_read_in_reverse(part.node) || build.is_input(part.node)
               ? lower_copy(build, part.node, suffix)
               : part.node;
  }

  /// Makes the parts outputs: 0 in the steps that a sequence does not have.
  void leave() {
    const std::vector<std::string> tensors = output_tensors(layers_.back());
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const bool ragged = layers_.back().ragged;
      const NodeId y = ragged ? masks_.masked(parts_[p].node, parts_[p].reversed, part_suffix(p))
                              : parts_[p].node;
      graph_.outputs.push_back({y, tensors[p]});
    }
  }

  const Workload& workload_;
  const std::vector<PlacedLayer> layers_;
  Graph graph_;
  std::vector<Made> parts_;
  std::vector<std::vector<Made>> made_;        // by layer
  std::map<int, std::vector<Attended>> keys_;  // by attention layer that adds them
  std::map<int, std::vector<Values>> fed_;     // by attention layer: states that take its context
  Masks masks_;
  InitialStates initial_;
};

}  // namespace
}  // namespace workload

Graph lower(const Workload& workload) { return workload::Network(workload).run(); }

}  // namespace rda
