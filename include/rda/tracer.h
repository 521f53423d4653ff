// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/mapping.h"
#include "rda/probe.h"
#include "rda/trace.h"

namespace rda {

/// Records a simulation: all events of all programs. Needs memory for each step.
class Tracer final : public Probe {
 public:
  explicit Tracer(const Mapping& mapping);

  bool wants(Heard kind) const override { return kind != Heard::interval; }
  void fired(ProgramOf program, Events cycles, int bank_cycles) override;
  void popped(ProgramOf program, std::size_t input, Events cycles) override;
  void made(ProgramOf program, std::size_t output, Events firings) override;
  void put(ProgramOf program, std::size_t output, Events cycles) override;
  void ended(Cycle cycles) override { trace_.cycles = cycles; }

  const Trace& trace() const { return trace_; }
  /// The record. Nothing is left here.
  Trace take() { return std::move(trace_); }

 private:
  ProgramTrace& of(ProgramOf program) { return trace_.units[program.unit][program.number]; }

  Trace trace_;
};

}  // namespace rda
