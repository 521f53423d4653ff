// SPDX-License-Identifier: Apache-2.0
#include "training/pipeline.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <tuple>

#include "rda/check.h"

namespace rda::training {
namespace {

/// A stage in one direction of the pipeline: when its micro-batches and updates ended.
struct Lane {
  std::vector<std::int64_t> forward, backward, update;
  std::vector<std::int64_t> seen;  // by micro-batch: updates before its forward pass
};

enum class Work { update, backward, forward };

struct Task {
  Work work = Work::update;
  std::size_t micro_batch = 0, direction = 0, stage = 0;
  std::int64_t ready = 0;

  auto rank() const { return std::tuple(work, micro_batch, direction); }
};

class PipelineEvents {
 public:
  PipelineEvents(const PipelineTimes& times, int micro_batches, PipelineSchedule schedule)
      : times_(times),
        stages_(times.stages.size()),
        flushed_(schedule != PipelineSchedule::asynchronous),
        lanes_(schedule == PipelineSchedule::chimera ? 2 : 1, std::vector<Lane>(stages_)),
        micro_batches_(static_cast<std::size_t>(micro_batches)),
        a_round_(flushed_ ? micro_batches_ / lanes_.size() : 1),
        free_(stages_) {}

  PipelineRun run() {
    // What follows a round depends on so many rounds alone, and on less after a flush.
    const std::size_t window = flushed_ ? 1 : 2 * stages_ + 1;
    const std::size_t most = flushed_ ? 64 : 1024 + 4 * stages_;
    while (rows_.size() < most) {
      while (rounds_done() == rows_.size()) next();
      rows_.push_back(row(rows_.size()));
      for (std::size_t rounds = 1; rounds <= stages_; ++rounds)
        if (repeats(window, rounds)) return measured(rounds, window);
    }
    return measured(rows_.size() / 2, rows_.size() / 2);  // its mean, near a tie of two stages
  }

 private:
  /// The stage that a chip has in a direction, and the other way round.
  std::size_t stage_on(std::size_t chip, std::size_t direction) const {
    return direction == 0 ? chip : stages_ - 1 - chip;
  }

  std::optional<std::int64_t> ready_to_update(std::size_t direction, std::size_t stage) const {
    const std::size_t needed = (lanes_[direction][stage].update.size() + 1) * a_round_;
    std::int64_t ready = 0;
    for (const std::vector<Lane>& lanes : lanes_) {
      if (lanes[stage].backward.size() < needed) return {};
      ready = std::max(ready, lanes[stage].backward[needed - 1]);
    }
    return lanes_.size() == 1 ? ready : ready + times_.handover;
  }

  std::optional<std::int64_t> ready_backward(std::size_t direction, std::size_t stage) const {
    const std::vector<Lane>& lanes = lanes_[direction];
    const std::size_t m = lanes[stage].backward.size();
    if (m >= lanes[stage].forward.size()) return {};
    if (stage + 1 == stages_) return lanes[stage].forward[m];
    if (m >= lanes[stage + 1].backward.size()) return {};
    return lanes[stage + 1].backward[m] + times_.handover;
  }

  std::optional<std::int64_t> ready_forward(std::size_t direction, std::size_t stage) const {
    const std::vector<Lane>& lanes = lanes_[direction];
    const std::size_t m = lanes[stage].forward.size();
    if (m - lanes[stage].backward.size() >= stages_ - stage) return {};
    if (flushed_ && lanes[stage].update.size() < m / a_round_) return {};
    if (stage == 0) return 0;
    if (m >= lanes[stage - 1].forward.size()) return {};
    return lanes[stage - 1].forward[m] + times_.handover;
  }

  std::vector<Task> tasks_of(std::size_t chip) const {
    std::vector<Task> tasks;
    for (std::size_t d = 0; d < lanes_.size(); ++d) {
      const std::size_t stage = stage_on(chip, d);
      const Lane& lane = lanes_[d][stage];
      const auto add = [&](Work work, std::size_t m, std::optional<std::int64_t> ready) {
        if (ready) tasks.push_back({work, m, d, stage, *ready});
      };
      add(Work::update, lane.update.size() * a_round_, ready_to_update(d, stage));
      add(Work::backward, lane.backward.size(), ready_backward(d, stage));
      add(Work::forward, lane.forward.size(), ready_forward(d, stage));
    }
    return tasks;
  }

  /// The task that begins first of all chips; of equals that of the first chip.
  void next() {
    std::vector<Task> best;  // one, once a chip has a task
    std::size_t of = 0;
    std::int64_t begin = 0;
    for (std::size_t chip = 0; chip < stages_; ++chip) {
      const std::vector<Task> tasks = tasks_of(chip);
      if (tasks.empty()) continue;
      const std::int64_t first = std::ranges::min(tasks, {}, &Task::ready).ready;
      const std::int64_t at = std::max(free_[chip], first);
      if (!best.empty() && at >= begin) continue;
      best.clear();
      for (const Task& task : tasks)
        if (task.ready <= at && (best.empty() || task.rank() < best.front().rank())) best = {task};
      of = chip, begin = at;
    }
    RDA_CHECK(!best.empty(), "a pipeline stands still");
    free_[of] = end_of(best.front(), begin);
  }

  std::int64_t end_of(const Task& task, std::int64_t begin) {
    Lane& lane = lanes_[task.direction][task.stage];
    const StageCycles& cycles = times_.stages[task.stage];
    switch (task.work) {
      case Work::update:
        return lane.update.emplace_back(begin + cycles.update);
      case Work::backward:
        return lane.backward.emplace_back(begin + cycles.backward);
      case Work::forward:
        break;
    }
    lane.seen.push_back(std::ssize(lane.update));
    return lane.forward.emplace_back(begin + cycles.forward);
  }

  /// Rounds that all stages have behind them: batches, or micro-batches without a flush.
  std::size_t rounds_done() const {
    std::size_t done = lanes_.front().front().update.size();
    for (const std::vector<Lane>& lanes : lanes_)
      for (const Lane& lane : lanes) done = std::min(done, lane.update.size());
    return done;
  }
  std::vector<std::int64_t> row(std::size_t round) const {
    std::vector<std::int64_t> ends;
    for (const std::vector<Lane>& lanes : lanes_)
      for (const Lane& lane : lanes) {
        ends.push_back(lane.update[round]);
        if (!flushed_) ends.insert(ends.end(), {lane.forward[round], lane.backward[round]});
      }
    return ends;
  }

  /// Whether the last `window` rounds are those before them by `rounds`, only later.
  bool repeats(std::size_t window, std::size_t rounds) const {
    if (rows_.size() < window + rounds) return false;
    const std::int64_t later = rows_.back()[0] - rows_[rows_.size() - 1 - rounds][0];
    for (std::size_t r = rows_.size() - window; r < rows_.size(); ++r)
      for (std::size_t i = 0; i < rows_[r].size(); ++i)
        if (rows_[r][i] - rows_[r - rounds][i] != later) return false;
    return true;
  }

  /// From the last rounds: cycles of so many, and delays in a window.
  PipelineRun measured(std::size_t rounds, std::size_t window) const {
    std::int64_t later = 0;
    for (std::size_t i = 0; i < rows_.back().size(); ++i)
      later = std::max(later, rows_.back()[i] - rows_[rows_.size() - 1 - rounds][i]);
    const std::size_t a_batch = flushed_ ? 1 : micro_batches_;
    PipelineRun run;
    run.cycles =
        static_cast<double>(later) * static_cast<double>(a_batch) / static_cast<double>(rounds);
    for (std::size_t chip = 0; chip < stages_; ++chip) {
      StageUse use;
      for (std::size_t d = 0; d < lanes_.size(); ++d) {
        const StageCycles& cycles = times_.stages[stage_on(chip, d)];
        const auto passes = static_cast<std::int64_t>(micro_batches_ / lanes_.size());
        const auto updates = flushed_ ? 1 : passes;
        use.busy += passes * (cycles.forward + cycles.backward) + updates * cycles.update;
      }
      use.utilisation = static_cast<double>(use.busy) / run.cycles;
      if (!flushed_) use.delay = delay_of(lanes_[0][chip], window);
      run.stages.push_back(use);
    }
    return run;
  }
  int delay_of(const Lane& lane, std::size_t window) const {
    std::int64_t delay = 0;
    for (std::size_t m = rows_.size() - window; m < rows_.size(); ++m)
      delay = std::max(delay, static_cast<std::int64_t>(m) - lane.seen[m]);
    return static_cast<int>(delay);
  }

  const PipelineTimes& times_;
  const std::size_t stages_;
  const bool flushed_;
  std::vector<std::vector<Lane>> lanes_;       // by direction and stage
  const std::size_t micro_batches_, a_round_;  // of one direction
  std::vector<std::int64_t> free_;             // by chip: from then on
  std::vector<std::vector<std::int64_t>> rows_;
};

}  // namespace

double PipelineRun::utilisation() const {
  double sum = 0;
  for (const StageUse& use : stages) sum += use.utilisation;
  return sum / static_cast<double>(stages.size());
}

bool can_run(PipelineSchedule schedule, std::size_t stages, int micro_batches) {
  return schedule != PipelineSchedule::chimera || (stages % 2 == 0 && micro_batches % 2 == 0);
}

PipelineRun run_pipeline(const PipelineTimes& times, int micro_batches, PipelineSchedule schedule) {
  return PipelineEvents(times, micro_batches, schedule).run();
}

}  // namespace rda::training
