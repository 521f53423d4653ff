// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "flow/mapping_refusal.h"
#include "rda/graph.h"
#include "rda/mapping.h"

namespace rda::flow {

/// What the memories of a mapping hold of a workload's tensors, and which rows of its states have
/// taps. All are noted one by one, and refused where the workload has no such tensor.
class MappingContents {
 public:
  /// Refusal and graph must outlive this.
  /// @param interpolation  whether look-ups interpolate in their tables
  MappingContents(const MappingRefusal& refusal, const Graph& graph, bool interpolation);

  /// @param where  the buffer that holds it @throws ConfigError
  void hold(const std::string& where, const Content& content);
  /// @param where  the port of a write that is tapped @throws ConfigError
  /// @param lanes  rows of a token
  void tap(const std::string& where, const Program& write, const Port& port, std::int64_t lanes);
  /// @throws ConfigError  unless all weights and biases are in memories, and all rows of the states
  /// that verification compares have taps
  void require_whole();

 private:
  /// A tensor that memories hold at the start, and how often its elements are there.
  struct Held {
    std::int64_t rows, cols;
    Format format;
    bool needed;  ///< as a whole: weights and biases
    std::int64_t elements = 0;
  };

  /// The rows of a state that are tapped.
  struct Taps {
    Format format = Format::fp32;
    std::vector<bool> rows;
  };

  void hold_table(Op op, bool interpolation);
  /// Lanes behind the last row are padding.
  void tap_rows(const std::string& where, std::vector<bool>& tapped, const std::string& state,
                std::int64_t row, std::int64_t lanes) const;

  const MappingRefusal& refusal_;
  const Graph& graph_;
  std::map<std::string, Held> held_;
  std::map<std::string, Taps> taps_;  ///< by state
};

}  // namespace rda::flow
