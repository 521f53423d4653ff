// SPDX-License-Identifier: Apache-2.0
#include "platform/bridge.h"

#include <fmt/format.h>

#include <algorithm>

#include "rda/check.h"
#include "rda/error.h"
#include "sim/datapath_work.h"
#include "sim/sink_tokens.h"

namespace rda::sim {

ChipModule::Bridge::Bridge(const Chip& chip, const Mapping& mapping, Tensors tensors,
                           const SimulateOptions& options)
    : chip_(chip),
      mapping_(mapping),
      tensors_(std::move(tensors)),
      options_(options),
      items_(std::min(options.verify_steps, mapping.steps) * mapping.batch) {
  options_.fast_forward = false;
  for (const UnitId u : mapping_.units.ids()) {
    const Unit& unit = mapping_.units[u];
    const bool is_port = !unit.programs.empty() && !unit.programs.front().has_pipeline();
    ports_of_units_.push_back(is_port ? static_cast<int>(ports_.size()) : -1);
    if (is_port) add_port(u, unit.programs.front());
  }
  engine_ = std::make_unique<fast::FastChip>(chip_, mapping_, tensors_, options_, this);
  std::size_t n = 0;
  for (fast::StreamPortState& state : engine_->ports()) {
    Port& port = ports_[n++];
    port.state = &state;
    (state.source() ? sources_ : sinks_).push_back(&port);
  }
}

void ChipModule::Bridge::add_port(UnitId unit, const Program& program) {
  const auto& transfer = std::get<PortTransfer>(program.work);
  const TokenKind kind = mapping_.streams[port_of(program).stream].kind;
  const bool source = program.inputs.empty();
  const std::int64_t tokens =
      source ? program.firings() : tokens_of_steps(mapping_, program, options_.steps);
  const HostPort what{unit, transfer.tensor, tokens, transfer.tokens_per_item,
                      columns_per_token(chip_, kind, transfer.format)};
  (source ? source_ports : sink_ports).push_back(what);
  ports_.push_back({nullptr, what});
  if (!source || items_ == 0 || what.tensor.empty()) return;
  const std::int64_t row = what.tokens_per_item * what.columns;
  tensors_[what.tensor] = {items_, row, std::vector<float>(static_cast<std::size_t>(items_ * row))};
}

void ChipModule::Bridge::fired(ProgramOf program, Events cycles, int) {
  Port& port = ports_[static_cast<std::size_t>(ports_of_units_[program.unit])];
  for (std::int64_t n = 0; n < cycles.count; ++n) port.due.push_back(cycles.at(n));
}

Cycle ChipModule::Bridge::Port::free_cycles() const {
  const std::int64_t tokens = state->allowed - state->moved();
  if (tokens >= state->left()) return fast::kWindow;
  return std::min(fast::kWindow, tokens * state->interval());
}

void ChipModule::Bridge::look(const Sources& sources, const Sinks& sinks) {
  looked_ = true;
  for (std::size_t n = 0; n < sources_.size(); ++n)
    sources_[n]->allowed = sources_[n]->moved + sources[n].num_available();
  for (std::size_t n = 0; n < sinks_.size(); ++n)
    sinks_[n]->allowed = sinks_[n]->moved + sinks[n].num_free();
}

/// Simulates as far ahead as the FIFOs are sure to have tokens and room.
void ChipModule::Bridge::advance() {
  Cycle cycles = fast::kWindow;
  for (Port& port : ports_) {
    port.state->allowed = port.allowed;
    cycles = std::min(cycles, port.free_cycles());
  }
  // A FIFO that has nothing in this cycle holds the chip up in this cycle.
  Cycle end = std::min(engine_->now() + std::max<Cycle>(cycles, 1), engine_->earliest_end());
  if (options_.max_cycles > 0) end = std::min(end, options_.max_cycles);
  engine_->advance_to(end);
}

void ChipModule::Bridge::next_cycle(Sources& sources, Sinks& sinks) {
  if (has_ended_) return;
  if (!looked_) look(sources, sinks);
  try {
    if (cycle_ == engine_->now() && !over()) advance();
    const auto is_due = [this](const Port& port) {
      return !port.due.empty() && port.due.front() == cycle_;
    };
    for (std::size_t n = 0; n < sources_.size(); ++n)
      if (is_due(*sources_[n])) give(*sources_[n], sources[n].read());
    engine_->settle_values(cycle_ + 1);
    for (std::size_t n = 0; n < sinks_.size(); ++n)
      if (is_due(*sinks_[n])) sinks[n].write(take(*sinks_[n]));
    ++cycle_;
  } catch (...) {
    error_ = std::current_exception();
  }
  has_ended_ = error_ || (over() && cycle_ >= engine_->now());
  if (has_ended_) ended.notify(sc_core::SC_ZERO_TIME);
}

/// The token that a source takes from its FIFO.
void ChipModule::Bridge::give(Port& port, const StreamToken& token) {
  port.due.pop_front();
  const HostPort& what = port.what;
  const std::int64_t number = port.moved++, row = number / what.tokens_per_item;
  if (row >= items_ || what.tensor.empty()) return;
  if (std::ssize(token.values) > what.columns)
    throw WorkloadError(
        what.tensor, fmt::format("token {} has {} values (a token of this source has {})", number,
                                 token.values.size(), what.columns));
  Tensor& tensor = tensors_.at(what.tensor);
  const std::int64_t first = number % what.tokens_per_item * what.columns;
  for (std::size_t i = 0; i < token.values.size(); ++i)
    tensor.at(row, first + static_cast<std::int64_t>(i)) = static_cast<float>(token.values[i]);
}

/// The token that a sink puts into its FIFO.
StreamToken ChipModule::Bridge::take(Port& port) {
  port.due.pop_front();
  const HostPort& what = port.what;
  const std::int64_t number = port.moved++, row = number / what.tokens_per_item;
  StreamToken token;
  if (row >= items_ || !engine_->values()->has(what.tensor)) return token;
  const std::int64_t first = number % what.tokens_per_item * what.columns;
  for (std::int64_t i = 0; i < what.columns; ++i)
    token.values.push_back(engine_->values()->at(what.tensor, row, first + i));
  return token;
}

RunResult ChipModule::Bridge::result() {
  RDA_CHECK(has_ended_ && !has_told_, "ChipModule::result() before ended(), or a second time");
  has_told_ = true;
  if (error_) std::rethrow_exception(error_);
  return engine_->result();
}

}  // namespace rda::sim
