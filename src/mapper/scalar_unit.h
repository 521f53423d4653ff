// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// A PCU of operations on elements under construction.
struct ScalarUnit {
  Builder& b;
  Origin origin;
  TurnLoops loops;  ///< one position per turn
  std::int64_t items;
  Program program = {};

  int inputs() const { return static_cast<int>(program.inputs.size()); }
  /// Loops below the one over items.
  int inner_loops() const { return static_cast<int>(loops.space(items).rank()) - 1; }

  /// Adds inputs that bring `bundle` of a node.
  void add_input(NodeId of, const std::vector<Builder::Operand>& operands, Bundle bundle) {
    add_turn_inputs(b, program, next_input(), of, operands, bundle, 0, loops);
  }
  /// Adds an input whose token stands for all elements of an item.
  void add_kept_input(StreamId stream) {
    program.inputs.push_back(port(next_input(), stream, inner_loops()));
  }
  std::string next_input() const { return "in" + std::to_string(inputs()); }

  void add_output(const std::string& name, StreamId stream, int value, int level = 0) {
    Port out = port(name, stream, level);
    out.value = value;
    program.outputs.push_back(std::move(out));
  }
  /// Adds the unit.
  void finish(const std::string& name, Operations work);
};

}  // namespace rda::mapper
