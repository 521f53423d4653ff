// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "graph/evaluate.h"
#include "rda/error.h"
#include "rda/graph.h"

namespace rda {
namespace graph {
namespace {

template <class Real>
const Matrix<Real>& matrix(const std::map<std::string, Matrix<Real>>& tensors,
                           const std::string& name, std::int64_t rows, std::int64_t cols,
                           Rows which) {
  const auto found = tensors.find(name);
  if (found == tensors.end())
    throw WorkloadError(name, fmt::format("no such tensor, needed [{}, {}]", rows, cols));
  const Matrix<Real>& tensor = found->second;
  const bool whole = tensor.rows * tensor.cols == static_cast<std::int64_t>(tensor.values.size());
  const bool fits = which == Rows::at_least ? tensor.rows >= rows : tensor.rows == rows;
  if (!fits || tensor.cols != cols || !whole)
    throw WorkloadError(
        name, fmt::format("shape [{}, {}], needed [{}, {}]", tensor.rows, tensor.cols, rows, cols));
  return tensor;
}

}  // namespace

const Tensor& shaped(const Tensors& tensors, const std::string& name, std::int64_t rows,
                     std::int64_t cols, Rows which) {
  return matrix(tensors, name, rows, cols, which);
}

const Matrix<double>& shaped(const ExactTensors& tensors, const std::string& name,
                             std::int64_t rows, std::int64_t cols, Rows which) {
  return matrix(tensors, name, rows, cols, which);
}

}  // namespace graph

namespace {

using graph::Values;

/// Adds into eight independent sums, which is faster. The order of additions does not matter in
/// fp64.
double dot(const auto* weights, const std::vector<double>& x) {
  constexpr std::size_t kSums = 8;
  std::array<double, kSums> sums{};
  const std::size_t whole = x.size() / kSums * kSums;
  for (std::size_t i = 0; i < whole; i += kSums)
    for (std::size_t s = 0; s < kSums; ++s) sums[s] += double{weights[i + s]} * x[i + s];
  double total = 0;
  for (std::size_t i = whole; i < x.size(); ++i) total += double{weights[i]} * x[i];
  for (const double sum : sums) total += sum;
  return total;
}

template <class T>
class ExactMachine {
 public:
  using Real = double;
  using Source = T;

  ExactMachine(const Graph& graph, const T& tensors)
      : graph_(graph), tensors_(tensors), sequences_(graph.nodes.size()) {}

  void weigh(NodeId n, std::vector<double> sequence) { sequences_[n] = std::move(sequence); }
  void matvec(NodeId n, Values<double>& values) const {
    const Node& node = graph_.nodes[n];
    const std::vector<double>& operand = values[node.args[0]];
    values[n].resize(static_cast<std::size_t>(node.size));
    if (!sequences_[n].empty()) return multiply(sequences_[n].data(), operand, values[n]);
    const auto cols = static_cast<std::int64_t>(operand.size());
    const std::int64_t rows = node.size;
    if (node.transposed)
      return add_rows(graph::shaped(tensors_, node.tensor, cols, rows), operand, values[n]);
    multiply(graph::shaped(tensors_, node.tensor, rows, cols).values.data(), operand, values[n]);
  }

  void sum(NodeId n, Values<double>& values) const {
    const Node& node = graph_.nodes[n];
    std::vector<double>& result = values[n];
    result.assign(static_cast<std::size_t>(node.size), 0);
    for (const NodeId arg : node.args)
      for (std::size_t r = 0; r < result.size(); ++r) result[r] += values[arg][r];
  }

  double read(NodeId, double raw) const { return raw; }
  double table(Op op, double x) const { return graph::exact(op, x); }
  double reduce(NodeId n, const std::vector<double>& values) const {
    double result = values.front();
    for (const double value : std::span(values).subspan(1))
      result = graph_.nodes[n].op == Op::reduce_sum ? result + value : std::max(result, value);
    return result;
  }
  double score(NodeId n, const std::vector<double>& vector,
               const std::vector<const std::vector<double>*>& keys) const {
    const auto& weights = graph::shaped(tensors_, graph_.nodes[n].tensor,
                                        static_cast<std::int64_t>(vector.size()), 1);
    double sum = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      double added = vector[i];
      for (const std::vector<double>* key : keys) added += (*key)[i];
      sum += static_cast<double>(weights.values[i]) * std::tanh(added);
    }
    return sum;
  }
  double round(NodeId, double raw, std::size_t) const { return raw; }
  double factor(NodeId, NodeId, double raw) const { return raw; }
  void accumulate(NodeId, std::span<double> sums, std::span<const double> row,
                  double factor) const {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += factor * row[i];
  }
  double entry(NodeId, double raw) const { return raw; }
  double state(NodeId, double raw) const { return raw; }
  void stored(NodeId, const std::vector<double>&) const {}
  void left(const Output&, const std::vector<double>&) const {}
  double output(NodeId, double raw) const { return raw; }

 private:
  /// Wᵀ·x: the rows of W, each times an element of x.
  static void add_rows(const auto& weights, const std::vector<double>& operand,
                       std::vector<double>& result) {
    result.assign(result.size(), 0);
    const auto* weight = weights.values.data();
    for (const double factor : operand)
      for (double& sum : result) sum += factor * double{*weight++};
  }

  static void multiply(const auto* weights, const std::vector<double>& operand,
                       std::vector<double>& result) {
    for (std::size_t r = 0; r < result.size(); ++r)
      result[r] = dot(weights + r * operand.size(), operand);
  }

  const Graph& graph_;
  const T& tensors_;
  Values<double> sequences_;  // by product: its weights, if they are a sequence
};

}  // namespace

std::map<std::string, std::vector<double>> evaluate_exact(const Graph& graph,
                                                          const Tensors& tensors,
                                                          std::int64_t steps) {
  check(graph);
  return graph::Evaluation(graph, tensors, ExactMachine(graph, tensors)).run(steps);
}

std::map<std::string, std::vector<double>> evaluate_exact(const Graph& graph,
                                                          const ExactTensors& tensors,
                                                          std::int64_t steps) {
  check(graph);
  return graph::Evaluation(graph, tensors, ExactMachine(graph, tensors)).run(steps);
}

}  // namespace rda
