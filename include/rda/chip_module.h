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
  /// Of some columns of a tensor's row, padding included; empty after the steps whose tokens carry
  /// values (SimulateOptions::verify_steps), and if the tokens of the port carry none. Values that
  /// the host leaves out are 0.
  std::vector<double> values;
  /// As sc_fifo::print() wants it.
  friend std::ostream& operator<<(std::ostream& out, const StreamToken& token);
};

/// What moves at a stream port. Token n has the columns from (n mod tokens_per_item) · columns on
/// of row n / tokens_per_item of the tensor.
struct HostPort {
  UnitId unit;
  std::string tensor;                ///< empty: tokens carry no values
  std::int64_t tokens = 0;           ///< that a source can send; for which the run waits at a sink
  std::int64_t tokens_per_item = 1;  ///< of a row of the tensor: a sequence's time step
  std::int64_t columns = 1;          ///< values of a token
};

/// A chip with a mapping as a module of a SystemC platform; the fast engine runs in it.
///
/// The host moves tokens through FIFOs. A cycle begins at a rising edge of the clock. In it a
/// source takes a token from its FIFO when the chip lets it send one, and a sink puts the token
/// that it takes into its own. A source without a token and a sink without room wait, and hold the
/// chip up (docs/timing-model.md, "Stream ports"). A host that never lets them wait gets the cycles
/// of simulate().
///
/// Tokens and room count from the first rising edge after the falling edge that follows the host's
/// write or read, so the order of processes at an edge does not matter. In the first cycle, which
/// begins at the first rising edge, counts what is there at that edge: start the clock later than
/// the host.
///
/// Many cycles are simulated at once as long as the FIFOs have tokens and room for them; in any
/// case tokens move at their times. So deep FIFOs make the simulation fast. Needs memory for the
/// values of the verified steps.
class ChipModule : public sc_core::sc_module {
 public:
  /// Keeps a copy of chip and mapping. `tensors` need not have those that the host sends. Of the
  /// options engine, fast_forward and ideal are ignored.
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

  /// Notified in the cycle in which the last sink takes its last token, or in which something is
  /// wrong: result() tells.
  const sc_core::sc_event& ended() const;
  bool has_ended() const;
  /// The result. Call once, after ended().
  /// @throws DeadlockError  nothing can move, and not all parts of the chip wait for the host
  /// @throws CycleLimitError  the run did not end within max_cycles
  /// @throws WorkloadError  a token of the host has more values than its port takes
  RunResult result();

 private:
  class Bridge;
  void on_rise();
  void on_fall();

  std::unique_ptr<Bridge> bridge_;
};

}  // namespace rda::sim
