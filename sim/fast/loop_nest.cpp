// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/loop_nest.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace rda::sim::fast {

LoopNest::LoopNest(const Program& program)
    : loops_(program.space.extents), inner_(loops_.size()), index_(loops_.size(), 0) {
  for (const std::int64_t extent : loops_) firings_ *= extent;
  for (std::size_t i = 0; i < program.inputs.size(); ++i) {
    const PortBounds bounds =
        bounds_of(program.where(program.inputs[i]), program.inputs[i].level, i);
    if (bounds.where.empty()) sets_.add(always_.needed, i);
    if (bounds.where.empty() && bounds.lasts.empty())
      sets_.add(always_.popped, i);
    else
      inputs_.push_back(bounds);
  }
  for (std::size_t i = 0; i < program.outputs.size(); ++i) {
    const PortBounds bounds =
        bounds_of(program.where(program.outputs[i]), program.outputs[i].level, i);
    gaps_.push_back(std::min(
        kMostGap, std::accumulate(loops_.begin(), loops_.begin() + program.outputs[i].level,
                                  std::int64_t{1}, std::multiplies<>())));
    if (bounds.where.empty() && bounds.lasts.empty())
      sets_.add(always_.made, i);
    else
      outputs_.push_back(bounds);
  }
  for (std::size_t l = 0; l < inner_; ++l) inner_size_ *= loops_[l];
  for (std::size_t l = 0; l < loops_.size(); ++l) changes_of_.push_back(changes_of(l));
  outer_ = std::min(inner_ + 1, loops_.size());
  while (outer_ < loops_.size() && changes_of_[outer_].empty()) ++outer_;
  if (inner_ < loops_.size()) {
    const std::vector<std::int64_t>& inner = changes_of_[inner_];
    changes_.insert(changes_.end(), inner.begin(), inner.end());
    changes_.push_back(loops_[inner_]);
  }
  std::ranges::sort(changes_);
  changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
  find_outer_changes(program);
  if (firings_ > 0) make_sweep();
}

std::vector<std::int64_t> LoopNest::changes_of(std::size_t loop) const {
  std::vector<std::int64_t> changes;
  for (const auto* ports : {&inputs_, &outputs_})
    for (const PortBounds& bounds : *ports)
      for (const auto* extents : {&bounds.where, &bounds.lasts})
        for (const Extent& e : *extents)
          if (e.loop == loop && e.lo < e.hi) changes.insert(changes.end(), {e.lo, e.hi - 1, e.hi});
  return changes;
}

void LoopNest::find_outer_changes(const Program& program) {
  if (loops_.empty()) {
    outer_changes_.push_back(1);
    return;
  }
  const std::size_t outer = loops_.size() - 1;
  for (std::size_t l = 0; l < outer; ++l) round_ *= loops_[l];
  const std::vector<std::int64_t>& changes = changes_of_[outer];
  outer_changes_.insert(outer_changes_.end(), changes.begin(), changes.end());
  outer_changes_.push_back(loops_[outer]);
  // Where an access begins or ends, the bank cycles of a firing change.
  for (const auto* ports : {&program.inputs, &program.outputs})
    for (const Port& port : *ports)
      if (port.access)
        for (const Bound& bound : port.access->keep.bounds)
          if (static_cast<std::size_t>(bound.loop) == outer)
            outer_changes_.insert(outer_changes_.end(), {bound.lo, bound.hi});
  std::ranges::sort(outer_changes_);
}

std::int64_t LoopNest::alike_until(std::int64_t n) const {
  return *std::ranges::upper_bound(outer_changes_, n / round_) * round_;
}

std::int64_t LoopNest::alike_from(std::int64_t n) const {
  return *(std::ranges::upper_bound(outer_changes_, n / round_) - 1) * round_;
}

Stretch LoopNest::seek(std::int64_t n) {
  if (is_uniform()) {
    at_ = 1;
    Stretch stretch = sweep_.front();
    stretch.skip(n);
    return stretch;
  }
  std::int64_t rest = n / inner_size_;
  const std::int64_t inner = rest % loops_[inner_];
  rest /= loops_[inner_];
  for (std::size_t l = inner_ + 1; l < loops_.size(); ++l) {
    index_[l] = rest % loops_[l];
    rest /= loops_[l];
  }
  make_sweep();
  std::int64_t behind = inner * inner_size_ + n % inner_size_, sweep = inner_size_ * loops_[inner_];
  for (std::size_t l = inner_ + 1; l < stepped_; ++l) {
    behind += std::exchange(index_[l], 0) * sweep;
    sweep *= loops_[l];
  }
  while (behind >= sweep_[at_].firings) behind -= sweep_[at_++].firings;
  Stretch stretch = sweep_[at_++];
  stretch.skip(behind);
  return stretch;
}

LoopNest::PortBounds LoopNest::bounds_of(const Box& where, int level, std::size_t number) {
  PortBounds bounds{number, {}, {}};
  for (std::size_t l = 0; l < loops_.size(); ++l) {
    const Extent extent{l, where[l].lo, where[l].hi};
    const bool restricted = where[l].size() < loops_[l],
               below = l < static_cast<std::size_t>(level);
    if (restricted) bounds.where.push_back(extent);
    if (below) bounds.lasts.push_back(extent);
    if (restricted || below) inner_ = std::min(inner_, l);
  }
  return bounds;
}

bool LoopNest::inside(const PortBounds& port) const {
  for (const Extent& e : port.where)
    if (index_[e.loop] < e.lo || index_[e.loop] >= e.hi) return false;
  return true;
}

bool LoopNest::last(const PortBounds& port) const {
  for (const Extent& e : port.lasts)
    if (index_[e.loop] != e.hi - 1) return false;
  return true;
}

/// Goes to the next sweep. @return false if there is none
bool LoopNest::start_sweep() {
  if (sweep_.empty() || stepped_ >= loops_.size()) return false;
  if (step_outer_loops()) make_sweep();
  at_ = 0;
  return !sweep_.empty();
}

/// @return whether some port changes; after the last index there is no sweep
bool LoopNest::step_outer_loops() {
  bool changed = false;
  for (std::size_t l = stepped_; l < loops_.size(); ++l) {
    const bool wraps = ++index_[l] == loops_[l];
    if (wraps) index_[l] = 0;
    changed = changed ||
              (!changes_of_[l].empty() &&
               (wraps || std::ranges::find(changes_of_[l], index_[l]) != changes_of_[l].end()));
    if (!wraps) return changed;
  }
  sweep_.clear();
  return false;
}

void LoopNest::make_sweep() {
  sweep_.clear();
  at_ = 0;
  stepped_ = inner_ + 1;
  if (is_uniform()) {
    Stretch& stretch = sweep_.emplace_back(always_);
    stretch.firings = stretch.every = stretch.row = firings_;
    stretch.last = stretch.made;
    return;
  }
  for (std::size_t i = 0; i + 1 < changes_.size(); ++i) {
    index_[inner_] = changes_[i];
    Stretch& stretch = sweep_.emplace_back(always_);
    stretch.firings = (changes_[i + 1] - changes_[i]) * inner_size_;
    for (const PortBounds& input : inputs_) {
      if (!inside(input)) continue;
      sets_.add(stretch.needed, input.port);
      if (last(input)) sets_.add(stretch.popped, input.port);
    }
    for (const PortBounds& output : outputs_)
      if (inside(output) && last(output)) sets_.add(stretch.made, output.port);
    stretch.last = stretch.made;
  }
  index_[inner_] = 0;
  join_stretches();
  for (Stretch& stretch : sweep_) stretch.every = stretch.row = stretch.firings;
  if (sweep_.size() == 1) join_sweeps();
}

/// Joins the sweep, a single stretch, with the equal sweeps after it: up to the next index, of the
/// next loop on which some port depends, at which one changes.
void LoopNest::join_sweeps() {
  Stretch& stretch = sweep_.front();
  for (; stepped_ < outer_; ++stepped_) stretch.firings *= loops_[stepped_];
  if (outer_ < loops_.size()) {
    std::int64_t& index = index_[outer_];
    std::int64_t next = loops_[outer_];
    for (const std::int64_t change : changes_of_[outer_])
      if (change > index) next = std::min(next, change);
    stretch.firings *= next - index;
    index = next - 1;
  }
  if (stretch.made == stretch.last) stretch.every = stretch.row = stretch.firings;
}

/// Joins stretches that take and make the same tokens. Joins each single firing with the stretch
/// before it if both take the same tokens: it is the last firing of their row.
void LoopNest::join_stretches() {
  std::size_t kept = 0;
  for (std::size_t i = 1; i < sweep_.size(); ++i) {
    Stretch& before = sweep_[kept];
    const Stretch& stretch = sweep_[i];
    const bool alike = before.last == before.made && stretch.needed == before.needed &&
                       stretch.popped == before.popped;
    if (alike && (stretch.firings == 1 || stretch.made == before.made)) {
      before.firings += stretch.firings;
      before.last = stretch.made;
    } else {
      sweep_[++kept] = stretch;
    }
  }
  sweep_.resize(kept + 1);
}

}  // namespace rda::sim::fast
