// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/multi_passthrough_target_socket.h>

#include <map>
#include <systemc>
#include <tlm>
#include <utility>
#include <vector>

#include "rda/memory_socket.h"
#include "sim/memory/channel.h"
#include "sim/reference/context.h"

namespace rda::sim::reference {

/// A channel of the chip's memory behind a TLM-2.0 socket. It takes each request at once, and
/// responds in the middle of the cycle before the data are usable.
class ChannelTarget : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(ChannelTarget);
  ChannelTarget(sc_core::sc_module_name name, Context& context);

  sc_core::sc_in<bool> clock{"clock"};
  tlm_utils::multi_passthrough_target_socket<ChannelTarget> socket{"socket"};
  /// What it did in the first `cycles` cycles.
  const ChannelResult& counts(Cycle cycles);

 private:
  using Key = std::pair<int, std::int64_t>;  // socket, and number among its requests

  tlm::tlm_sync_enum forward(int from, tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                             sc_core::sc_time& delay);
  void on_middle_of_cycle();
  void advance(Cycle until);
  void respond(const Delivery& delivery);

  Context& context_;
  Channel channel_;
  std::map<Key, tlm::tlm_generic_payload*> open_;
  std::map<int, std::int64_t> asked_;       ///< requests of a socket
  std::multimap<Cycle, Delivery> decided_;  ///< not told yet
  Cycle reached_ = 0;
};

/// The channels of the chip's memory, which the address generators reach unless the user has a
/// memory of their own.
class ChannelTargets : public MemorySockets {
 public:
  ChannelTargets(Context& context, sc_core::sc_clock& clock);
  void bind(int channel, int ag, tlm::tlm_initiator_socket<>& socket) override;
  std::vector<ChannelResult> counts(Cycle cycles);

 private:
  sc_core::sc_vector<ChannelTarget> targets_;
};

}  // namespace rda::sim::reference
