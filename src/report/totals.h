// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "rda/report.h"

namespace rda::report {

/// Adds up a run. Seconds come last, so that all sums are exact integers; bytes alone may need more
/// than 63 bits, in runs of more than 2^31 cycles on the largest chips, and are exact up to 2^53.
class Totals {
 public:
  /// Adds units, streams and their sums to the report. All parameters outlive the totals.
  Totals(const Chip& chip, const Mapping& mapping, const RunResult& result, Report& report);

  /// Shares of the network's tracks that carried a token, of each kind and of those in routes.
  void add_network(Utilization& share) const;

  double memory_bytes() const { return memory_bytes_; }
  double network_bytes() const { return network_bytes_; }

 private:
  double carrying(TokenKind kind) const {
    return static_cast<double>(carrying_[static_cast<std::size_t>(kind)]);
  }
  void add(const Unit& unit, const UnitResult& did);
  void add(const Stream& stream, const StreamResult& did);

  const Chip& chip_;
  const Mapping& mapping_;
  const RunResult& result_;
  Report& report_;
  double memory_bytes_ = 0, network_bytes_ = 0;
  std::array<Cycle, kTokenKinds.size()> carrying_{};  // by TokenKind
  std::int64_t links_ = 0;                            // of all routes
};

/// A share; 0 of nothing.
inline double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace rda::report
