// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "mapper/bundles.h"
#include "mapper/levels.h"
#include "mapper/plan.h"
#include "mapper/stages.h"
#include "rda/error.h"
#include "rda/map.h"

namespace rda::mapper {

/// Shared by all files of the partitioner: the mapping being built, and the stream of each value.
///
/// Element j of a node, a row or a vector of rows, is at position u = j mod hu of row group j / hu,
/// with the hu of the node's stage. In this interface `row` numbers the elements of one position,
/// which are the row groups that have this position.
class Builder {
 public:
  Builder(const Graph& graph, const Chip& chip, const Plan& plan);

  /// Adds a unit with the programs of one repetition, of which it makes those of all, and makes it
  /// the writer or a reader of the stream of each of its ports.
  UnitId add_unit(Unit unit);
  StreamId add_stream(std::string name, TokenKind kind, double rate);
  /// A local control stream of one PMU with `initial` tokens at the start.
  StreamId add_local(std::string name, std::int64_t initial);
  /// The origin of a unit of node `n`: the node's layer and gate, with this role and index.
  Origin origin_of(NodeId n, Role role, std::vector<int> index = {}) const;

  const std::vector<Bundle>& bundles_of(NodeId node) const { return bundles.of[node]; }
  /// The stream of elements of one bundle of a node. The first call creates it.
  StreamId value(NodeId node, Bundle bundle);
  /// The vector stream of an input node.
  StreamId input_stream(NodeId node) { return value(node, {0, 1}); }

  /// One bundle of a node's elements, and the stream that brings it.
  struct Operand {
    StreamId stream;
    Bundle bundle;
  };
  /// The streams that bring the elements of `bundle` of `node` to a unit of phase `phase`.
  /// Biases, states, merged values and values of an earlier phase come from a memory, which
  /// add_memories() builds later; other values come from the unit that computes them.
  std::vector<Operand> element_operand(NodeId node, Bundle bundle, int phase);
  /// The stream that sends tokens [lo, hi) of the operand of `product` to its dot units, once in
  /// each row group of their stage.
  StreamId product_operand(NodeId product, int lo, int hi);

  /// The stream that sends what a state begins with as vectors, once a run.
  StreamId initial_vectors(NodeId initial, Format format);
  /// The control stream that says what of a sequence is in off-chip memory.
  StreamId written(const std::string& tensor);

  const Node& node(NodeId n) const { return graph.nodes[n]; }
  /// Rows of node `n` at position u: the number of j = row · hu + u below the node's elements.
  std::int64_t rows_of(NodeId n, int u) const;
  /// Row groups of node `n`: its rows at position 0.
  std::int64_t rows(NodeId n) const { return rows_of(n, 0); }
  /// Bounds of a port at position u, which ends one row group early where the last row group lacks
  /// this position. `row_loop` is the loop over row groups.
  Bounds ragged(NodeId n, int u, int row_loop) const;
  /// Elements of a node's value.
  std::int64_t elements(NodeId n) const { return plan.elements(node(n).size); }
  /// Items of the domain of node `n`.
  std::int64_t items(NodeId n) const { return graph.items_of(node(n)); }

  /// Tokens per cycle of a stream that carries `tokens_per_step` in a step.
  double rate_of(std::int64_t tokens_per_step) const {
    return static_cast<double>(tokens_per_step) / static_cast<double>(stages.step_cycles);
  }
  /// Tokens per cycle of the stream of a node's bundle; 1 of an input, whose stream has vectors.
  double bundle_rate(NodeId n, Bundle bundle) const {
    if (!stages.of[n].exists()) return 1;
    return static_cast<double>(bundle.count()) / stages[n].row_cycles;
  }
  int hu(NodeId n) const { return stages[n].hu; }
  int vector_bytes() const { return chip.pcu.lanes * 4; }
  /// Bytes of a value of a packed vector in memory, and of an element of such values.
  int value_bytes(Format format) const { return chip.pcu.packing ? bytes(format) : 4; }
  int element_bytes(Format format) const { return plan.hv * value_bytes(format); }
  /// Values of a vector in this format.
  int rv(Format format) const { return values_per_vector(format, chip); }
  /// Columns of a row in a token that is multiplied.
  int columns(Format format) const { return columns_per_token(format, chip, plan.hv); }
  /// Bytes of a token that is multiplied as an activation.
  int operand_bytes() const { return vector_bytes() / plan.hv; }
  /// The rows [first, last) of element `j` of a node.
  struct Rows {
    std::int64_t first, last;
  };
  Rows rows_in(NodeId n, std::int64_t j) const {
    return {j * plan.hv, std::min(node(n).size, (j + 1) * plan.hv)};
  }

  const Graph graph;  ///< the workload's; with input first, its sums are split
  const Chip& chip;
  const Plan plan;
  const Stages stages;
  const Schedule when;
  Mapping mapping;
  const Bundles bundles;

  /// Keys of the memories to build: read element by element, and read by products.
  struct ScalarRead {
    NodeId node;
    int phase;
    friend auto operator<=>(const ScalarRead&, const ScalarRead&) = default;
  };
  struct VectorRead {
    NodeId node;
    int phase, lo, hi;
    Format format;
    StageId reader;
    friend auto operator<=>(const VectorRead&, const VectorRead&) = default;
    /// Whether both differ in what their names do not say.
    bool is_named_as(const VectorRead& other) const {
      return node == other.node && phase == other.phase && lo == other.lo && hi == other.hi;
    }
    /// What follows the name of a read, of which `others` were named before.
    static std::string suffix(std::ptrdiff_t others) {
      return others == 0 ? std::string() : fmt::format(".{}", others);
    }
  };
  std::map<ScalarRead, std::vector<Operand>> scalar_reads;  ///< → streams to its readers
  std::map<VectorRead, StreamId> vector_reads;              ///< → its stream
  /// Values with which states begin, as vectors in a format → their stream.
  std::map<std::pair<NodeId, Format>, StreamId> initial_reads;
  /// The control streams that say, once each, that rows of a tensor have their next values.
  std::vector<StreamId> updated;
  /// (sum node, position u) → streams of its partial sums, in the order of addition.
  std::map<std::pair<NodeId, int>, std::vector<StreamId>> partial_sums;
  /// Names of the takes of which a PMU would need more bytes than it has.
  std::set<std::string> too_long;

 private:
  StreamId memory_read(NodeId node, Bundle bundle, int phase);

  std::map<std::pair<NodeId, int>, StreamId>
      values_;                               ///< (node, first position of the bundle) → stream
  std::map<std::string, StreamId> written_;  ///< by tensor
};

/// A unit without a site and without programs.
Unit new_unit(UnitKind kind, std::string name, Origin origin);

Port port(std::string name, StreamId stream, int level = 0, Bounds where = {});

/// The loops of a scalar unit, innermost first: turns (only if there are several), rows, items.
struct TurnLoops {
  int turns = 1;
  std::int64_t rows = 1;

  Space space(std::int64_t items) const;
  /// Bounds of a port that moves the elements of `bundle` of `node` from turn `first` on.
  Bounds bounds(const Builder& b, NodeId node, Bundle bundle, int first) const;
};

/// Adds one input port for each operand of `node`. The ports form one turn group: all later ports
/// name the first one, and so do operations and look-ups.
/// @param bundle  positions that the operands cover; turn `first` serves the first of them
/// @return number of the first port added
int add_turn_inputs(const Builder& b, Program& program, const std::string& name, NodeId node,
                    const std::vector<Builder::Operand>& operands, Bundle bundle, int first,
                    const TurnLoops& loops);

/// The mapping of `graph` under this plan, without sites of PCUs and PMUs and without routes.
/// @throws MappingError  for the first virtual unit that needs more than a unit of the chip has
Mapping partition(const Graph& graph, const Chip& chip, const Plan& plan);

// The steps of partition(), in the order of its calls. Each adds the units of some roles.
void add_sources_and_sinks(Builder& builder);
void add_dot_units(Builder& builder);
void add_sums(Builder& builder);
void add_lookups(Builder& builder);
void add_elementwise(Builder& builder);
void add_reductions(Builder& builder);
void add_gathers(Builder& builder);
void add_scores(Builder& builder);
void add_memories(Builder& builder);
void add_end_of_updates(Builder& builder);

}  // namespace rda::mapper
