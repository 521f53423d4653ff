// SPDX-License-Identifier: Apache-2.0
#include "rda/chip_module.h"

#include <exception>

#include "platform/host.h"

namespace rda::sim {

std::ostream& operator<<(std::ostream& out, const StreamToken& token) {
  for (const double value : token.values) out << value << ' ';
  return out;
}

ChipModule::ChipModule(sc_core::sc_module_name, const Chip& chip, const Mapping& mapping,
                       Tensors tensors, const SimulateOptions& options)
    : sources("sources"),
      sinks("sinks"),
      host_(std::make_unique<Host>(chip, mapping, std::move(tensors), options)) {
  sources.init(host_->source_ports.size());
  sinks.init(host_->sink_ports.size());
  SC_HAS_PROCESS(ChipModule);
  SC_METHOD(on_clock);
  sensitive << clock.pos();
  dont_initialize();
}

ChipModule::~ChipModule() = default;

const std::vector<HostPort>& ChipModule::source_ports() const { return host_->source_ports; }
const std::vector<HostPort>& ChipModule::sink_ports() const { return host_->sink_ports; }
const sc_core::sc_event& ChipModule::ended() const { return host_->ended; }

void ChipModule::on_clock() { host_->on_clock(sources, sinks); }

RunResult ChipModule::result() { return host_->result(); }

}  // namespace rda::sim
