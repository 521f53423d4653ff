// SPDX-License-Identifier: Apache-2.0
// The waits of a deadlock: which program waits for which other.
#include "sim/deadlock.h"
#include "sim/fast/engine.h"

namespace rda::sim::fast {
namespace {

/// A cycle in which all tokens and pops under way have arrived. The last simulated cycle may lie
/// before that.
constexpr Cycle kSettled = kNever - 1;

}  // namespace

/// Adds a wait for each reader whose full buffers keep a token out of `segment`.
void FastChip::wait_for_room(const Segment* segment, Wait wait, std::vector<Wait>& into) const {
  if (segment->has_room(kSettled)) return;
  if (const Relay* relay = network_->relay_at_end(segment)) {
    for (const Segment* next : relay->out) wait_for_room(next, wait, into);
  } else {
    wait.other = segment->unit;
    into.push_back(wait);
  }
}

/// Adds why `unit` gets no token of the stream: its writer makes none, or a token waits at a fork
/// for room to another reader.
void FastChip::wait_for_token(UnitId unit, StreamId stream, std::vector<Wait>& into) const {
  const Segment* segment = network_->to_reader(stream, unit);
  while (const Relay* relay = network_->relay_before(segment)) {
    if (!relay->in->empty()) {
      for (const Segment* other : relay->out)
        wait_for_room(other, {unit, WaitKind::fork, stream, {}}, into);
      return;
    }
    segment = relay->in;
  }
  into.push_back({unit, WaitKind::token, stream, mapping_.streams[stream].from});
}

/// wait_for_room() for all segments into which a writer puts its tokens.
void FastChip::wait_for_all(const Segment* segment, const Wait& wait,
                            std::vector<Wait>& into) const {
  for (; segment; segment = segment->also) wait_for_room(segment, wait, into);
}

void FastChip::waits_of(const UnitProgram& unit_program, std::vector<Wait>& into) const {
  if (const StreamPortState* port = unit_program.port) {
    if (port->done()) return;
    if (port->source())
      wait_for_all(port->segment, {unit_program.unit, WaitKind::room, port->stream, {}}, into);
    else
      wait_for_token(unit_program.unit, port->stream, into);
    return;
  }
  const auto rooms = [&](const auto& program) {
    for (std::size_t o = 0; o < program.outputs.size(); ++o)
      if (program.blocked_output(o, kSettled))
        wait_for_all(program.outputs[o].segment,
                     {unit_program.unit, WaitKind::room, program.outputs[o].stream, {}}, into);
  };
  const auto tokens = [&](const auto& program) {
    for (const ProgramState::End& in : program.inputs)
      if (program.needs(in) && !in.segment->has_token(kSettled))
        wait_for_token(unit_program.unit, in.stream, into);
  };
  if (const GeneratorState* generator = unit_program.generator) {
    rooms(*generator);
    tokens(*generator);
    return;
  }
  const ProgramState& program = *unit_program.pipeline;
  rooms(program);
  if (!program.held()) tokens(program);
}

std::vector<Wait> FastChip::waits() const {
  std::vector<Wait> all;
  for (const UnitProgram& unit_program : unit_programs_) waits_of(unit_program, all);
  return all;
}

}  // namespace rda::sim::fast
