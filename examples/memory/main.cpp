// SPDX-License-Identifier: Apache-2.0
// A memory of one's own, written in TLM-2.0, behind the address generators of a chip: it serves
// bursts in order, one in so many nanoseconds, and answers after a latency.
//   memory CHIP.json WORKLOAD.json NANOSECONDS_A_BURST LATENCY_NANOSECONDS
#include <tlm_utils/multi_passthrough_target_socket.h>
#include <tlm_utils/peq_with_get.h>

#include <iostream>
#include <map>
#include <string>
#include <systemc>
#include <tlm>

#include "rda/error.h"
#include "rda/map.h"
#include "rda/memory_socket.h"
#include "rda/simulate.h"
#include "rda/workload.h"

namespace {

struct Speed {
  sc_core::sc_time burst, latency;
};

/// A channel. It takes each request at once and queues it.
class FixedChannel : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(FixedChannel);
  FixedChannel(sc_core::sc_module_name, Speed speed) : speed_(speed) {
    socket.register_nb_transport_fw(this, &FixedChannel::forward);
    SC_THREAD(serve);
  }

  tlm_utils::multi_passthrough_target_socket<FixedChannel> socket{"socket"};

 private:
  tlm::tlm_sync_enum forward(int from, tlm::tlm_generic_payload& burst, tlm::tlm_phase& phase,
                             sc_core::sc_time& delay) {
    if (phase != tlm::BEGIN_REQ) return tlm::TLM_ACCEPTED;
    burst.acquire();
    from_[&burst] = from;
    arrived_.notify(burst, delay);
    phase = tlm::END_REQ;
    return tlm::TLM_UPDATED;
  }

  void serve() {
    for (;;) {
      wait(arrived_.get_event());
      while (tlm::tlm_generic_payload* burst = arrived_.get_next_transaction()) {
        wait(speed_.burst);
        burst->set_response_status(tlm::TLM_OK_RESPONSE);
        tlm::tlm_phase phase = tlm::BEGIN_RESP;
        sc_core::sc_time delay = speed_.latency;
        socket[from_.at(burst)]->nb_transport_bw(*burst, phase, delay);
        from_.erase(burst);
        burst->release();
      }
    }
  }

  const Speed speed_;
  std::map<tlm::tlm_generic_payload*, int> from_;
  tlm_utils::peq_with_get<tlm::tlm_generic_payload> arrived_{"arrived"};
};

/// All channels of a chip.
class FixedMemory : public rda::sim::MemorySockets {
 public:
  FixedMemory(int channels, Speed speed) {
    channels_.init(static_cast<std::size_t>(channels),
                   [&](const char* name, std::size_t) { return new FixedChannel(name, speed); });
  }
  void bind(int channel, int, tlm::tlm_initiator_socket<>& socket) override {
    socket.bind(channels_[static_cast<std::size_t>(channel)].socket);
  }

 private:
  sc_core::sc_vector<FixedChannel> channels_{"channels"};
};

int run(const std::string& chip_file, const std::string& workload_file, Speed speed) {
  const rda::Chip chip = rda::load_chip(chip_file);
  const rda::Graph graph = rda::lower(rda::load_workload(workload_file));
  rda::MappingOptions options;
  options.weights = rda::Weights::streamed;
  const rda::Mapping mapping = rda::map(graph, chip, options);
  FixedMemory memory(chip.memory->channels.count, speed);
  rda::SimulateOptions how;
  how.engine = rda::Engine::reference;
  how.memory = &memory;
  std::cout << rda::simulate(chip, mapping, {}, how).cycles << " cycles\n";
  return 0;
}

}  // namespace

int sc_main(int argc, char* argv[]) {
  if (argc != 5) {
    std::cerr << "usage: memory CHIP.json WORKLOAD.json NANOSECONDS_A_BURST LATENCY_NANOSECONDS\n";
    return 2;
  }
  try {
    const auto ns = [](const char* text) {
      return sc_core::sc_time(std::stod(text), sc_core::SC_NS);
    };
    return run(argv[1], argv[2], {ns(argv[3]), ns(argv[4])});
  } catch (const rda::Error& error) {
    std::cerr << "memory: " << error.what() << '\n';
    return static_cast<int>(error.exit_code);
  }
}
