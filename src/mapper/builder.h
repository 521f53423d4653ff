// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mapper/bundles.h"
#include "mapper/levels.h"
#include "mapper/plan.h"
#include "rda/error.h"
#include "rda/map.h"

namespace rda::mapper {

/// For each gate the cuts of its columns, in vectors: as even as whole vectors allow, and no more
/// slices than vectors. With Products::input_first each product is cut by itself.
std::map<std::string, std::vector<int>> gate_cuts(const Graph& graph, const Plan& plan);

/// What all files of the partitioner share: the mapping being built, and who makes and takes which
/// value.
///
/// Unit `u` of a node computes elements j = row · hu + u of the node's vector, for all rows. A
/// bundle is a range of units whose elements share a stream (see Bundles).
class Builder {
 public:
  Builder(const Graph& graph, const Chip& chip, const Plan& plan);

  /// Adds a unit, which writes and reads the streams of its programs' ports.
  UnitId add_unit(Unit unit);
  StreamId add_stream(std::string name, TokenKind kind, double rate);
  /// A control stream from one program of a PMU to the other, with `initial` tokens at the start.
  StreamId add_local(std::string name, std::int64_t initial);
  /// Where in the model the units of a node are, in this role.
  Origin origin_of(int n, Role role, std::vector<int> index = {}) const;

  const std::vector<Bundle>& bundles_of(int node) const { return bundles.of[index(node)]; }
  /// The scalar stream of a node's bundle; made when first asked for.
  StreamId value(int node, Bundle bundle);
  /// The vector stream of an input node.
  StreamId input_stream(int node) { return value(node, {0, 1}); }

  /// A stream of some bundle's elements.
  struct Operand {
    StreamId stream;
    Bundle bundle;
  };
  /// The scalar streams that bring the elements of `units` of `node` to a unit working in `phase`:
  /// the values themselves, or, for biases, states, merged values and those of an earlier phase,
  /// one read of memory that `add_memories` will build.
  std::vector<Operand> scalar_operand(int node, Bundle bundle, int phase);
  /// The vector stream of vectors [lo, hi) of `node`, once for every row, to dot units working in
  /// `phase`.
  StreamId vector_operand(int node, int lo, int hi, int phase);

  const Node& node(int n) const { return graph.nodes[index(n)]; }
  /// Rows of unit u of a node: elements j = row · hu + u < size.
  std::int64_t rows_of(int n, int u) const;
  std::int64_t rows(int n) const { return rows_of(n, 0); }
  /// Ranges that leave out the rows unit u has not; `row_loop` is the loop over rows.
  Bounds ragged(int n, int u, int row_loop) const;
  std::int64_t items() const { return graph.steps * graph.batch; }

  /// Cycles of a step in which every dot unit works: ceil(size/hu) · ceil(vectors/slices) of the
  /// widest gate.
  std::int64_t step_cycles() const;
  /// Tokens a cycle of a stream with so many in a step.
  double rate_of(std::int64_t tokens_per_step) const {
    return static_cast<double>(tokens_per_step) / static_cast<double>(step_cycles());
  }
  double bundle_rate(Bundle bundle) const {
    return static_cast<double>(bundle.count()) / row_cycles();
  }
  /// Cycles between two rows of the widest gate.
  int row_cycles() const;
  int vector_bytes() const { return chip.pcu.lanes * 4; }
  /// Bytes from one element of a vector to the next in memory.
  int element_bytes() const { return chip.pcu.packing ? bytes(graph.formats.activations) : 4; }

  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  const Graph graph;  ///< the workload's, or with its sums split
  const Chip& chip;
  const Plan plan;
  const std::vector<When> when;
  Mapping mapping;
  const Bundles bundles;

  /// A memory that is read element by element, and one that is read as vectors.
  struct ScalarRead {
    int node, phase;
    friend auto operator<=>(const ScalarRead&, const ScalarRead&) = default;
  };
  struct VectorRead {
    int node, phase, lo, hi;
    friend auto operator<=>(const VectorRead&, const VectorRead&) = default;
  };
  std::map<ScalarRead, std::vector<Operand>> scalar_reads;  ///< → its readers' streams
  std::map<VectorRead, StreamId> vector_reads;              ///< → stream
  /// (sum node, u) → streams of its partial sums, in the order in which they are added.
  std::map<std::pair<int, int>, std::vector<StreamId>> partial_sums;

 private:
  StreamId memory_read(int node, Bundle bundle, int phase);

  std::map<std::pair<int, int>, StreamId> values_;  ///< (node, first unit of the bundle) → stream
};

/// A unit that is neither placed nor runs anything yet.
Unit new_unit(UnitKind kind, std::string name, Origin origin);

Port port(std::string name, StreamId stream, int level = 0, Bounds where = {});

/// The loops of a scalar unit: rows and items, and before them the turns if there are several.
struct TurnLoops {
  int turns = 1;
  std::int64_t rows = 1;

  Space space(std::int64_t items) const;
  /// Where the elements of a node's bundle pass, from turn `first` on.
  Bounds bounds(const Builder& b, int node, Bundle bundle, int first) const;
};

/// Adds one input port for each operand of `node`, in the turns of its bundle. All but the first
/// take turns with the first, which operations and look-ups name.
/// @param units  rows the operands bring; the first of them is served in turn `first`
/// @return number of that first input
int add_turn_inputs(const Builder& b, Program& program, const std::string& name, int node,
                    const std::vector<Builder::Operand>& operands, Bundle bundle, int first,
                    const TurnLoops& loops);

/// Mapping of `graph` with this plan, neither placed nor routed; streams' routes are empty.
/// @throws MappingError  for the first unit limit that one virtual unit breaks
Mapping partition(const Graph& graph, const Chip& chip, const Plan& plan);

// The parts, in the order in which `partition` calls them. Each adds units of one role.
void add_sources_and_sinks(Builder& builder);
void add_dot_units(Builder& builder);
void add_sums(Builder& builder);
void add_lookups(Builder& builder);
void add_elementwise(Builder& builder);
void add_memories(Builder& builder);

}  // namespace rda::mapper
