// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/loop_nest.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::sim::fast {

LoopNest::LoopNest(const Program& program)
    : loops_(program.loops), inner_(loops_.size()), index_(loops_.size(), 0) {
  RDA_CHECK(program.inputs.size() <= 64 && program.outputs.size() <= 64);
  for (const std::int64_t extent : loops_) firings_ *= extent;
  for (std::size_t i = 0; i < program.inputs.size(); ++i) {
    const Side side = side_of(program.inputs[i], i);
    if (side.where.empty()) always_.needed |= side.bit;
    if (side.where.empty() && side.lasts.empty())
      always_.popped |= side.bit;
    else
      inputs_.push_back(side);
  }
  for (std::size_t i = 0; i < program.outputs.size(); ++i) {
    const Side side = side_of(program.outputs[i], i);
    if (side.where.empty() && side.lasts.empty())
      always_.made |= side.bit;
    else
      outputs_.push_back(side);
  }
  for (std::size_t l = 0; l < inner_; ++l) inner_size_ *= loops_[l];
  changes_ = changes_of(inner_);
  if (inner_ < loops_.size()) changes_.push_back(loops_[inner_]);
  std::ranges::sort(changes_);
  changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
  find_outer_changes();
  done_ = firings_ == 0;
}

std::vector<std::int64_t> LoopNest::changes_of(std::size_t loop) const {
  std::vector<std::int64_t> changes;
  for (const auto* ports : {&inputs_, &outputs_})
    for (const Side& side : *ports)
      for (const auto* extents : {&side.where, &side.lasts})
        for (const Extent& e : *extents)
          if (e.loop == loop) changes.insert(changes.end(), {e.lo, e.hi - 1, e.hi});
  return changes;
}

void LoopNest::find_outer_changes() {
  if (loops_.empty()) {
    outer_changes_.push_back(1);
    return;
  }
  const std::size_t outer = loops_.size() - 1;
  for (std::size_t l = 0; l < outer; ++l) round_ *= loops_[l];
  const std::vector<std::int64_t> changes = changes_of(outer);
  outer_changes_.insert(outer_changes_.end(), changes.begin(), changes.end());
  outer_changes_.push_back(loops_[outer]);
  std::ranges::sort(outer_changes_);
}

std::int64_t LoopNest::alike_until(std::int64_t n) const {
  return *std::ranges::upper_bound(outer_changes_, n / round_) * round_;
}

std::int64_t LoopNest::alike_from(std::int64_t n) const {
  return *(std::ranges::upper_bound(outer_changes_, n / round_) - 1) * round_;
}

Run LoopNest::seek(std::int64_t n) {
  if (inner_ < loops_.size()) {
    std::int64_t rest = n / inner_size_;
    for (std::size_t l = inner_; l < loops_.size(); ++l) {
      index_[l] = rest % loops_[l];
      rest /= loops_[l];
    }
  }
  done_ = false;
  Run run = next();
  run.firings -= inner_ < loops_.size() ? n % inner_size_ : n;
  return run;
}

LoopNest::Side LoopNest::side_of(const Port& port, std::size_t number) {
  std::vector<Extent> whole;
  for (std::size_t l = 0; l < loops_.size(); ++l) whole.push_back({l, 0, loops_[l]});
  std::vector<bool> restricted(loops_.size(), false);
  for (const Bound& bound : port.where) {
    Extent& e = whole[static_cast<std::size_t>(bound.loop)];
    e.lo = std::max(e.lo, bound.lo);
    e.hi = std::min(e.hi, bound.hi);
    restricted[e.loop] = true;
  }
  Side side{Ports{1} << number, {}, {}};
  for (const Extent& e : whole) {
    if (restricted[e.loop]) side.where.push_back(e);
    if (e.loop < static_cast<std::size_t>(port.level)) side.lasts.push_back(e);
    if (restricted[e.loop] || e.loop < static_cast<std::size_t>(port.level))
      inner_ = std::min(inner_, e.loop);
  }
  return side;
}

std::vector<std::int64_t> LoopNest::index_of(std::int64_t n) const {
  std::vector<std::int64_t> index;
  for (const std::int64_t extent : loops_) {
    index.push_back(n % extent);
    n /= extent;
  }
  return index;
}

bool LoopNest::inside(const Side& port) const {
  for (const Extent& e : port.where)
    if (index_[e.loop] < e.lo || index_[e.loop] >= e.hi) return false;
  return true;
}

bool LoopNest::last(const Side& port) const {
  for (const Extent& e : port.lasts)
    if (index_[e.loop] != e.hi - 1) return false;
  return true;
}

void LoopNest::advance(std::int64_t iterations) {
  index_[inner_] += iterations;
  for (std::size_t l = inner_; index_[l] == loops_[l]; ++l) {
    index_[l] = 0;
    if (l + 1 == loops_.size()) {
      done_ = true;
      return;
    }
    ++index_[l + 1];
  }
}

Run LoopNest::next() {
  if (done_) return {};
  Run run = always_;
  if (inner_ == loops_.size()) {  // no port depends on any loop
    done_ = true;
    run.firings = firings_;
    return run;
  }
  for (const Side& input : inputs_) {
    if (!inside(input)) continue;
    run.needed |= input.bit;
    if (last(input)) run.popped |= input.bit;
  }
  for (const Side& output : outputs_)
    if (inside(output) && last(output)) run.made |= output.bit;
  const std::int64_t at = index_[inner_];
  const std::int64_t until = *std::ranges::upper_bound(changes_, at);
  run.firings = (until - at) * inner_size_;
  advance(until - at);
  return run;
}

}  // namespace rda::sim::fast
