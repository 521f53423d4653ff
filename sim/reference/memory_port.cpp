// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/memory_port.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rda/check.h"
#include "rda/error.h"

namespace rda::sim::reference {

MemoryPort::MemoryPort(sc_core::sc_module_name, Context& context,
                       const std::vector<int>& generators, MemorySockets& memory)
    : context_(context), counts_(static_cast<std::size_t>(context.chip.memory->channels.count)) {
  for (const int generator : generators) {
    first_line_[generator] = lines_.size();
    for (int channel = 0; channel < std::ssize(counts_); ++channel) {
      const auto line = static_cast<int>(lines_.size());
      const std::string name = fmt::format("ag{}_channel{}", generator, channel);
      lines_.push_back({channel, std::make_unique<Socket>(name.c_str()), {}, nullptr});
      lines_.back().socket->register_nb_transport_bw(this, &MemoryPort::back, line);
    }
  }
  for (int channel = 0; channel < std::ssize(counts_); ++channel)
    for (const auto& [generator, first] : first_line_)
      memory.bind(channel, generator, *lines_[first + static_cast<std::size_t>(channel)].socket);
}

void MemoryPort::ask(int generator, Cycle arrival, const BurstSequence::Asked& asked, bool write) {
  const BurstPlace place = place_of(context_.chip.memory->channels, asked.burst);
  Line& line = lines_[first_line_.at(generator) + static_cast<std::size_t>(place.channel)];
  line.waiting.push_back({arrival, {generator, asked.id, place.number, write}});
  send(line);
}

std::vector<Delivery> MemoryPort::take(int generator) {
  return std::exchange(inbox_[generator], {});
}

void MemoryPort::send(Line& line) {
  while (!line.open && !line.waiting.empty())
    if (!begin(line)) return;
}

/// Sends the next burst of a line. @return whether the one behind it may follow
bool MemoryPort::begin(Line& line) {
  const Waiting next = line.waiting.front();
  line.waiting.pop_front();
  Transaction& transaction = transaction_of(next.burst);
  const sc_core::sc_time now = sc_core::sc_time_stamp();
  const sc_core::sc_time arrival = context_.time_of(next.arrival);
  sc_core::sc_time delay = arrival > now ? arrival - now : sc_core::SC_ZERO_TIME;
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  line.open = &transaction;
  const tlm::tlm_sync_enum status = (*line.socket)->nb_transport_fw(transaction, phase, delay);
  if (status == tlm::TLM_UPDATED && phase == tlm::END_REQ) line.open = nullptr;
  const bool responds =
      status == tlm::TLM_COMPLETED || (status == tlm::TLM_UPDATED && phase == tlm::BEGIN_RESP);
  if (responds) respond(line, transaction, delay);
  return !line.open;
}

/// A response is usable in the first cycle that begins at or after its time, and not in this one:
/// whether the generator has already had its turn does not matter.
void MemoryPort::respond(Line& line, Transaction& transaction, const sc_core::sc_time& delay) {
  if (transaction.get_response_status() == tlm::TLM_GENERIC_ERROR_RESPONSE)
    throw InternalError("a memory answered with an error");
  const Cycle cycle = context_.cycle_at(sc_core::sc_time_stamp() + delay);
  const Burst& burst = transaction.burst;
  inbox_[burst.generator].push_back(
      {burst.generator, burst.id, std::max(cycle, context_.now() + 1)});
  ChannelResult& counts = counts_[static_cast<std::size_t>(line.channel)];
  ++(burst.write ? counts.writes : counts.reads);
  if (line.open == &transaction) line.open = nullptr;
  transaction.release();
}

tlm::tlm_sync_enum MemoryPort::back(int number, tlm::tlm_generic_payload& payload,
                                    tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  Line& line = lines_[static_cast<std::size_t>(number)];
  tlm::tlm_sync_enum status = tlm::TLM_ACCEPTED;
  if (phase == tlm::END_REQ && line.open == &payload) line.open = nullptr;
  if (phase == tlm::BEGIN_RESP) {
    respond(line, static_cast<Transaction&>(payload), delay);
    status = tlm::TLM_COMPLETED;
  }
  send(line);
  return status;
}

void MemoryPort::free(tlm::tlm_generic_payload* payload) {
  payload->reset();
  unused_.push_back(static_cast<Transaction*>(payload));
}

MemoryPort::Transaction& MemoryPort::transaction_of(const Burst& burst) {
  if (unused_.empty()) {
    transactions_.push_back(std::make_unique<Transaction>(this));
    unused_.push_back(transactions_.back().get());
  }
  Transaction& transaction = *unused_.back();
  unused_.pop_back();
  const int bytes = context_.chip.memory->channels.burst_bytes;
  transaction.acquire();
  transaction.burst = burst;
  transaction.set_command(burst.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  transaction.set_address(static_cast<sc_dt::uint64>(burst.number * bytes));
  transaction.set_data_length(static_cast<unsigned>(bytes));
  transaction.set_streaming_width(static_cast<unsigned>(bytes));
  transaction.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
  return transaction;
}

}  // namespace rda::sim::reference
