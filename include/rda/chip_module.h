// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <systemc>
#include <vector>

#include "rda/simulate.h"

namespace rda::sim {

/// A token at a stream port.
struct StreamToken {
  /// Of some columns of a tensor's row; empty after the steps whose tokens carry values
  /// (SimulateOptions::verify_steps).
  std::vector<double> values;
  /// As sc_fifo::print() wants it.
  friend std::ostream& operator<<(std::ostream& out, const StreamToken& token);
};

/// What moves at a stream port. Token n has the columns from (n mod tokens_per_item) · columns on
/// of row n / tokens_per_item of the tensor.
struct HostPort {
  UnitId unit;
  std::string tensor;                ///< empty: tokens carry no values
  std::int64_t tokens = 0;           ///< of the whole run
  std::int64_t tokens_per_item = 1;  ///< of a row of the tensor: a sequence's time step
  std::int64_t columns = 1;          ///< values of a token
};

/// A chip with a mapping as a module of a SystemC platform; the fast engine runs in it.
///
/// The host moves tokens through FIFOs. In each cycle, which begins at a rising edge of the clock,
/// a source takes a token from its FIFO when the chip lets it send one, and a sink puts the token
/// that it takes into its own. An empty FIFO of a source and a full one of a sink hold the chip up.
/// A host that never does gets the cycles of simulate(). The first cycle begins at the first rising
/// edge; what the host writes at that time comes a cycle later.
///
/// Many cycles are simulated at once as long as the FIFOs have tokens and room for them; in any
/// case tokens move at their times. So deep FIFOs make the simulation fast.
class ChipModule : public sc_core::sc_module {
 public:
  /// Keeps a copy of chip and mapping. `tensors` need not have those that the host sends. Of the
  /// options engine, fast_forward, ideal and max_cycles are ignored.
  /// @throws WorkloadError  a tensor that the mapping names is missing or of another shape
  ChipModule(sc_core::sc_module_name name, const Chip& chip, const Mapping& mapping,
             Tensors tensors = {}, const SimulateOptions& options = {});
  ~ChipModule() override;

  sc_core::sc_in<bool> clock{"clock"};
  /// FIFOs from the host, as the source ports of the mapping in the order of its units; to the
  /// host, as its sink ports.
  sc_core::sc_vector<sc_core::sc_fifo_in<StreamToken>> sources;
  sc_core::sc_vector<sc_core::sc_fifo_out<StreamToken>> sinks;

  const std::vector<HostPort>& source_ports() const;
  const std::vector<HostPort>& sink_ports() const;

  /// Notified in the cycle in which the last sink takes its last token, or in which a deadlock is
  /// found.
  const sc_core::sc_event& ended() const;
  /// The result. Call once, after ended(). @throws DeadlockError
  RunResult result();

 private:
  class Host;
  void on_clock();

  std::unique_ptr<Host> host_;
};

}  // namespace rda::sim
