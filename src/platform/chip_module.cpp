// SPDX-License-Identifier: Apache-2.0
#include "rda/chip_module.h"

#include <exception>

#include "platform/bridge.h"

namespace rda::sim {

std::ostream& operator<<(std::ostream& out, const StreamToken& token) {
  for (const double value : token.values) out << value << ' ';
  return out;
}

ChipModule::ChipModule(sc_core::sc_module_name, const Chip& chip, const Mapping& mapping,
                       Tensors tensors, const SimulateOptions& options)
    : sources("sources"),
      sinks("sinks"),
      bridge_(std::make_unique<Bridge>(chip, mapping, std::move(tensors), options)) {
  sources.init(bridge_->source_ports.size());
  sinks.init(bridge_->sink_ports.size());
  SC_HAS_PROCESS(ChipModule);
  SC_METHOD(on_rise);
  sensitive << clock.pos();
  dont_initialize();
  SC_METHOD(on_fall);
  sensitive << clock.neg();
  dont_initialize();
}

ChipModule::~ChipModule() = default;

const std::vector<HostPort>& ChipModule::source_ports() const { return bridge_->source_ports; }
const std::vector<HostPort>& ChipModule::sink_ports() const { return bridge_->sink_ports; }
const sc_core::sc_event& ChipModule::ended() const { return bridge_->ended; }

bool ChipModule::has_ended() const { return bridge_->has_ended(); }

void ChipModule::on_rise() { bridge_->next_cycle(sources, sinks); }
void ChipModule::on_fall() { bridge_->look(sources, sinks); }

RunResult ChipModule::result() { return bridge_->result(); }

}  // namespace rda::sim
