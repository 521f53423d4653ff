// SPDX-License-Identifier: Apache-2.0
#include "process/threads.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace rda::process {
namespace {

/// Work that threads share: each takes the next number, until there is none.
class SharedWork {
 public:
  SharedWork(int count, const std::function<std::string(int)>& work)
      : count_(count), work_(work), outcomes_(static_cast<std::size_t>(count)) {}

  /// What each thread does.
  void take_part() {
    std::unique_lock lock(mutex_);
    while (next_ < count_) {
      const int index = next_++;
      lock.unlock();
      ChildOutcome outcome = outcome_here([&] { return work_(index); });
      lock.lock();
      outcomes_[static_cast<std::size_t>(index)] = std::move(outcome);
      ++done_;
      changed_.notify_one();
    }
  }

  /// Waits until more than `seen` are done. @return how many are
  int wait_for_more_than(int seen) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done_ > seen; });
    return done_;
  }

  /// No work begins any more.
  void stop() {
    const std::lock_guard lock(mutex_);
    next_ = count_;
  }

  std::vector<ChildOutcome> take_outcomes() { return std::move(outcomes_); }

 private:
  const int count_;
  const std::function<std::string(int)>& work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int next_ = 0, done_ = 0;
  std::vector<ChildOutcome> outcomes_;
};

}  // namespace

std::vector<ChildOutcome> in_threads(int count, int jobs,
                                     const std::function<std::string(int)>& work,
                                     const std::function<void(int done)>& progress) {
  SharedWork shared(std::max(count, 0), work);
  {
    std::vector<std::jthread> threads;
    try {
      for (int thread = 0; thread < std::min(count, children_at_once(jobs)); ++thread)
        threads.emplace_back([&] { shared.take_part(); });
      for (int done = 0; done < count;) {
        done = shared.wait_for_more_than(done);
        if (progress) progress(done);
      }
    } catch (...) {
      shared.stop();
      throw;
    }
  }
  return shared.take_outcomes();
}

}  // namespace rda::process
