// SPDX-License-Identifier: Apache-2.0
#include "workload/pipeline_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace rda::workload {
namespace {

class PipelineCheck {
 public:
  PipelineCheck(const Workload& workload, int layers, std::vector<json::Problem>& problems)
      : workload_(workload),
        pipeline_(*workload.training->pipeline),
        layers_(layers),
        problems_(problems) {}

  void run() {
    check_stages();
    check_cycles();
    const int parts = pipeline_.micro_batches;
    if (workload_.batch % parts != 0)
      problem("/micro_batches",
              fmt::format("{} equal parts of a batch of {} are no whole sequences "
                          "(a divisor of the batch would be right)",
                          parts, workload_.batch));
    const bool chimera = pipeline_.schedule == PipelineSchedule::chimera;
    if (chimera && (pipeline_.stages.size() % 2 != 0 || parts % 2 != 0))
      problem("/schedule", fmt::format("chimera with {} stages and {} micro-batches (both would "
                                       "have to be even)",
                                       pipeline_.stages.size(), parts));
    if (pipeline_.schedule == PipelineSchedule::asynchronous && !workload_.lengths.empty())
      problems_.push_back(
          {"/lengths", "an asynchronous pipeline has sequences of one length (leave it out)"});
    if (workload_.training->simulate)
      problem("", "a batch that is simulated is on one chip (leave out the pipeline, or simulate)");
  }

 private:
  void problem(const std::string& key, std::string text) {
    problems_.push_back({"/training/pipeline" + key, std::move(text)});
  }

  void check_stages() {
    const CountOrList<int>& stages = pipeline_.stages;
    if (stages.size() > layers_)
      problem("/stages", fmt::format("{} stages of {} layers (each has at least one)",
                                     stages.size(), layers_));
    if (!stages.listed()) return;
    const std::vector<int>& first = stages.list;
    if (first.front() != 0 || first.back() >= layers_ ||
        std::ranges::adjacent_find(first, std::greater_equal()) != first.end())
      problem("/stages",
              fmt::format("the first layers of stages rise from 0 to at most {}", layers_ - 1));
  }

  void check_cycles() {
    const std::size_t stages = static_cast<std::size_t>(pipeline_.stages.size());
    const auto lists = {std::pair{"/forward_cycles", &pipeline_.forward_cycles},
                        {"/backward_cycles", &pipeline_.backward_cycles},
                        {"/update_cycles", &pipeline_.update_cycles}};
    if (std::ranges::all_of(lists, [](const auto& list) { return list.second->empty(); })) return;
    for (const auto& [key, cycles] : lists)
      if (cycles->size() != stages)
        problem(key, fmt::format("cycles of {} stages (all three lists have those of {}, or none)",
                                 cycles->size(), stages));
  }

  const Workload& workload_;
  const Pipeline& pipeline_;
  const int layers_;
  std::vector<json::Problem>& problems_;
};

}  // namespace

void check_pipeline(const Workload& workload, int layers, std::vector<json::Problem>& problems) {
  PipelineCheck(workload, layers, problems).run();
}

void add_idle_pipeline(const Pipeline& pipeline, std::vector<Idle>& idle) {
  if (pipeline.delay_scale != 0 && pipeline.schedule != PipelineSchedule::asynchronous)
    idle.push_back({"/training/pipeline/delay_scale", "/training/pipeline/schedule",
                    fmt::format("only schedule asynchronous reads it, and the schedule is {}",
                                word(pipeline.schedule))});
}

}  // namespace rda::workload
