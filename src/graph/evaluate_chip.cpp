// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "graph/clipped.h"
#include "graph/evaluate.h"
#include "graph/noise.h"
#include "graph/reduction.h"
#include "rda/graph.h"

namespace rda {
namespace {

using graph::PartialSum;
using graph::Reduction;
using graph::Values;

/// `raw` rounded to `format`; for int8 the integer, without its scale.
float pattern_value(Format format, float raw, int scale) {
  if (format == Format::int8) return static_cast<float>(decode(format, encode(format, raw, scale)));
  return static_cast<float>(round_to(format, raw));
}

/// Values that a product rounds, a vector padded with zeros to whole vectors of the product.
std::vector<float> padded(std::span<const float> raw, std::size_t width,
                          const auto& pattern_value_of) {
  std::vector<float> values((raw.size() + width - 1) / width * width);
  std::ranges::transform(raw, values.begin(), pattern_value_of);
  return values;
}

/// Rows of weights, as many at once as their map-reduces work on: [rows / kRowsAtOnce, columns,
/// kRowsAtOnce], padded with zeros to whole vectors and to whole blocks of rows.
struct Blocks {
  std::size_t cols = 0;
  std::vector<float> values;

  std::span<const float> vector(std::size_t block, int number, std::size_t width) const {
    const std::size_t first = block * cols + static_cast<std::size_t>(number) * width;
    return std::span(values).subspan(first * kRowsAtOnce, width * kRowsAtOnce);
  }
};

Blocks blocks_of(std::span<const float> raw, std::size_t cols, std::size_t width,
                 const auto& pattern_value_of) {
  const std::size_t rows = raw.size() / cols;
  Blocks blocks{(cols + width - 1) / width * width, {}};
  blocks.values.resize((rows + kRowsAtOnce - 1) / kRowsAtOnce * kRowsAtOnce * blocks.cols);
  for (std::size_t r = 0; r < rows; ++r) {
    float* to = &blocks.values[r / kRowsAtOnce * kRowsAtOnce * blocks.cols + r % kRowsAtOnce];
    for (std::size_t c = 0; c < cols; ++c, to += kRowsAtOnce)
      *to = pattern_value_of(raw[r * cols + c]);
  }
  return blocks;
}

std::vector<float> columns_of(const Tensor& tensor) {
  std::vector<float> columns;
  for (std::int64_t c = 0; c < tensor.cols; ++c)
    for (std::int64_t r = 0; r < tensor.rows; ++r) columns.push_back(tensor.at(r, c));
  return columns;
}

class ChipMachine {
 public:
  using Real = float;
  using Source = Tensors;

  ChipMachine(const Graph& graph, const Tensors& tensors, const ReductionOrder& order,
              graph::Clipped* clipped, const Noise& noise)
      : graph_(graph),
        clipped_(clipped),
        noise_(noise),
        order_(order),
        reductions_(graph::reductions(graph, order)),
        weights_(graph.nodes.size()),
        operands_(graph.nodes.size()),
        score_weights_(graph.nodes.size()),
        first_reader_(graph.nodes.size()),
        accumulators_(graph.nodes.size()) {
    std::map<std::pair<NodeId, Format>, NodeId> first_readers;
    for (const NodeId n : graph.nodes.ids()) {
      const Node& node = graph.nodes[n];
      if (node.op == Op::gather)
        count({node.tensor, RoundedUse::weights, node.formats.weights},
              graph::shaped(tensors, node.tensor, node.rows, node.size).values, node.weight_scale);
      if (node.op == Op::score) {
        const Tensor& tensor =
            graph::shaped(tensors, node.tensor, graph.nodes[node.args[0]].size, 1);
        count({node.tensor, RoundedUse::weights, node.formats.weights}, tensor.values,
              node.weight_scale);
        for (const float value : tensor.values) score_weights_[n].push_back(entry(n, value));
      }
      if (node.op != Op::matvec) continue;
      accumulators_[n].emplace(graph::map_reduce_format(node.formats, order));
      const std::pair key{node.args[0], node.formats.activations};
      first_reader_[n] = first_readers.try_emplace(key, n).first->second;
      if (node.tensor.empty()) continue;
      const std::int64_t cols = graph.nodes[node.args[0]].size;
      const Tensor& tensor = node.transposed ? graph::shaped(tensors, node.tensor, cols, node.size)
                                             : graph::shaped(tensors, node.tensor, node.size, cols);
      const Format format = node.formats.weights;
      weights_[n] = blocks_of(node.transposed ? columns_of(tensor) : tensor.values,
                              static_cast<std::size_t>(cols), width(node), [&](float value) {
                                return pattern_value(format, value, node.weight_scale);
                              });
      count({node.tensor, RoundedUse::weights, format}, tensor.values, node.weight_scale);
    }
  }

  void weigh(NodeId n, const std::vector<float>& sequence) {
    const Node& product = graph_.nodes[n];
    const auto cols = static_cast<std::size_t>(graph_.nodes[product.args[0]].size);
    weights_[n] = blocks_of(sequence, cols, width(product), [&](float value) {
      return pattern_value(product.formats.weights, value, product.weight_scale);
    });
  }

  void matvec(NodeId n, Values<float>& values) {
    const Node& product = graph_.nodes[n];
    const NodeId arg = product.args[0];
    const Format format = product.formats.activations;
    const std::vector<float>& raw = values[arg];
    const Node& operand = graph_.nodes[arg];
    if (first_reader_[n] != n) return;  // gates read it again
    if (clipped_)
      count({operand.op == Op::input ? operand.tensor : operand.name, RoundedUse::operand, format},
            raw, operand.scale);
    operands_[n] = padded(raw, width(product),
                          [&](float value) { return pattern_value(format, value, operand.scale); });
  }

  void sum(NodeId n, Values<float>& values) {
    const Reduction& reduction = reductions_[n];
    std::vector<float>& result = values[n];
    result.resize(static_cast<std::size_t>(graph_.nodes[n].size));
    // The first addend is not added to 0: a sum of n addends takes n − 1 additions.
    bool first = true;
    const auto add = [&](std::size_t row, float addend) {
      result[row] = first ? addend : result[row] + addend;
    };
    const auto add_partial = [&](const PartialSum& partial) {
      add_rows(partial, result.size(), add);
      first = false;
    };
    const std::span partials(reduction.partials);
    for (const PartialSum& partial : partials.first(reduction.before_others)) add_partial(partial);
    for (const NodeId arg : reduction.others) {
      for (std::size_t row = 0; row < result.size(); ++row) add(row, read(arg, values[arg][row]));
      first = false;
    }
    for (const PartialSum& partial : partials.subspan(reduction.before_others))
      add_partial(partial);
  }

  float read(NodeId node, float raw) const {
    if (graph_.nodes[node].op == Op::state) return static_cast<float>(state(node, raw));
    if (graph_.nodes[node].op == Op::input) return static_cast<float>(output(node, raw));
    return raw;
  }
  float table(Op op, float x) const {
    const Function function = graph::function_of(op);
    return order_.interpolation ? look_up_interpolated(function, x) : look_up(function, x);
  }
  float reduce(NodeId n, const std::vector<float>& values) const {
    const Node& node = graph_.nodes[n];
    return graph::folded(node.op, values, order_.folds_of(node.name));
  }
  /// Rounds to the format of the state.
  float round(NodeId n, float raw, std::size_t element) const {
    const Node& node = graph_.nodes[n];
    if (!node.stochastic) return static_cast<float>(state(n, raw));
    const std::uint32_t bits = random_bits(noise_, node.name, element);
    return static_cast<float>(round_at_random(node.formats.state, raw, bits));
  }
  float factor(NodeId n, NodeId arg, float raw) const {
    return pattern_value(graph_.nodes[n].formats.activations, raw, graph_.nodes[arg].scale);
  }
  void accumulate(NodeId n, std::span<float> sums, std::span<const float> row, float factor) const {
    const Format format = graph_.nodes[n].formats.accumulate;
    const auto add_all = [&](auto add) {
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = add(sums[i], factor * row[i]);
    };
    if (format == Format::fp32)
      return add_all([](float sum, float addend) { return sum + addend; });
    add_all([=](float sum, float addend) {
      return static_cast<float>(round_to(format, double{sum} + double{addend}));
    });
  }
  float entry(NodeId table, float raw) const {
    const Node& node = graph_.nodes[table];
    return static_cast<float>(round_to(node.formats.weights, raw, node.weight_scale));
  }
  /// The products of a vector's lanes are added by a tree, and these sums one after the other.
  float score(NodeId n, const std::vector<float>& vector,
              const std::vector<const std::vector<float>*>& keys) const {
    const Node& node = graph_.nodes[n];
    const auto lanes = static_cast<std::size_t>(order_.lanes);
    std::optional<float> sum;
    for (std::size_t first = 0; first < vector.size(); first += lanes) {
      std::vector<float> products;
      for (std::size_t i = first; i < std::min(first + lanes, vector.size()); ++i) {
        float added = vector[i];
        for (std::size_t k = 0; k < keys.size(); ++k) {
          const Node& key = graph_.nodes[node.args[k + 1]];
          added += static_cast<float>(round_to(node.formats.activations, (*keys[k])[i], key.scale));
        }
        products.push_back(table(Op::tanh, added) * score_weights_[n][i]);
      }
      const float part = sum_of_lanes(products);
      sum = sum ? *sum + part : part;
    }
    return *sum;
  }
  double state(NodeId node, float raw) const {
    return round_to(graph_.nodes[node].formats.state, raw);
  }
  double output(NodeId node, float raw) const {
    return round_to(graph_.nodes[node].formats.activations, raw, graph_.nodes[node].scale);
  }
  void stored(NodeId state, const std::vector<float>& raw) {
    const Node& node = graph_.nodes[state];
    count({node.name, RoundedUse::state, node.formats.state}, raw, 0);
  }
  void left(const Output& output, const std::vector<float>& raw) {
    const Node& node = graph_.nodes[output.node];
    count({output.tensor, RoundedUse::output, node.formats.activations}, raw, node.scale);
  }

 private:
  void count(const graph::RoundedTensor& rounded, std::span<const float> raw, int scale) {
    if (!clipped_) return;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const double most = round_to(rounded.format, kInfinity, scale);
    const double least = round_to(rounded.format, -kInfinity, scale);
    graph::ClippedCount& counted = (*clipped_)[rounded];
    counted.values += std::ssize(raw);
    counted.clipped +=
        std::ranges::count_if(raw, [&](float value) { return value > most || value < least; });
  }

  /// Values of a vector of the product.
  std::size_t width(const Node& product) const {
    return static_cast<std::size_t>(
        graph::map_reduce_format(product.formats, order_).values_per_vector());
  }

  /// Calls add(row, partial sum) for every row.
  void add_rows(const PartialSum& partial, std::size_t rows, const auto& add) {
    const NodeId first_product = partial.columns.front().product;
    const std::size_t values = width(graph_.nodes[first_product]);
    MapReduceRows<kRowsAtOnce>& accumulators = *accumulators_[first_product];
    for (std::size_t first = 0; first < rows; first += kRowsAtOnce) {
      accumulators.reset();
      for (const graph::ColumnRange& range : partial.columns) {
        const std::span operand(operands_[first_reader_[range.product]]);
        for (int v = range.first; v < range.last; ++v)
          accumulators.add(weights_[range.product].vector(first / kRowsAtOnce, v, values),
                           operand.subspan(static_cast<std::size_t>(v) * values, values));
      }
      for (std::size_t row = first; row < std::min(first + kRowsAtOnce, rows); ++row)
        add(row, accumulators.result(row - first, partial.scale));
    }
  }

  const Graph& graph_;
  graph::Clipped* const clipped_;  // null: nothing is counted
  const Noise noise_;
  const ReductionOrder& order_;
  IdVector<NodeId, Reduction> reductions_;
  IdVector<NodeId, Blocks> weights_;                    // by product
  IdVector<NodeId, std::vector<float>> operands_;       // by product, padded
  IdVector<NodeId, std::vector<float>> score_weights_;  // by score
  IdVector<NodeId, NodeId> first_reader_;  // by product: the first one of the same operand
  IdVector<NodeId, std::optional<MapReduceRows<kRowsAtOnce>>> accumulators_;  // by product
};

}  // namespace

std::map<std::string, std::vector<double>> evaluate_chip(const Graph& graph, const Tensors& tensors,
                                                         const ReductionOrder& order,
                                                         std::int64_t steps) {
  check(graph);
  const ChipMachine machine(graph, tensors, order, nullptr, {graph.noise_seed});
  return graph::Evaluation(graph, tensors, machine).run(steps);
}

std::map<std::string, std::vector<double>> graph::evaluate_chip_noisy(const Graph& graph,
                                                                      const Tensors& tensors,
                                                                      const ReductionOrder& order,
                                                                      const Noise& noise) {
  check(graph);
  const ChipMachine machine(graph, tensors, order, nullptr, noise);
  return Evaluation(graph, tensors, machine).run(graph.steps);
}

std::map<std::string, std::vector<double>> graph::evaluate_chip_counting(
    const Graph& graph, const Tensors& tensors, const ReductionOrder& order, std::int64_t steps,
    Clipped& clipped) {
  check(graph);
  const ChipMachine machine(graph, tensors, order, &clipped, {graph.noise_seed});
  return Evaluation(graph, tensors, machine).run(steps);
}

}  // namespace rda
