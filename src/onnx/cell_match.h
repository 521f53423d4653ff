// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "onnx/cell_value.h"

namespace rda::onnx {

/// A cell of LSTM, GRU or RNN, with its weights as these operators of ONNX stack them.
struct MatchedCell {
  std::string op;
  std::int64_t input = 0, hidden = 0;
  std::size_t h = 0, c = 0;  ///< numbers of the states
  std::vector<double> w, r,
      b;  ///< [gates · hidden, input], [gates · hidden, hidden], [2 · gates · hidden]
  bool linear_before_reset = false;  ///< GRU
  std::string activation = "Tanh";   ///< RNN
};

/// What a cell computes its next states from.
struct CellStep {
  CellRef x;
  std::vector<CellRef> states, next;
};

/// The cell that the next states are of; none if it is none that is known.
std::optional<MatchedCell> match_cell(const CellStep& step);

}  // namespace rda::onnx
