// SPDX-License-Identifier: Apache-2.0
#pragma once

#define SC_INCLUDE_DYNAMIC_PROCESSES  // sc_spawn

#include <memory>
#include <systemc>
#include <vector>

#include "rda/chip_module.h"
#include "support/hand_mapping.h"

namespace rda::test {

/// A host: a thread that sends for each source, and one that takes for each sink.
class Platform : public sc_core::sc_module {
 public:
  /// Tokens are written and read every so many cycles at most.
  struct Pace {
    int send = 1, take = 1;
    int depth = 64;
    bool on_edges = false;      ///< the host waits for edges of the clock, not for times
    bool extra_values = false;  ///< a value more than a token of the source has
  };

  Platform(sc_core::sc_module_name, const HandMapping& m, Pace pace, SimulateOptions options = {})
      : Platform("platform", m.chip, m.finished(), m.tensors, pace, options) {}
  Platform(sc_core::sc_module_name, const Chip& on, Mapping made, const Tensors& tensors, Pace pace,
           SimulateOptions options = {})
      : mapping(std::move(made)),
        chip("chip", on, mapping, tensors, options),
        pace_(pace),
        tensors_(tensors) {
    chip.clock(clock);
    for (std::size_t s = 0; s < chip.sources.size(); ++s)
      chip.sources[s](*to_chip_.emplace_back(std::make_unique<Fifo>(pace.depth)));
    for (std::size_t s = 0; s < chip.sinks.size(); ++s)
      chip.sinks[s](*from_chip_.emplace_back(std::make_unique<Fifo>(pace.depth)));
    taken.resize(chip.sinks.size());
    for (std::size_t s = 0; s < chip.sources.size(); ++s) sc_core::sc_spawn([this, s] { send(s); });
    for (std::size_t s = 0; s < chip.sinks.size(); ++s) sc_core::sc_spawn([this, s] { take(s); });
    SC_HAS_PROCESS(Platform);
    SC_METHOD(stop);
    sensitive << chip.ended();
    dont_initialize();
  }

  struct Taken {
    Cycle cycle;
    sim::StreamToken token;
  };

  const Mapping mapping;
  // The host has written before the first edge.
  sc_core::sc_clock clock{"clock", 10, sc_core::SC_NS, 0.5, 10, sc_core::SC_NS};
  sim::ChipModule chip;
  std::vector<std::vector<Taken>> taken;

 private:
  using Fifo = sc_core::sc_fifo<sim::StreamToken>;

  Cycle now() const {
    return static_cast<Cycle>(sc_core::sc_time_stamp().value() / clock.period().value()) - 1;
  }
  void stop() { sc_core::sc_stop(); }
  /// Until so many cycles later; a pace of 1 does not wait.
  void pause(int cycles) {
    if (cycles == 1) return;
    if (!pace_.on_edges) return wait(cycles * clock.period());
    while (cycles-- > 0) wait(clock.posedge_event());
  }

  void send(std::size_t s) {
    const sim::HostPort& port = chip.source_ports()[s];
    const auto tensor = tensors_.find(port.tensor);
    for (std::int64_t n = 0; n < port.tokens; ++n) {
      sim::StreamToken token;
      if (tensor != tensors_.end()) {
        const std::int64_t row = n / port.tokens_per_item;
        const std::int64_t first = n % port.tokens_per_item * port.columns;
        const std::int64_t end = std::min(tensor->second.cols, first + port.columns);
        for (std::int64_t column = first; column < end && row < tensor->second.rows; ++column)
          token.values.push_back(tensor->second.at(row, column));
      }
      if (pace_.extra_values) token.values.resize(static_cast<std::size_t>(port.columns) + 1);
      to_chip_[s]->write(token);
      pause(pace_.send);
    }
  }

  void take(std::size_t s) {
    for (;;) {
      sim::StreamToken token = from_chip_[s]->read();
      taken[s].push_back({now(), std::move(token)});
      pause(pace_.take);
    }
  }

  Pace pace_;
  Tensors tensors_;
  std::vector<std::unique_ptr<Fifo>> to_chip_, from_chip_;
};

}  // namespace rda::test
