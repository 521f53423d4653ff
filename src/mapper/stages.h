// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mapper/plan.h"
#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/ids.h"

namespace rda::mapper {

/// How a stage is computed: its choices, and what follows from them.
struct Tiling {
  std::int64_t size = 1;  ///< elements of each of its values
  int hu = 1;             ///< elements at the same time
  int turns = 1;          ///< most elements that share one look-up or element-wise unit
  int passes = 1;         ///< how many times its dot units compute all their rows in a step
  int widest = 1;  ///< tokens of its widest slice, or vectors of its scores: cycles of an element
  /// Cycles from an element to the next one of a pass, at the pace of the slowest stage.
  int row_cycles = 1;

  std::int64_t rows() const;                                             ///< row groups
  std::int64_t step_cycles() const { return rows() * passes * widest; }  ///< of its dot products
};

/// The stages of a graph under a plan.
///
/// A stage is what runs at one rhythm: the operators whose elements go from one to the other, row
/// by row, such as the gates and the cell update of a layer. Stages meet in vectors: a product
/// belongs to the stage that adds it, whatever stage its operand belongs to; and what is made of
/// all elements of a vector begins a stage. Stages are numbered in the order of their first nodes.
struct Stages {
  Stages(const Graph& graph, const Chip& chip, const Plan& plan);

  /// None for constants, and for inputs and takes that only products read.
  IdVector<NodeId, StageId> of;
  IdVector<StageId, Tiling> tilings;
  std::map<std::string, std::vector<int>> cuts;  ///< gate_cuts()
  std::int64_t step_cycles = 1;  ///< cycles of the dot products of one step of the slowest stage

  /// @throws std::out_of_range  for a node without a stage
  const Tiling& operator[](NodeId node) const { return tilings.at(of[node].index()); }
};

/// The stage of each node but constants, and inputs and takes that only products read.
IdVector<NodeId, StageId> stages_of(const Graph& graph);

/// Values of a vector: the number that the format packs into the SIMD lanes.
int values_per_vector(Format format, const Chip& chip);
/// Columns of a row in a token that is multiplied: those of a vector, or with `hv` rows in its
/// lanes those of a word.
inline int columns_per_token(Format format, const Chip& chip, int hv) {
  return values_per_vector(format, chip) / hv;
}

/// Vectors of what a score adds in each step of its sequences, one value a lane.
int vectors_of_score(const Graph& graph, const Node& score, const Chip& chip);

/// The cuts of a gate's columns in tokens: from 0 to the gate's tokens, as even as whole tokens
/// allow, with no more slices than tokens. With Products::input_first each product is cut by
/// itself.
std::map<std::string, std::vector<int>> gate_cuts(const Graph& graph, const Chip& chip,
                                                  const Plan& plan);

}  // namespace rda::mapper
