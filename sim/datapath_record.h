// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rda/simulate.h"

namespace rda::sim {

/// The row of its tensor to which a tapped write belongs; of a vector that of lane 0.
std::int64_t tap_row(const Access& access, Index index);
/// The item of a tap: items count from the first one of the port on.
std::int64_t tap_item(const Program& program, const Port& port, Index index);

/// The values seen at sinks and tapped writes, by tensor.
class ValueRecord {
 public:
  /// Allocates the first `verify_steps` steps of every tensor at a sink or a tapped write, filled
  /// with NaN.
  ValueRecord(const Chip& chip, const Mapping& mapping, std::int64_t verify_steps);

  /// Items whose tokens carry values: steps · batch.
  std::int64_t items() const { return items_; }
  void set(const std::string& tensor, std::int64_t item, std::int64_t row, double value);
  /// Whether it has rows of this tensor.
  bool has(const std::string& tensor) const { return row_size_.contains(tensor); }
  /// What was set there; NaN if nothing was. Requires that it is of the verified steps.
  double at(const std::string& tensor, std::int64_t item, std::int64_t row) const;
  void move_into(RunResult& result);

 private:
  struct Widener;
  void widen(const std::string& tensor, std::int64_t row_size, std::int64_t items);

  std::int64_t items_ = 0;
  std::map<std::string, std::vector<double>> values_;
  std::map<std::string, std::int64_t> row_size_, rows_;
};

}  // namespace rda::sim
