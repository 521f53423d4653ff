// SPDX-License-Identifier: Apache-2.0
// A SystemC platform with a dataflow chip: a host sends the inputs of an RNN, a monitor says when
// each time step's output has come.
//   platform configs/plasticine_rnn.json workloads/iot/lstm_25_50.json
#include <algorithm>
#include <deque>
#include <iostream>
#include <systemc>

#include "rda/chip_module.h"
#include "rda/error.h"
#include "rda/map.h"
#include "rda/workload.h"

using rda::sim::ChipModule;
using rda::sim::HostPort;
using rda::sim::StreamToken;
using Fifo = sc_core::sc_fifo<StreamToken>;

namespace {

constexpr std::int64_t kSteps = 2;  // whose tokens carry values
constexpr int kFifoDepth = 64;

/// Writes the tokens of one tensor into a FIFO, as fast as the chip takes them.
class Host : public sc_core::sc_module {
 public:
  Host(sc_core::sc_module_name, const HostPort& port, const rda::Tensors& tensors)
      : port_(port), tensors_(tensors) {
    SC_HAS_PROCESS(Host);
    SC_THREAD(send);
  }

  sc_core::sc_fifo_out<StreamToken> out{"out"};

 private:
  void send() {
    for (std::int64_t n = 0; n < port_.tokens; ++n) out->write(token(n));
  }

  StreamToken token(std::int64_t n) const {
    StreamToken token;
    const auto tensor = tensors_.find(port_.tensor);
    const std::int64_t row = n / port_.tokens_per_item;
    if (tensor == tensors_.end() || row >= tensor->second.rows) return token;
    const std::int64_t first = n % port_.tokens_per_item * port_.columns;
    const std::int64_t end = std::min(tensor->second.cols, first + port_.columns);
    for (std::int64_t column = first; column < end; ++column)
      token.values.push_back(tensor->second.at(row, column));
    return token;
  }

  const HostPort port_;
  const rda::Tensors& tensors_;
};

/// Takes the tokens of a sink and says when a row, a sequence's time step, is complete.
class Monitor : public sc_core::sc_module {
 public:
  Monitor(sc_core::sc_module_name, const HostPort& port, sc_core::sc_time period)
      : port_(port), period_(period) {
    SC_HAS_PROCESS(Monitor);
    SC_THREAD(take);
  }

  sc_core::sc_fifo_in<StreamToken> in{"in"};

 private:
  void take() {
    for (std::int64_t n = 1; n <= port_.tokens; ++n) {
      const StreamToken token = in->read();
      if (n % port_.tokens_per_item != 0) continue;
      std::cout << port_.tensor << '[' << n / port_.tokens_per_item - 1 << "] is complete in cycle "
                << cycle();
      if (!token.values.empty()) std::cout << "; its last value is " << token.values.back();
      std::cout << '\n';
    }
  }

  /// The clock's first edge, one period after the start, begins cycle 0.
  std::uint64_t cycle() const { return sc_core::sc_time_stamp().value() / period_.value() - 1; }

  const HostPort port_;
  const sc_core::sc_time period_;
};

/// The run is over.
class Stop : public sc_core::sc_module {
 public:
  Stop(sc_core::sc_module_name, const sc_core::sc_event& ended) {
    SC_HAS_PROCESS(Stop);
    SC_METHOD(stop);
    sensitive << ended;
    dont_initialize();
  }

 private:
  void stop() { sc_core::sc_stop(); }
};

void run(const char* chip_file, const char* workload_file) {
  const rda::Chip chip = rda::load_chip(chip_file);
  const rda::Workload workload = rda::load_workload(workload_file);
  const rda::Tensors tensors = rda::make_tensors(workload, kSteps);
  const rda::Mapping mapping = rda::map(rda::lower(workload), chip, rda::MappingOptions{});

  const sc_core::sc_time period(1000.0 / chip.clock_mhz, sc_core::SC_NS);
  sc_core::sc_clock clock("clock", period, 0.5, period);
  ChipModule module("chip", chip, mapping, tensors, {.verify_steps = kSteps});
  module.clock(clock);
  std::deque<Fifo> fifos;
  std::deque<Host> hosts;
  std::deque<Monitor> monitors;
  for (std::size_t s = 0; s < module.sources.size(); ++s) {
    Fifo& fifo = fifos.emplace_back(kFifoDepth);
    const char* name = sc_core::sc_gen_unique_name("host");
    hosts.emplace_back(name, module.source_ports()[s], tensors).out(fifo);
    module.sources[s](fifo);
  }
  for (std::size_t s = 0; s < module.sinks.size(); ++s) {
    Fifo& fifo = fifos.emplace_back(kFifoDepth);
    const char* name = sc_core::sc_gen_unique_name("monitor");
    monitors.emplace_back(name, module.sink_ports()[s], period).in(fifo);
    module.sinks[s](fifo);
  }
  Stop stop("stop", module.ended());
  sc_core::sc_start();
  std::cout << module.result().cycles << " cycles\n";
}

}  // namespace

int sc_main(int argc, char* argv[]) {
  if (argc != 3) {
    std::cerr << "usage: platform CHIP.json WORKLOAD.json\n";
    return 2;
  }
  try {
    run(argv[1], argv[2]);
  } catch (const rda::Error& error) {
    std::cerr << "platform: " << error.what() << '\n';
    return static_cast<int>(error.exit_code);
  }
  return 0;
}
