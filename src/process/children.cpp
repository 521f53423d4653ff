// SPDX-License-Identifier: Apache-2.0
#include "process/children.h"

#include <poll.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace rda::process {
namespace {

/// A child that does the work of a number.
struct Numbered {
  int index = 0;
  Child child;
};

/// Waits for output of some. @return those that have ended, which are then no longer in `running`
std::vector<Numbered> read_some(std::vector<Numbered>& running) {
  std::vector<pollfd> ready;
  for (const Numbered& one : running) ready.push_back({one.child.pipe(), POLLIN, 0});
  if (poll(ready.data(), ready.size(), -1) < 0) return {};  // a signal the parent lives on with
  std::vector<Numbered> left, ended;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    const bool at_end = ready[i].revents != 0 && running[i].child.read_some();
    (at_end ? ended : left).push_back(std::move(running[i]));
  }
  running = std::move(left);
  return ended;
}

}  // namespace

int children_at_once(int jobs) {
  return jobs > 0 ? jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::vector<ChildOutcome> in_children(int count, int jobs,
                                      const std::function<std::string(int)>& work,
                                      const std::function<void(int done)>& progress) {
  const auto at_once = static_cast<std::size_t>(children_at_once(jobs));
  std::vector<ChildOutcome> outcomes(static_cast<std::size_t>(std::max(count, 0)));
  std::vector<Numbered> running;
  int next = 0, done = 0;
  while (done < count) {
    for (; next < count && running.size() < at_once; ++next)
      running.push_back({next, Child([&] { return work(next); })});
    for (Numbered& one : read_some(running)) {
      outcomes[static_cast<std::size_t>(one.index)] = one.child.end();
      ++done;
      if (progress) progress(done);
    }
  }
  return outcomes;
}

}  // namespace rda::process
