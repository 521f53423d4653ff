// SPDX-License-Identifier: Apache-2.0
// Stream ports: where inputs enter and outputs leave.
#include <fmt/format.h>

#include "mapper/memories.h"

namespace rda::mapper {
namespace {

/// The next source port sends input `node`, vector by vector.
void add_source(Builder& b, int node, int port_number) {
  if (port_number >= b.chip.stream.sources.count)
    throw MappingError("source ports", fmt::format("needs {}, the chip has {}", port_number + 1,
                                                   b.chip.stream.sources.count));
  const std::int64_t vectors = vectors_for(b.node(node).size, b.plan.rv);
  const int stream = b.input_stream(node);
  Stream& x = b.mapping.streams[Builder::index(stream)];
  x.kind = TokenKind::vector;
  x.rate = b.rate_of(vectors);
  SourceUnit source;
  source.port = port_number;
  source.stream = stream;
  source.tokens = vectors * b.items();
  source.tokens_per_item = vectors;
  source.tensor = b.node(node).tensor;
  source.format = b.graph.formats.activations;
  source.scale = b.node(node).scale;
  const int unit = b.add_unit("source." + b.node(node).name, source);
  b.place_at(unit, source_site(b.chip, port_number));
  b.write_by(stream, unit);
}

/// An output of every item leaves through a PMU that gathers its elements into vectors.
void add_sink(Builder& b, const Output& output, int port_number) {
  if (port_number >= b.chip.stream.sinks.count)
    throw MappingError("sink ports", fmt::format("needs {}, the chip has {}", port_number + 1,
                                                 b.chip.stream.sinks.count));
  const int vectors = vectors_for(b.node(output.node).size, b.plan.rv);
  const int stream = b.add_stream(output.tensor, TokenKind::vector, b.rate_of(vectors));
  add_vector_memory(b, {output.node, 0, vectors, 1, output.tensor + ".gather"}, stream);
  SinkUnit sink;
  sink.port = port_number;
  sink.stream = stream;
  sink.tokens = vectors * b.items();
  sink.tokens_per_item = vectors;
  sink.tensor = output.tensor;
  sink.format = b.graph.formats.activations;
  sink.scale = b.node(output.node).scale;
  const int unit = b.add_unit("sink." + output.tensor, sink);
  b.place_at(unit, sink_site(b.chip, port_number));
  b.read_by(stream, unit);
}

}  // namespace

void add_sources_and_sinks(Builder& b) {
  int source = 0, sink = 0;
  for (std::size_t n = 0; n < b.graph.nodes.size(); ++n)
    if (b.graph.nodes[n].op == Op::input) add_source(b, static_cast<int>(n), source++);
  for (const Output& output : b.graph.outputs) add_sink(b, output, sink++);
}

}  // namespace rda::mapper
