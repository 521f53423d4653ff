// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <systemc>
#include <vector>

#include "sim/memory_image.h"
#include "sim/reference/channel_target.h"
#include "sim/reference/memory_port.h"
#include "sim/reference/network.h"
#include "sim/reference/stream_ports.h"
#include "sim/reference/switch.h"
#include "sim/reference/waves.h"

namespace rda::sim::reference {

/// The chip with its mapping: all tiles, switches and links, and the clock. Between clock edges it
/// decides whether the run is over.
class Grid : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Grid);
  Grid(sc_core::sc_module_name name, Context& context, const Tensors& tensors);

  /// Whether every sink has all its tokens.
  bool done() const;
  /// The result of the run, which took `cycles` cycles.
  RunResult result(Cycle cycles);
  /// Writes the waveform file, if there is one. Nothing is simulated afterwards. @throws
  /// OutputError
  void write_waves();

 private:
  void build_values(const Tensors& tensors);
  void build_memory();
  void build_parts();
  void build_unit(UnitId unit);
  void build_switch(Site site);
  void bind_stream(StreamId stream);
  void build_waves();
  std::vector<HopPlan> hops_at(Site site) const;
  void on_end_of_cycle();
  void end_of_cycle();
  bool is_counting_down() const;
  std::vector<Wait> waits() const;

  Context& context_;
  sc_core::sc_clock clock_;
  Network network_;
  std::unique_ptr<ValueRecord> record_;                    ///< null: no values
  MemoryImage external_;                                   ///< off-chip memory
  std::unique_ptr<ChannelTargets> channels_;               ///< null: no AG is used, or others
  std::unique_ptr<MemoryPort> memory_;                     ///< null: no AG is used
  IdVector<UnitId, std::unique_ptr<Datapath>> datapaths_;  ///< null: no values
  IdVector<UnitId, std::unique_ptr<UnitTile>> units_;
  std::map<Site, std::unique_ptr<Switch>> switches_;
  std::vector<const SinkPort*> sinks_;
  std::unique_ptr<Waves> waves_;  ///< null: none are asked for
};

}  // namespace rda::sim::reference
