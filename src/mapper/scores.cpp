// SPDX-License-Identifier: Apache-2.0
// Units that compare a vector with each step of sequences: at each position a PCU adds the vector
// and the keys of a step, a PMU looks tanh up, and a PCU multiplies and adds up, a vector a cycle.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/sequences.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

class Scores {
 public:
  Scores(Builder& b, NodeId node)
      : b_(b),
        node_(node),
        score_(b.node(node)),
        vector_(score_.args[0]),
        elements_(b.node(vector_).size),
        vectors_(vectors_of_score(b.graph, score_, b.chip)) {}

  void add() {
    const StreamId vector = add_vector(), weights = add_weights();
    for (int u = 0; u < b_.hu(node_); ++u) {
      const StreamId sum = stream("sum", u), tanh = stream("tanh", u);
      add_sum(u, vector, sum);
      add_look_up(u, sum, tanh);
      add_products(u, tanh, weights);
    }
  }

 private:
  std::string name(const std::string& what) const {
    return fmt::format("{}.{}", score_.name, what);
  }
  std::string name(const std::string& what, int u) const {
    return fmt::format("{}[{}]", name(what), u);
  }
  /// A stream of all vectors of each row.
  StreamId stream(const std::string& what) {
    return b_.add_stream(what, TokenKind::vector,
                         static_cast<double>(vectors_) / b_.stages[node_].row_cycles);
  }
  StreamId stream(const std::string& what, int u) { return stream(name(what, u)); }
  /// Loops over vectors, rows and items.
  Space space(std::int64_t rows) const { return {{vectors_, rows, b_.items(node_)}}; }
  /// Bounds of the rows of a position: what all positions take comes in each row group.
  Bounds here(int u) const { return b_.ragged(node_, u, 1); }

  /// The vector, once in each row group.
  StreamId add_vector() {
    const StreamId sent = stream(name("vector"));
    add_vector_memory(b_,
                      {vector_, 0, vectors_, b_.vector_bytes(), b_.rows(node_), Format::fp32,
                       name("vector.memory"), Role::vectors},
                      sent);
    return sent;
  }

  /// The weights, once in each row group.
  StreamId add_weights() {
    const Format format = score_.formats.weights;
    const int value = b_.value_bytes(format);
    Unit pmu = new_unit(UnitKind::pmu, name("weights"), b_.origin_of(node_, Role::weights));
    Content all;
    all.tensor = score_.tensor;
    all.pitch = value;
    all.rows = elements_;
    all.format = format;
    all.scale = score_.weight_scale;
    pmu.buffers.push_back({"weights", 0, vectors_ * lanes() * value, 1, {all}});
    Program read;
    read.space = space(b_.rows(node_));
    const StreamId sent = stream(name("w"));
    Port out = port("out", sent);
    out.access = lanes_of(format, score_.weight_scale);
    out.access->strides = {lanes() * value};
    out.access->slot_level = static_cast<int>(read.space.rank());
    read.outputs.push_back(std::move(out));
    add_read_program(b_, pmu, std::move(read));
    b_.add_unit(std::move(pmu));
    return sent;
  }

  std::int64_t lanes() const { return b_.chip.pcu.lanes; }
  /// A vector of neighbouring values of this format, one a lane.
  Access lanes_of(Format format, int scale) const {
    Access access;
    access.format = format;
    access.scale = scale;
    access.lane_stride = b_.value_bytes(format);
    return access;
  }

  /// The PMU of a sequence of keys, for one position.
  StreamId add_keys(int u, std::size_t number) {
    const NodeId key = score_.args[number + 1];
    const Format format = score_.formats.activations;
    const std::string title = fmt::format("{}{}", name("keys", u), number);
    const StreamId sent = stream(title);
    const VectorMemory memory{
        key, 0,      vectors_, static_cast<int>(lanes()) * b_.value_bytes(format),
        1,   format, title,    Role::vectors};
    const bool reversed = score_.orders[number] == Order::reverse;
    SequencePrograms made =
        rows_of_sequence(b_, memory, {node_, u, b_.rows_of(node_, u), reversed}, sent);
    Access& access = *made.programs.read.outputs.front().access;
    const Access read = lanes_of(format, b_.node(key).scale);
    access.format = read.format;
    access.scale = read.scale;
    access.lane_stride = read.lane_stride;
    Unit pmu = new_unit(UnitKind::pmu, title,
                        b_.origin_of(node_, Role::vectors, {u, static_cast<int>(number)}));
    pmu.buffers.push_back({"sequence", 0, made.bytes, 1, {}});
    add_filled_programs(b_, pmu, std::move(made.programs), 0, 0);
    b_.add_unit(std::move(pmu));
    return sent;
  }

  void add_pcu(const std::string& what, int u, Program program) {
    program.latency = mapping::latency_of(b_.chip, program);
    Unit pcu =
        new_unit(UnitKind::pcu, name(what, u), b_.origin_of(node_, Role::element_wise, {u, u + 1}));
    pcu.programs.push_back(std::move(program));
    b_.add_unit(std::move(pcu));
  }

  void add_sum(int u, StreamId vector, StreamId sum) {
    Program program;
    program.space = space(b_.rows(node_));
    program.inputs.push_back(port("vector", vector));
    Operations work;
    const auto keys = static_cast<int>(score_.orders.size());
    for (int k = 0; k < keys; ++k) {
      program.inputs.push_back(
          port(fmt::format("key{}", k), add_keys(u, static_cast<std::size_t>(k)), 0, here(u)));
      work.operations.push_back({ScalarOp::add, k == 0 ? 0 : keys + k, k + 1});
    }
    program.outputs.push_back(port("out", sum, 0, here(u)));
    program.outputs.back().value = -1;
    program.work = std::move(work);
    add_pcu("add", u, std::move(program));
  }

  void add_look_up(int u, StreamId sum, StreamId tanh) {
    Unit pmu =
        new_unit(UnitKind::pmu, name("lookup", u), b_.origin_of(node_, Role::look_up, {u, u + 1}));
    Program read;
    read.space = space(b_.rows_of(node_, u));
    read.inputs.push_back(port("in", sum));
    Port out = port("out", tanh);
    out.access = look_up_access(b_, pmu, Op::tanh, TokenKind::vector, 0);
    out.access->slot_level = static_cast<int>(read.space.rank());
    read.outputs.push_back(std::move(out));
    add_read_program(b_, pmu, std::move(read));
    b_.add_unit(std::move(pmu));
  }

  void add_products(int u, StreamId tanh, StreamId weights) {
    Program program;
    program.space = space(b_.rows(node_));
    program.inputs = {port("tanh", tanh, 0, here(u)), port("weights", weights)};
    program.outputs.push_back(port("out", b_.value(node_, {u, u + 1}), 1, here(u)));
    program.outputs.back().value = -1;
    program.work = Operations{{{.op = ScalarOp::mul, .a = 0, .b = 1},
                               {.op = ScalarOp::sum_lanes, .a = 2, .elements = elements_},
                               {.op = ScalarOp::fold_add, .a = 3, .level = 1}},
                              {}};
    add_pcu("multiply", u, std::move(program));
  }

  Builder& b_;
  const NodeId node_;
  const Node& score_;
  const NodeId vector_;
  const std::int64_t elements_;  // of the vector
  const int vectors_;            // that it takes
};

}  // namespace

void add_scores(Builder& b) {
  for (const NodeId n : b.graph.nodes.ids())
    if (b.node(n).op == Op::score) Scores(b, n).add();
}

}  // namespace rda::mapper
