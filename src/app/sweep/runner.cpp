// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/runner.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <utility>

#include "app/sweep/point.h"
#include "json/kinds.h"
#include "rda/error.h"

namespace rda::app {
namespace {

using sweep::Status;

/// Whoever kills a process may be killing all of ours, this one next; or the host was short of
/// memory for a moment.
constexpr int kKillsThatCount = 2;

Status to_status(const std::string& word) {
  const auto all = names(Status{});
  return static_cast<Status>(std::ranges::find(all, word) - all.begin());
}

}  // namespace

SweepRunner::SweepRunner(RunnerOptions options, sweep::Store store,
                         const flow::PlacementCache& cache, sweep::Work work)
    : options_(std::move(options)), store_(std::move(store)), cache_(cache), progress_(work.tally) {
  for (const sweep::PointPlace& place : work.to_do) waiting_.push_back({place, 0});
}

bool SweepRunner::run() {
  while (stop_ != process::Stop::now && !(waiting_.empty() && running_.empty())) {
    progress_.show();
    while (stop_ == process::Stop::no && !waiting_.empty() && std::ssize(running_) < options_.jobs)
      start();
    if (running_.empty()) break;
    wait();
    for (Running& one : ended()) take(one.task, one.child.end());
    kill_late();
    stop_ = signals_.read(stop_);
  }
  running_.clear();  // kills them
  return waiting_.empty() && tally().missing() == 0;
}

/// In the child. Another sweep may have been here in the meantime.
std::string SweepRunner::work_of(const Task& task) {
  const sweep::Point point = sweep::PointReader(options_.points).at(task.place);
  std::optional<Status> status = sweep::settled(store_, point.key, options_.choice);
  if (!status) status = run_point(point, store_, cache_, options_.choice.whole_reports);
  return std::string(rda::word(*status));
}

void SweepRunner::start() {
  const Task task = waiting_.front();
  waiting_.pop_front();
  const process::ChildRules rules{options_.memory_bytes, /*quiet=*/true};
  const auto end = options_.seconds == 0 ? Clock::time_point::max()
                                         : Clock::now() + std::chrono::seconds(options_.seconds);
  running_.push_back({task, process::Child([&] { return work_of(task); }, rules), end});
}

/// Until something has come from a child or a signal, or something else is to be done.
void SweepRunner::wait() {
  std::vector<pollfd> ready{{signals_.descriptor(), POLLIN, 0}};
  auto until = Clock::now() + SweepProgress::kInterval;
  for (const Running& one : running_) {
    ready.push_back({one.child.pipe(), POLLIN, 0});
    until = std::min(until, one.end);
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  poll(ready.data(), ready.size(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
}

/// Takes what has come. @return those that have ended, which no longer run
std::vector<SweepRunner::Running> SweepRunner::ended() {
  std::vector<Running> left, ended;
  for (Running& one : running_) {
    pollfd ready{one.child.pipe(), POLLIN, 0};
    const bool at_end = poll(&ready, 1, 0) > 0 && one.child.read_some();
    (at_end ? ended : left).push_back(std::move(one));
  }
  running_ = std::move(left);
  return ended;
}

void SweepRunner::take(const Task& task, const process::ChildOutcome& outcome) {
  if (outcome.ok()) return progress_.count(to_status(outcome.output));
  if (outcome.code != ExitCode::internal) throw Error(outcome.code, outcome.error);
  if (outcome.signal == SIGKILL && task.kills + 1 < kKillsThatCount)
    return waiting_.push_back({task.place, task.kills + 1});
  if (outcome.out_of_memory && options_.memory_bytes > 0)
    return put_error(task, Status::memory,
                     fmt::format("needed more than {} MB", options_.memory_bytes / 1'000'000));
  put_error(task, outcome.out_of_memory ? Status::memory : Status::crash, outcome.error);
}

void SweepRunner::kill_late() {
  const auto now = Clock::now();
  std::vector<Running> left;
  for (Running& one : running_) {
    if (now < one.end) {
      left.push_back(std::move(one));
      continue;
    }
    one.child.kill();
    put_error(one.task, Status::timeout, fmt::format("took longer than {} s", options_.seconds));
  }
  running_ = std::move(left);
}

void SweepRunner::put_error(const Task& task, Status status, const std::string& message) {
  const sweep::Point point = sweep::PointReader(options_.points).at(task.place);
  store_.put_error(point.key, to_text(point, {status, message, {}}));
  progress_.count(status);
}

}  // namespace rda::app
