// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "explain/crossings.h"
#include "rda/chip.h"
#include "rda/ids.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::explain {

/// A program of a unit, and its trace.
struct TracedProgram {
  UnitId unit;
  const Program* program = nullptr;
  const ProgramTrace* trace = nullptr;

  const std::vector<Port>& inputs() const { return program->inputs; }
  const std::vector<Port>& outputs() const { return program->outputs; }
  /// Whether it is a sink.
  bool is_sink() const { return !program->has_pipeline() && program->outputs.empty(); }
};
using ProgramId = Id<struct ProgramTag>;

/// Whether a program's firing needs a token of this input.
bool needs(const Program& program, const Port& input, std::int64_t firing);
/// Whether the previous firing of a program explains more than a token that came in the same cycle,
/// because the program is busy with its own work: a dot unit or a source.
bool own_first(const Program& program);

/// Cycles [from, to) in which a pipeline held because the tokens of `firing`, in its last stage,
/// had no room.
struct Hold {
  Cycle from, to;
  std::int64_t firing;
};

/// The events of a run: those that the trace records, and those that follow from them by the rules
/// of docs/timing-model.md. Derived events are computed on demand, and checked against the trace.
class History {
 public:
  History(const Chip& chip, const Mapping& mapping, const Trace& trace);

  const Chip& chip() const { return chip_; }
  const Mapping& mapping() const { return mapping_; }
  const IdVector<ProgramId, TracedProgram>& programs() const { return programs_; }
  const TracedProgram& program(ProgramId number) const { return programs_[number]; }
  const Unit& unit(const TracedProgram& traced) const { return mapping_.units[traced.unit]; }

  /// The end of a stream at a program.
  struct End {
    ProgramId program;
    std::size_t port = 0;
  };
  const Stream& stream(StreamId number) const { return mapping_.streams[number]; }
  End writer(StreamId stream) const { return writers_[stream]; }
  End reader(StreamId stream, UnitId unit) const { return readers_.at({stream, unit}); }
  /// Cycle in which the writer put each token on its first link; initial tokens have none.
  const Series& put(StreamId stream) const;
  /// Cycle in which the reader in this unit popped each token.
  const Series& popped(StreamId stream, UnitId unit) const;

  /// The holds of a pipeline, in order.
  const std::vector<Hold>& holds(ProgramId id);
  /// The last hold that ended by `cycle`; null if there is none.
  const Hold* last_hold(ProgramId id, Cycle cycle);
  /// The cycle in which a firing's last bank cycle runs: it enters the pipeline.
  Cycle entered(ProgramId id, std::int64_t firing);
  /// When a routed stream's tokens crossed its switches.
  const Crossings& crossings(StreamId stream);

 private:
  void add(const TracedProgram& traced);
  std::vector<Hold> find_holds(ProgramId id) const;

  const Chip& chip_;
  const Mapping& mapping_;
  IdVector<ProgramId, TracedProgram> programs_;
  IdVector<StreamId, End> writers_;
  std::map<std::pair<StreamId, UnitId>, End> readers_;
  std::map<ProgramId, std::vector<Hold>> holds_;  ///< computed on demand
  std::map<StreamId, Crossings> crossings_;       ///< computed on demand
};

}  // namespace rda::explain
