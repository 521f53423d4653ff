// SPDX-License-Identifier: Apache-2.0
// Stream ports: sources of inputs, sinks of outputs.
#include <fmt/format.h>

#include "mapper/memories.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// A source that sends, or a sink that takes, a tensor row by row, each row as whole vectors.
struct VectorPort {
  UnitKind kind;
  int number;
  NodeId node;
  StreamId stream;
  std::string tensor;
  Format format;
};

/// @throws MappingError  if the chip has no port of this number
void add_stream_port(Builder& b, const VectorPort& vectors) {
  const bool sends = vectors.kind == UnitKind::source;
  const int ports = (sends ? b.chip.stream.sources : b.chip.stream.sinks).count;
  const std::string_view kind = word(vectors.kind);
  if (vectors.number >= ports)
    throw MappingError(fmt::format("{} ports", kind),
                       fmt::format("needs {}, the chip has {}", vectors.number + 1, ports));
  const std::int64_t each = vectors_for(b.node(vectors.node).size, b.rv(vectors.format));
  Program program;
  program.space = {{each * b.items(vectors.node)}};
  (sends ? program.outputs : program.inputs).push_back(port(sends ? "out" : "in", vectors.stream));
  program.work = PortTransfer{vectors.tensor, each, vectors.format, b.node(vectors.node).scale};
  program.latency = mapping::latency_of(b.chip, program);
  program.ii = mapping::interval_of(b.chip, b.mapping, vectors.kind, program);
  const Site site = port_site(b.chip, vectors.kind, vectors.number);
  Unit unit = new_unit(vectors.kind, fmt::format("{}.{}", kind, vectors.tensor),
                       b.origin_of(vectors.node, sends ? Role::source : Role::sink));
  unit.place = EdgePort{vectors.number, site.row, site.col};
  unit.programs.push_back(std::move(program));
  b.add_unit(std::move(unit));
}

/// Adds source port `number`, which sends input `node` as vectors.
void add_source(Builder& b, NodeId node, int number) {
  const StreamId stream = b.input_stream(node);
  Stream& x = b.mapping.streams[stream];
  x.kind = TokenKind::vector;
  const Format format = b.node(node).formats.activations;
  x.rate = b.rate_of(vectors_for(b.node(node).size, b.rv(format)));
  add_stream_port(b, {UnitKind::source, number, node, stream, b.node(node).tensor, format});
}

/// Adds sink port `number` for an output, and the PMU that gathers its elements into vectors.
void add_sink(Builder& b, const Output& output, int number) {
  const Format format = b.node(output.node).formats.activations;
  const int vectors = vectors_for(b.node(output.node).size, b.rv(format));
  const StreamId stream = b.add_stream(output.tensor, TokenKind::vector, b.rate_of(vectors));
  add_vector_memory(b,
                    {output.node, 0, vectors, b.vector_bytes(), 1, format,
                     output.tensor + ".gather", Role::gather},
                    stream);
  add_stream_port(b, {UnitKind::sink, number, output.node, stream, output.tensor, format});
}

}  // namespace

void add_sources_and_sinks(Builder& b) {
  int source = 0, sink = 0;
  for (const NodeId n : b.graph.nodes.ids())
    if (b.node(n).op == Op::input) add_source(b, n, source++);
  for (const Output& output : b.graph.outputs) add_sink(b, output, sink++);
}

}  // namespace rda::mapper
