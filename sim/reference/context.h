// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <exception>
#include <systemc>

#include "rda/simulate.h"

namespace rda::sim::reference {

/// Shared by all modules of a run: the inputs, the current cycle, and the last change.
class Context {
 public:
  Context(const Chip& chip, const Mapping& mapping, const SimulateOptions& options,
          Probe* probe = nullptr)
      : chip(chip), mapping(mapping), options(options), probe(probe), period_(1, sc_core::SC_NS) {}

  const Chip& chip;
  const Mapping& mapping;
  const SimulateOptions& options;
  Probe* const probe;  ///< or null

  const sc_core::sc_time& period() const { return period_; }
  Cycle now() const {
    return static_cast<Cycle>(sc_core::sc_time_stamp().value() / period_.value());
  }

  /// The time at which a cycle begins, and the first cycle that begins at or after a time.
  sc_core::sc_time time_of(Cycle cycle) const { return static_cast<double>(cycle) * period_; }
  Cycle cycle_at(const sc_core::sc_time& time) const {
    return static_cast<Cycle>((time.value() + period_.value() - 1) / period_.value());
  }

  /// A process changed state in this cycle.
  void note_change() { last_change_ = std::max(last_change_, now()); }
  Cycle last_change() const { return last_change_; }

  /// Ends the run with an exception of a process. SystemC would turn it into a report and lose its
  /// type.
  void fail(std::exception_ptr error) {
    if (!error_) error_ = std::move(error);
    sc_core::sc_stop();
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  sc_core::sc_time period_;
  Cycle last_change_ = -1;
  std::exception_ptr error_;
};

}  // namespace rda::sim::reference
