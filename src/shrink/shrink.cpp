// SPDX-License-Identifier: Apache-2.0
#include "shrink/shrink.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

#include "process/progress.h"
#include "process/threads.h"
#include "shrink/knobs.h"
#include "shrink/least.h"
#include "shrink/runs.h"

namespace rda::shrink {
namespace {

using flow::KnobChange;

/// What lowering a knob alone came to; change.to == change.from if it cannot be lowered.
struct Alone {
  KnobChange change;
  double mm2 = 0;  ///< that it saves alone
  std::optional<Fewer> fewer;
};

/// A smaller chip on which the run has the cycles of the base, and that run.
struct Smaller {
  Changes changes;
  Run run;
};

class Shrinker {
 public:
  Shrinker(const flow::Inputs& inputs, const CostTable& table, const flow::PlacementCache& cache)
      : chip_(inputs.chip), table_(table), runs_(inputs, cache) {}

  Shrunk run(int jobs) const {
    Shrunk shrunk;
    shrunk.cycles = base_cycles();
    shrunk.table = table_.name;
    shrunk.node_nm = table_.process.node_nm;
    std::vector<Alone> alone = each_alone(jobs);
    for (const Alone& knob : alone)
      if (knob.fewer) shrunk.fewer.push_back(*knob.fewer);
    std::ranges::stable_sort(alone, std::ranges::greater{}, &Alone::mm2);
    Changes changes;
    for (const Alone& knob : alone)
      if (knob.change.to < knob.change.from) changes.push_back(knob.change);
    const Smaller smaller = together(changes);
    fill(smaller.changes, shrunk);
    shrunk.before = estimate({}, runs_.base());
    shrunk.after = estimate(smaller.changes, smaller.run);
    return shrunk;
  }

 private:
  double mm2(const Changes& changes) const {
    return area_of(flow::changed(chip_, changes), table_).mm2;
  }
  /// Area that one more change saves.
  double saving(Changes changes, const KnobChange& more) const {
    const double before = mm2(changes);
    changes.push_back(more);
    return before - mm2(changes);
  }
  Cycle base_cycles() const { return runs_.base().result.cycles; }

  std::vector<Alone> each_alone(int jobs) const {
    Changes ranges = lowest_knobs(chip_);
    std::erase_if(ranges, [&](const KnobChange& range) { return saving({}, range) <= 0; });
    const int count = static_cast<int>(ranges.size());
    std::vector<Alone> alone(ranges.size());
    process::Progress progress("knobs lowered", count);
    const auto outcomes = process::in_threads(
        count, jobs,
        [&](int i) {
          alone[static_cast<std::size_t>(i)] = lowered_alone(ranges[static_cast<std::size_t>(i)]);
          return std::string();
        },
        [&](int done) { progress.show(done); });
    for (const auto& outcome : outcomes) process::output_of(outcome);
    return alone;
  }

  Alone lowered_alone(const KnobChange& range) const {
    Alone alone;
    alone.change = range;
    const std::int64_t first = least_legal(chip_, runs_.base().mapping, range);
    const auto is_same_at = [&](std::int64_t value) {
      const KnobChange change{range.pointer, range.from, value};
      const std::optional<Cycle> cycles = runs_.cycles({change});
      if (cycles && *cycles < base_cycles() && (!alone.fewer || value < alone.fewer->change.to))
        alone.fewer = Fewer{change, *cycles};
      return cycles == base_cycles();
    };
    alone.change.to = least_value({range.to, first, range.from}, is_same_at);
    alone.mm2 = saving({}, alone.change);
    if (alone.fewer && alone.fewer->change.to > alone.change.to) alone.fewer.reset();
    return alone;
  }

  /// Each trial with little effort first, then as a command makes it.
  Smaller together(const Changes& changes) const {
    const process::Stage stage("lowering all knobs together", true);
    Smaller smaller{{}, runs_.base()};
    const auto saves = [&](const Changes& made) {
      const Changes before(made.begin(), made.end() - 1);
      return saving(before, made.back()) > 0;
    };
    const auto is_same = [&](const Changes& made) {
      if (runs_.cycles(made) != base_cycles()) return false;
      std::optional<Run> run = runs_.run(made);
      if (!run || run->result.cycles != base_cycles()) return false;
      smaller.run = *std::move(run);
      return true;
    };
    smaller.changes = lowered_together(changes, saves, is_same);
    return smaller;
  }

  Estimate estimate(const Changes& changes, const Run& run) const {
    const Chip chip = flow::changed(chip_, changes);
    const CostReport cost =
        cost_of(chip, run.result.cycles, actions_of(chip, run.mapping, run.result), table_);
    return {cost.mm2, cost.watts};
  }

  void fill(const Changes& changes, Shrunk& shrunk) const {
    Changes before;
    for (const KnobChange& change : changes) {
      shrunk.rows.push_back({change, saving(before, change)});
      shrunk.set.push_back(change.pointer + '=' + flow::value_text(change.pointer, change.to));
      before.push_back(change);
    }
  }

  const Chip& chip_;
  const CostTable& table_;
  const Runs runs_;
};

}  // namespace

Shrunk shrunk(const flow::Inputs& inputs, const CostTable& table, flow::PlacementCache& cache,
              int jobs) {
  return Shrinker(inputs, table, cache).run(jobs);
}

}  // namespace rda::shrink
