// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/training.h"

namespace rda::training {

/// Cycles that a stage of a pipeline computes, each at least 1 but for the update.
struct StageCycles {
  std::int64_t forward = 1;   ///< of a micro-batch
  std::int64_t backward = 1;  ///< of a micro-batch
  std::int64_t update = 0;    ///< of its weights
};

/// A pipeline of stages, each on a chip of its own.
struct PipelineTimes {
  std::vector<StageCycles> stages;
  std::int64_t handover = 0;  ///< cycles from the end of a stage to the begin of its neighbour
};

/// What the chip of a stage does in a steady state.
struct StageUse {
  std::int64_t busy = 0;   ///< cycles of a batch
  double utilisation = 0;  ///< busy cycles of all cycles
  int delay = 0;  ///< updates of its weights from a forward pass to its own update, largest
};

/// A schedule in a steady state.
struct PipelineRun {
  double cycles = 0;  ///< from batch to batch
  std::vector<StageUse> stages;

  /// Of all chips: busy cycles of all cycles.
  double utilisation() const;
};

/// Whether a schedule can run so many stages and micro-batches: chimera needs both even.
bool can_run(PipelineSchedule schedule, std::size_t stages, int micro_batches);

/// Simulates a schedule of micro-batches over stages, event by event, until it repeats.
///
/// A chip that is free takes what is ready: first updates, then backward passes, then forward
/// passes, of them the oldest micro-batch. Stage s of S begins no forward pass while S − s of its
/// micro-batches wait for their backward pass (1F1B).
/// - synchronous: a stage is updated once all micro-batches of a batch are back; before that it
///   begins none of the next batch.
/// - asynchronous: it is updated after each backward pass, and the pipeline is never emptied.
/// - chimera: as synchronous, with half of the micro-batches in the other direction, in which
///   chip c has stage S − 1 − c. Both chips with a stage exchange gradients before they update it,
///   which takes a hand-over (Li and Hoefler, SC 2021).
/// @param micro_batches  of a batch
/// @pre can_run()
PipelineRun run_pipeline(const PipelineTimes& times, int micro_batches, PipelineSchedule schedule);

}  // namespace rda::training
