// SPDX-License-Identifier: Apache-2.0
#include "onnx/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "onnx/cell_match.h"

namespace rda::onnx {
namespace {

/// The steps of a Scan or Loop, and where its states and outputs are.
struct Steps {
  View x;        ///< [steps, sequences, elements], or [steps, elements]
  CellRef step;  ///< its elements in the body
  bool reverse = false;
  std::size_t first_state = 0;  ///< of the inputs of the node
  std::size_t body_state = 0;   ///< of the inputs of the body
  std::size_t body_output = 0;  ///< of the outputs of the body
  std::size_t states = 0;
  Shape output_axes = {};  ///< of the steps in the outputs of all steps; empty: 0
};

class Recurrence {
 public:
  Recurrence(Node& node, const CellBody& body, Steps steps)
      : node_(node), body_(body), steps_(std::move(steps)) {}

  std::map<std::size_t, View> run(Chain& chain, const std::vector<CellRef>& states) {
    for (std::size_t i = 0; i < steps_.states; ++i) next_.push_back(next(i));
    const std::optional<MatchedCell> cell = match_cell({steps_.step, states, next_});
    if (!cell)
      node_.fail(fmt::format("attribute body is no cell that is known ({})", kSupportedCells));
    return outputs(*cell, layer(*cell, chain));
  }

 private:
  CellRef next(std::size_t state) const {
    const std::optional<BodyValue> value = body_.output(steps_.body_output + state);
    node_.require(value.has_value(),
                  fmt::format("attribute body makes no state {} of what it reads", state));
    return value->value;
  }

  View state(std::size_t number) const {
    const View& view = node_.need(steps_.first_state + number, "state");
    const int rank = steps_.x.rank() - 1;
    node_.require(
        view.rank() == rank,
        fmt::format("state {} of shape {}, needed {} dimensions as a step of the input has", number,
                    to_string(view.shape), rank));
    return with_axis(rank == 1 ? with_axis(view, 0) : view, 0);
  }

  /// The outputs of an LSTM, GRU or RNN in place of the node.
  std::map<std::size_t, View> layer(const MatchedCell& cell, Chain& chain) {
    const std::int64_t rows = std::ssize(cell.w) / cell.input;
    const bool lstm = cell.op == "LSTM";
    const bool biased = std::ranges::any_of(cell.b, [](double bias) { return bias != 0; });
    Views values;
    values["X"] = steps_.x.rank() == 2 ? with_axis(steps_.x, 1) : steps_.x;
    values["W"] = constant({1, rows, cell.input}, cell.w, false);
    values["R"] = constant({1, rows, cell.hidden}, cell.r, false);
    values["B"] = constant({1, 2 * rows}, cell.b, false);
    values["h"] = state(cell.h);
    if (lstm) values["c"] = state(cell.c);
    NodeProto proto = node_.proto();
    proto.op = cell.op;
    proto.inputs = {"X", "W", "R", biased ? "B" : "", "", "h", lstm ? "c" : ""};
    proto.outputs = {node_.output(steps_.states), node_.output(cell.h),
                     lstm ? node_.output(cell.c) : ""};
    proto.attributes.clear();
    add(proto, "hidden_size").integer = cell.hidden;
    add(proto, "direction").text = steps_.reverse ? "reverse" : "forward";
    if (cell.op == "GRU") add(proto, "linear_before_reset").integer = cell.linear_before_reset;
    if (cell.op == "RNN") add(proto, "activations").texts = {cell.activation};
    Node made(node_, proto, values);
    return recurrent(made, chain);
  }

  static Attribute& add(NodeProto& proto, const char* name) {
    proto.attributes.emplace_back().name = name;
    return proto.attributes.back();
  }

  std::map<std::size_t, View> outputs(const MatchedCell& cell,
                                      const std::map<std::size_t, View>& made) const {
    std::map<std::size_t, View> result;
    const bool one = steps_.x.rank() == 2;  // one sequence, without an axis
    const auto without = [&](const View& view, int axis) {
      const View narrow = without_axis(view, axis);
      return one ? without_axis(narrow, axis) : narrow;
    };
    result[cell.h] = without(made.at(1), 0);
    if (cell.op == "LSTM") result[cell.c] = without(made.at(2), 0);
    for (std::size_t i = steps_.states; i < node_.proto().outputs.size(); ++i) {
      if (node_.output(i).empty()) continue;
      const std::optional<BodyValue> value = body_.output(steps_.body_output + i);
      node_.require(value && value->value == next_[cell.h] && value->rank + 1 == steps_.x.rank(),
                    fmt::format("output {} is not h of every step (h is supported)", i));
      result[i] = with_steps_at(without(made.at(0), 1), i - steps_.states);
    }
    return result;
  }

  /// Moves the axis of the steps, the first one.
  View with_steps_at(const View& view, std::size_t output) const {
    if (output >= steps_.output_axes.size()) return view;
    const int axis = node_.axis(steps_.output_axes[output], view.rank());
    Shape order;
    for (std::int64_t i = 1; i < view.rank(); ++i) order.push_back(i);
    order.insert(order.begin() + axis, 0);
    return transposed(view, order);
  }

  Node& node_;
  const CellBody& body_;
  const Steps steps_;
  std::vector<CellRef> next_;
};

/// With this axis as the first one.
View with_first(const View& view, int axis) {
  Shape order{axis};
  for (int i = 0; i < view.rank(); ++i)
    if (i != axis) order.push_back(i);
  return transposed(view, order);
}

/// Binds the states of a body. @return their values
std::vector<CellRef> bind_states(const Node& node, CellBody& body, const Steps& steps) {
  std::vector<CellRef> states;
  for (std::size_t i = 0; i < steps.states; ++i) {
    const View& initial = node.need(steps.first_state + i, "state");
    node.require(initial.rank() > 0 && count_of(initial.shape) > 0,
                 fmt::format("state {} of shape {}", i, to_string(initial.shape)));
    states.push_back(cell_input(initial.shape.back()));
    body.bind(steps.body_state + i, {states.back(), initial.rank()});
  }
  return states;
}

/// Entries of an attribute of Scan: 0 where it is left out.
Shape entries(Node& node, const char* attribute, std::size_t count) {
  Shape all = node.integers(attribute);
  if (all.empty()) all.assign(count, 0);
  node.require(all.size() == count,
               fmt::format("attribute {} has {} entries, needed {}", attribute, all.size(), count));
  return all;
}

bool is_true(const std::optional<View>& view) {
  return view && count_of(view->shape) == 1 && values_of(*view)[0] != 0;
}

}  // namespace

std::map<std::size_t, View> scan(Node& node, const Views& outer, Chain& chain) {
  node.require(node.opset() >= 9, "is of opset 8 (9 and later are supported)");
  CellBody body(node, outer, node.graph("body"));
  const std::int64_t inputs = node.integer("num_scan_inputs", 0);
  node.require(inputs == 1 && node.inputs() > 1,
               fmt::format("attribute num_scan_inputs is {} (one sequence is supported)", inputs));
  Steps steps;
  steps.states = node.inputs() - 1;
  node.require(node.proto().outputs.size() >= steps.states &&
                   body.graph().outputs.size() >= node.proto().outputs.size(),
               "has fewer outputs than states, or more than its body");
  const std::size_t outputs = node.proto().outputs.size() - steps.states;
  const View& x = node.need(steps.states, "sequence");
  const Shape directions = entries(node, "scan_input_directions", 1);
  steps.reverse = directions[0] != 0;
  for (const std::int64_t direction : entries(node, "scan_output_directions", outputs))
    node.require(direction == directions[0],
                 "attribute scan_output_directions differs from scan_input_directions (the same is "
                 "supported)");
  const int axis = node.axis(entries(node, "scan_input_axes", 1)[0], x.rank());
  steps.output_axes = entries(node, "scan_output_axes", outputs);
  node.require(
      (x.rank() == 2 || x.rank() == 3) && axis + 1 < x.rank() && !x.parts && count_of(x.shape) > 0,
      fmt::format("a sequence of shape {} along axis {} (steps, sequences and elements are "
                  "supported)",
                  to_string(x.shape), axis));
  steps.x = with_first(x, axis);
  steps.step = cell_input(x.shape.back());
  const std::vector<CellRef> states = bind_states(node, body, steps);
  body.bind(steps.states, {steps.step, x.rank() - 1});
  body.run();
  return Recurrence(node, body, std::move(steps)).run(chain, states);
}

std::map<std::size_t, View> loop(Node& node, const Views& outer, Chain& chain) {
  CellBody body(node, outer, node.graph("body"));
  Steps steps;
  steps.first_state = steps.body_state = 2;
  steps.body_output = 1;
  node.require(node.inputs() > 2, "has no state (a recurrence is supported)");
  steps.states = node.inputs() - 2;
  const Shape count = integers_of(node.known(0, "M"));
  node.require(count.size() == 1 && (!node.input(1) || is_true(node.known(1, "cond"))),
               "M is not one number, or cond is not true");
  node.require(node.proto().outputs.size() >= steps.states, "has fewer outputs than states");
  const CellRef condition = cell_input(1);
  body.bind_iteration(0);
  body.bind(1, {condition, 0});
  const std::vector<CellRef> states = bind_states(node, body, steps);
  body.run();
  const std::optional<BodyValue> goes_on = body.output(0);
  node.require((goes_on && goes_on->value == condition) || is_true(body.constant(0)),
               "attribute body makes a condition (a number of steps that is known is supported)");
  node.require(body.sequence().has_value(),
               "attribute body takes no step of a sequence by Gather with the iteration number");
  const CellBody::Sequence& sequence = *body.sequence();
  const std::int64_t there = sequence.view.shape[static_cast<std::size_t>(sequence.axis)];
  node.require(count[0] == there && sequence.view.rank() <= 3,
               fmt::format("goes {} steps through a sequence of {} (all of them are supported)",
                           count[0], there));
  steps.x = with_first(sequence.view, sequence.axis);
  steps.step = sequence.step;
  return Recurrence(node, body, std::move(steps)).run(chain, states);
}

}  // namespace rda::onnx
