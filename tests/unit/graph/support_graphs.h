// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "graph/builder.h"
#include "rda/graph.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda {

/// Two products of one gate: "a" = sum(W x, U s, b) and state s' = a. All fp32 unless told
/// otherwise.
struct TwoProducts {
  TwoProducts(std::int64_t inputs, std::int64_t outputs) {
    graph.name = "two";
    graph::Builder build(graph);
    x = build.input("x", inputs, 0);
    s = build.state("s", "s0", outputs, 0);
    w = build.matvec({.name = "Wx",
                      .op = Op::matvec,
                      .size = outputs,
                      .args = {x},
                      .tensor = "W",
                      .gate = "gate"});
    u = build.matvec({.name = "Us",
                      .op = Op::matvec,
                      .size = outputs,
                      .args = {s},
                      .tensor = "U",
                      .gate = "gate"});
    b = build.bias("b", outputs);
    sum = build.sum("a", {w, u, b});
    build.carry(s, sum);
    graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
    graph.outputs = {{sum, "y"}};
    const auto zeros = [](std::int64_t rows, std::int64_t cols) {
      return Tensor{rows, cols, std::vector<float>(static_cast<std::size_t>(rows * cols))};
    };
    tensors = {{"x", zeros(1, inputs)},
               {"s0", zeros(1, outputs)},
               {"W", zeros(outputs, inputs)},
               {"U", zeros(outputs, outputs)},
               {"b", zeros(outputs, 1)}};
  }

  Node& node(NodeId n) { return graph.nodes[n]; }
  void fill(const std::string& tensor, const std::vector<float>& values) {
    tensors.at(tensor).values = values;
  }

  Graph graph;
  Tensors tensors;
  NodeId x, s, w, u, b, sum;
};

}  // namespace rda
