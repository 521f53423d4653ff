// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <deque>
#include <map>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "rda/memory_socket.h"
#include "sim/memory/burst.h"
#include "sim/memory/burst_sequence.h"
#include "sim/reference/context.h"

namespace rda::sim::reference {

/// What address generators see of off-chip memory: sends their bursts to the channels' sockets.
class MemoryPort : public sc_core::sc_module, public tlm::tlm_mm_interface {
 public:
  /// @param generators  numbers of the used address generators, ascending
  MemoryPort(sc_core::sc_module_name name, Context& context, const std::vector<int>& generators,
             MemorySockets& memory);

  /// A generator asks for a burst, which arrives at its channel in cycle `arrival`.
  void ask(int generator, Cycle arrival, const BurstSequence::Asked& asked, bool write);
  /// What has come for a generator since the last call.
  std::vector<Delivery> take(int generator);
  /// The bursts that have come, by channel.
  const std::vector<ChannelResult>& counts() const { return counts_; }

 private:
  using Socket = tlm_utils::simple_initiator_socket_tagged<MemoryPort>;
  struct Waiting {
    Cycle arrival;
    Burst burst;
  };
  /// From a generator to a channel.
  struct Line {
    int channel;
    std::unique_ptr<Socket> socket;
    std::deque<Waiting> waiting;                     ///< not sent yet
    const tlm::tlm_generic_payload* open = nullptr;  ///< BEGIN_REQ without END_REQ
  };
  struct Transaction : tlm::tlm_generic_payload {
    using tlm_generic_payload::tlm_generic_payload;
    Burst burst;
  };

  void send(Line& line);
  bool begin(Line& line);
  void respond(Line& line, Transaction& transaction, const sc_core::sc_time& delay);
  tlm::tlm_sync_enum back(int line, tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                          sc_core::sc_time& delay);
  void free(tlm::tlm_generic_payload* payload) override;
  Transaction& transaction_of(const Burst& burst);

  Context& context_;
  std::vector<Line> lines_;
  std::map<int, std::size_t> first_line_;  ///< of each generator: a line to each channel
  std::map<int, std::vector<Delivery>> inbox_;
  std::vector<ChannelResult> counts_;
  std::vector<std::unique_ptr<Transaction>> transactions_;
  std::vector<Transaction*> unused_;
};

}  // namespace rda::sim::reference
