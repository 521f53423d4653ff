// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/channel_target.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::sim::reference {

ChannelTarget::ChannelTarget(sc_core::sc_module_name, Context& context)
    : context_(context),
      channel_(context.chip.memory->channels, context.chip.clock_mhz,
               context.chip.memory->ags.count) {
  socket.register_nb_transport_fw(this, &ChannelTarget::forward);
  SC_METHOD(on_middle_of_cycle);
  sensitive << clock.neg();
  dont_initialize();
}

tlm::tlm_sync_enum ChannelTarget::forward(int from, tlm::tlm_generic_payload& payload,
                                          tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  if (phase != tlm::BEGIN_REQ) return tlm::TLM_ACCEPTED;
  payload.acquire();
  const Cycle arrival = context_.cycle_at(sc_core::sc_time_stamp() + delay);
  RDA_CHECK(arrival >= reached_, "a burst comes too late");
  const std::int64_t id = asked_[from]++;
  open_[{from, id}] = &payload;
  const std::int64_t bytes = context_.chip.memory->channels.burst_bytes;
  channel_.ask(arrival, {from, id, static_cast<std::int64_t>(payload.get_address()) / bytes,
                         payload.is_write()});
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

void ChannelTarget::on_middle_of_cycle() {
  const Cycle next = context_.now() + 1;
  advance(next);
  while (!decided_.empty() && decided_.begin()->first <= next) {
    const Delivery delivery = decided_.begin()->second;
    decided_.erase(decided_.begin());
    respond(delivery);
  }
}

void ChannelTarget::advance(Cycle until) {
  if (until <= reached_) return;
  reached_ = until;
  channel_.advance(until);
  for (const Delivery& delivery : channel_.take()) decided_.emplace(delivery.cycle, delivery);
}

void ChannelTarget::respond(const Delivery& delivery) {
  const auto found = open_.find({delivery.generator, delivery.id});
  tlm::tlm_generic_payload& payload = *found->second;
  open_.erase(found);
  payload.set_response_status(tlm::TLM_OK_RESPONSE);
  tlm::tlm_phase phase = tlm::BEGIN_RESP;
  sc_core::sc_time delay = context_.time_of(delivery.cycle) - sc_core::sc_time_stamp();
  const auto status = socket[delivery.generator]->nb_transport_bw(payload, phase, delay);
  RDA_CHECK(status == tlm::TLM_COMPLETED);
  payload.release();
}

const ChannelResult& ChannelTarget::counts(Cycle cycles) {
  advance(cycles);
  return channel_.counts();
}

ChannelTargets::ChannelTargets(Context& context, sc_core::sc_clock& clock) {
  targets_.init(static_cast<std::size_t>(context.chip.memory->channels.count),
                [&](const char* name, std::size_t) { return new ChannelTarget(name, context); });
  for (ChannelTarget& target : targets_) target.clock(clock);
}

void ChannelTargets::bind(int channel, int, tlm::tlm_initiator_socket<>& socket) {
  socket.bind(targets_[static_cast<std::size_t>(channel)].socket);
}

std::vector<ChannelResult> ChannelTargets::counts(Cycle cycles) {
  std::vector<ChannelResult> counts;
  for (ChannelTarget& target : targets_) counts.push_back(target.counts(cycles));
  return counts;
}

}  // namespace rda::sim::reference
