// SPDX-License-Identifier: Apache-2.0
#include "app/schedules_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "training/plan.h"

namespace rda::app {

using training::Curve;
using training::PipelineRun;
using training::StageCycles;
using training::StageUse;
using training::WayToTrain;

namespace {

const std::optional<PipelineRun>& run_of(const std::vector<WayToTrain>& ways,
                                         PipelineSchedule schedule) {
  return std::ranges::find(ways, word(schedule), &WayToTrain::label)->run;
}

/// The largest of all stages.
int delay_of(const PipelineRun& run) {
  return std::ranges::max(run.stages, {}, &StageUse::delay).delay;
}

/// The mean of the last losses of all seeds; "": no curve has this label.
std::string last_loss(const std::vector<Curve>& curves, const std::string& label) {
  double sum = 0;
  int count = 0;
  for (const Curve& curve : curves)
    if (curve.label == label) sum += curve.last_loss(), ++count;
  return count == 0 ? std::string() : fmt::format("{:.4g}", sum / count);
}

}  // namespace

std::string stages_text(const Workload& workload, const std::vector<WayToTrain>& ways) {
  const training::Plan plan = training::plan_of(workload);
  const auto& [first_layers, times] = *plan.stages;
  const Pipeline& pipeline = *workload.training->pipeline;
  std::string text =
      fmt::format("\n{} stages, {} micro-batches of {} sequences; schedule of the file: {}\n",
                  times.stages.size(), pipeline.micro_batches,
                  workload.batch / pipeline.micro_batches, word(pipeline.schedule));
  text +=
      fmt::format("{:>5} {:>7} {:>11} {:>11} {:>10} {:>5} {:>8} {:>7} {:>8}\n", "stage", "layer",
                  "forward", "backward", "update", "delay", "sync", "chimera", "async");
  const std::optional<PipelineRun>& late = run_of(ways, PipelineSchedule::asynchronous);
  for (std::size_t s = 0; s < times.stages.size(); ++s) {
    const StageCycles& cycles = times.stages[s];
    text += fmt::format("{:>5} {:>7} {:>11} {:>11} {:>10} {:>5}", s, first_layers[s],
                        cycles.forward, cycles.backward, cycles.update, late->stages[s].delay);
    for (const auto& [schedule, width] : {std::pair{PipelineSchedule::synchronous, 6},
                                          {PipelineSchedule::chimera, 5},
                                          {PipelineSchedule::asynchronous, 6}})
      if (const std::optional<PipelineRun>& run = run_of(ways, schedule))
        text += fmt::format(" {:>{}.1f} %", 100 * run->stages[s].utilisation, width);
      else
        text += fmt::format(" {:>{}}", "-", width + 2);
    text += '\n';
  }
  return text +
         "layer: the first one; forward, backward: cycles of a micro-batch; update: cycles\n"
         "delay: of asynchronous, in updates; sync, chimera, async: use of the chip\n";
}

std::string schedules_text(const std::vector<WayToTrain>& ways, const std::vector<Curve>& curves) {
  std::string text = fmt::format("\n{:<13} {:>14} {:>12} {:>15} {:>6}{}\n", "schedule",
                                 "cycles/batch", "utilisation", "bubbles/chip", "delay",
                                 curves.empty() ? "" : fmt::format(" {:>10}", "last loss"));
  for (const WayToTrain& way : ways) {
    if (!way.run) {
      text += fmt::format("{:<13} needs even numbers of stages and of micro-batches\n", way.label);
      continue;
    }
    const double used = way.run->utilisation();
    text += fmt::format("{:<13} {:>14.0f} {:>10.1f} % {:>15.0f} {:>6}", way.label, way.run->cycles,
                        100 * used, (1 - used) * way.run->cycles, delay_of(*way.run));
    if (!curves.empty()) text += fmt::format(" {:>10}", last_loss(curves, way.learns_as));
    text += '\n';
  }
  return text + "delay: the largest one of a stage, in updates\n";
}

}  // namespace rda::app
