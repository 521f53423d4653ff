// SPDX-License-Identifier: Apache-2.0
// Stream ports: sources of inputs, sinks of outputs.
#include "mapper/stream_ports.h"

#include <fmt/format.h>

#include "graph/handed.h"
#include "mapper/handed_sequences.h"
#include "mapper/memories.h"
#include "mapping/index.h"
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
void require_port(const Chip& chip, UnitKind kind, int number) {
  const bool sends = kind == UnitKind::source;
  const int ports = (sends ? chip.stream.sources : chip.stream.sinks).count;
  if (number >= ports)
    throw MappingError(fmt::format("{} ports", word(kind)),
                       fmt::format("needs {}, the chip has {}", number + 1, ports));
}

void add_stream_port(Builder& b, const VectorPort& vectors) {
  const bool sends = vectors.kind == UnitKind::source;
  const std::string_view kind = word(vectors.kind);
  require_port(b.chip, vectors.kind, vectors.number);
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

/// The stream of an output's elements from the PMU that gathers them into vectors of `each` values.
StreamId gathered(Builder& b, const Output& output, int each, Format format) {
  const int tokens = vectors_for(b.node(output.node).size, each);
  const StreamId stream = b.add_stream(output.tensor, TokenKind::vector, b.rate_of(tokens));
  add_vector_memory(b,
                    {output.node, 0, tokens, each * b.value_bytes(format), 1, format,
                     output.tensor + ".gather", Role::gather},
                    stream);
  return stream;
}

/// Adds the PMU that gathers the elements of an output that is handed over, the address generator
/// that writes them, and the sink port that takes its tokens, if there is one.
void add_handed(Builder& b, const Output& output) {
  const HandedSequence& sequence = *graph::handed_over_as(b.graph, output.tensor);
  const StreamId values = gathered(b, output, b.chip.pcu.lanes, sequence.format);
  Access& read = *b.mapping.units.back().programs.front().outputs.front().access;
  read.format = sequence.format;
  read.lane_stride = b.value_bytes(sequence.format);
  read.scale = sequence.scale;
  add_handed_output(b, output, values);
}

/// Adds sink port `number` for an output, and the PMU that gathers its elements into vectors.
void add_sink(Builder& b, const Output& output, int number) {
  if (output.handed_over) return add_handed(b, output);
  const Format format = b.node(output.node).formats.activations;
  const StreamId stream = gathered(b, output, b.rv(format), format);
  add_stream_port(b, {UnitKind::sink, number, output.node, stream, output.tensor, format});
}

}  // namespace

void add_token_sink(Builder& b, const std::string& name, Origin origin, std::int64_t tokens,
                    StreamId stream) {
  const int number = mapping::count(b.mapping, UnitKind::sink);
  require_port(b.chip, UnitKind::sink, number);
  Program program;
  program.space = {{tokens}};
  program.inputs.push_back(port("in", stream));
  program.work = PortTransfer{};
  program.latency = mapping::latency_of(b.chip, program);
  program.ii = mapping::interval_of(b.chip, b.mapping, UnitKind::sink, program);
  const Site site = port_site(b.chip, UnitKind::sink, number);
  Unit unit = new_unit(UnitKind::sink, "sink." + name, std::move(origin));
  unit.place = EdgePort{number, site.row, site.col};
  unit.programs.push_back(std::move(program));
  b.add_unit(std::move(unit));
}

void add_sources_and_sinks(Builder& b) {
  add_handed_buffers(b);
  int source = 0, sink = 0;
  for (const NodeId n : b.graph.nodes.ids())
    if (b.node(n).handed_over)
      add_handed_input(b, n);
    else if (b.node(n).op == Op::input)
      add_source(b, n, source++);
  for (const Output& output : b.graph.outputs)
    if (is_spilled(b.graph, output))
      add_handed(b, output);
    else
      add_sink(b, output, sink++);
}

}  // namespace rda::mapper
