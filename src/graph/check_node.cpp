// SPDX-License-Identifier: Apache-2.0
#include "graph/check_node.h"

#include <fmt/format.h>

#include "graph/operators.h"
#include "rda/error.h"

namespace rda::graph {

void require(const std::string& where, bool condition, const std::string& problem) {
  if (!condition) throw WorkloadError(where, problem);
}

void check_formats(const Node& node) {
  const Formats& formats = node.formats;
  const bool integers = formats.weights == Format::int8;
  const auto formats_require = [&](bool condition, const char* problem) {
    require(node.name, condition, problem);
  };
  formats_require(formats.weights != Format::int32 && formats.activations != Format::int32,
                  "int32 is no format of weights or activations");
  formats_require(bits(formats.weights) == bits(formats.activations),
                  "weights and activations must have the same width");
  formats_require(integers == (formats.activations == Format::int8),
                  "int8 weights need int8 activations, and the other way round");
  formats_require(formats.state != Format::int8 && formats.state != Format::int32,
                  "the state must be a floating-point format");
  formats_require(bits(formats.accumulate) >= 16,
                  "accumulate must be fp32, bf16, fp16, or int32 for int8");
  formats_require(integers || formats.accumulate != Format::int32,
                  "only int8 accumulates in int32");
}

void check_rows(const Node& node) {
  const bool has_rows = node.op == Op::gather || node.op == Op::scatter || node.op == Op::outer;
  require(
      node.name, has_rows == (node.rows >= 1),
      fmt::format("{} rows of a table (at least 1 of a gather, scatter or outer, none of others)",
                  node.rows));
}

void check_domains_of_rows(const Graph& graph) {
  for (const auto& [domain, rows] : graph.rows) {
    const auto number = static_cast<std::size_t>(domain);
    require(graph.name, domain > 0 && number < graph.domains.size() && rows >= 1,
            fmt::format("domain {} has {} rows, needed at least 1 of a domain behind the first",
                        domain, rows));
    require(
        graph.name, graph.domains[number] == 1,
        fmt::format("domain {} has rows and {} steps, needed 1", domain, graph.domains[number]));
  }
  require(graph.name, graph.rows.empty() || graph.repeat == 1,
          "domains of rows are evaluated once: repeat must be 1");
}

void check_take(const Graph& graph, const Node& take, const Node& read) {
  const int rows = graph.sequences_of(take), made = graph.sequences_of(read);
  if (take.transposed) {
    require(take.name, graph.is_of_rows(take) && rows == read.size,
            fmt::format("takes an element of {} in each of {} rows, needed {}", read.name, rows,
                        read.size));
    return require(take.name, take.size == graph.columns_of(read, take.order),
                   fmt::format("size {}, but {} has {} items", take.size, read.name,
                               graph.columns_of(read, take.order)));
  }
  require(take.name,
          graph.is_of_rows(take) ? graph.is_of_rows(read) && (made == 1 || made == rows)
                                 : !graph.is_of_rows(read),
          fmt::format("takes {} in {} items of each step, but it is made in {}", read.name, rows,
                      made));
  require(take.name, take.order == Order::last || graph.steps_made(read) == graph.steps_of(take),
          "takes " + read.name + " step by step, from a domain of another length");
}

void check_accumulation(const Graph& graph, const Node& node) {
  const auto size = [&](std::size_t arg) { return graph.nodes[node.args[arg]].size; };
  for (const NodeId arg : node.args)
    require(node.name, class_of(graph.nodes[arg].op) != OpClass::product,
            "a product can only be added: " + graph.nodes[arg].name);
  require(node.name, size(node.args.size() - 1) == node.size,
          fmt::format("size {}, but its last argument has size {}", node.size,
                      size(node.args.size() - 1)));
  if (node.op == Op::outer)
    require(node.name, size(0) == node.rows,
            fmt::format("{} rows, but its first argument has size {}", node.rows, size(0)));
  if (node.op == Op::scatter) require(node.name, size(0) == 1, "needs the number of one row");
}

}  // namespace rda::graph
