// SPDX-License-Identifier: Apache-2.0
// What is left of a sweep that is killed, stopped, or meets a limit; and that it goes on from
// there.
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "cli/support_sweep.h"
#include "sweep/result.h"
#include "sweep/store.h"

namespace rda::cli {
namespace {

class SweepCrash : public SweepCli {
 protected:
  SweepCrash() { prctl(PR_SET_CHILD_SUBREAPER, 1); }  // orphans become children of this process

  std::size_t results(const std::string& store = "store") const {
    std::size_t count = 0;
    sweep::Store(path(store)).for_each([&](const std::string&, sweep::Stored) { ++count; });
    return count;
  }

  /// Starts a sweep and kills it once so many results are there.
  void kill_at(std::size_t count, const std::string& file) const {
    const pid_t process = start_sweep(file, "store", {"-j", "2"});
    EXPECT_TRUE(wait_until([&] { return results() >= count; }));
    kill(process, SIGKILL);
    EXPECT_EQ(end_of(process), 128 + SIGKILL);
    wait_for_orphans();  // the points in flight
  }

  /// Waits for the end of all that a sweep has left behind.
  static void wait_for_orphans() {
    while (waitpid(-1, nullptr, 0) > 0) continue;
  }

  /// The first child that is none of `known`.
  static pid_t new_child(pid_t process, const std::vector<pid_t>& known) {
    pid_t found = -1;
    wait_until([&] {
      for (const pid_t child : children_of(process))
        if (std::ranges::find(known, child) == known.end()) found = child;
      return found > 0;
    });
    return found;
  }

  /// Some tenths of a second.
  sweep::Point slow(int more_steps = 0) const {
    return point({{"/steps", std::to_string(3000 + more_steps)}, {"/verify_steps", "-1"}});
  }
};

TEST_F(SweepCrash, KilledTwiceItLosesThePointsInFlightAndNothingElse) {
  std::vector<sweep::Point> all = points(12);
  for (int i = 0; i < 3; ++i) all.push_back(slow(i));
  const std::string file = write(all);
  ASSERT_EQ(sweep_run(file, "whole").code, 0);
  kill_at(3, file);
  const std::size_t first = results();
  EXPECT_GE(first, 3u);
  kill_at(first + 3, file);
  EXPECT_LT(results(), all.size()) << "it was over before it was killed";
  const Outcome rest = sweep_run(file);
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(files(), files("whole"));
}

TEST_F(SweepCrash, TerminationStopsAtOnceWithCode75) {
  const std::string file = write({endless(), endless(), points(1)[0]});
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const pid_t process = start_sweep(file, "store", {"-j", "2"});
    ASSERT_GT(new_child(process, {}), 0);
    kill(process, signal);
    EXPECT_EQ(end_of(process), 75);
    wait_for_orphans();  // the candidates of their searches
    EXPECT_TRUE(files().empty());
  }
}

TEST_F(SweepCrash, WarningOfATimeLimitLetsThePointsInFlightEnd) {
  const std::string file = write({slow(), points(1)[0]});
  const pid_t process = start_sweep(file, "store", {"-j", "1"});
  ASSERT_GT(new_child(process, {}), 0);
  kill(process, SIGUSR1);
  EXPECT_EQ(end_of(process), 75);
  EXPECT_EQ(results(), 1u);
  EXPECT_EQ(sweep::Store(path("store")).has(slow().key), sweep::Stored::result);
}

TEST_F(SweepCrash, SignalsThatReachThePointsAsWellLeaveNoFalseRecord) {
  const std::string file = write({endless()});
  const pid_t process = start_sweep(file);
  const pid_t child = new_child(process, {});
  ASSERT_GT(child, 0);
  for (const int signal : {SIGUSR1, SIGINT, SIGTERM}) {
    kill(child, signal);
    usleep(20000);
    EXPECT_EQ(waitpid(process, nullptr, WNOHANG), 0);
  }
  kill(process, SIGTERM);
  EXPECT_EQ(end_of(process), 75);
  EXPECT_TRUE(files().empty());
}

TEST_F(SweepCrash, SignalThatIsIgnoredStaysIgnored) {
  std::signal(SIGHUP, SIG_IGN);  // as nohup does
  const pid_t process = start_sweep(write({slow()}));
  std::signal(SIGHUP, SIG_DFL);
  ASSERT_GT(new_child(process, {}), 0);
  kill(process, SIGHUP);
  EXPECT_EQ(end_of(process), 0);
}

TEST_F(SweepCrash, PointThatIsKilledTwiceIsACrashAndTheOthersGoOn) {
  const std::string file = write({slow(), points(1)[0]});
  ASSERT_EQ(sweep_run(file, "whole").code, 0);
  const pid_t process = start_sweep(file, "store", {"-j", "1"});
  const pid_t first = new_child(process, {});
  kill(first, SIGKILL);
  const pid_t other = new_child(process, {first});
  kill(new_child(process, {first, other}), SIGKILL);
  EXPECT_EQ(end_of(process), 6);
  const sweep::Store store(path("store"));
  ASSERT_EQ(store.has(slow().key), sweep::Stored::error);
  const sweep::Result crash = sweep::parse_result(*store.get(slow().key), "crash");
  EXPECT_EQ(crash.status, sweep::Status::crash);
  EXPECT_NE(crash.message.find("signal 9"), crash.message.npos) << crash.message;
  EXPECT_EQ(sweep("status", file).out.find("2 points: 1 ok, 1 crash\n"), 0u);
  EXPECT_EQ(sweep_run(file).code, 6) << "it is not tried again unasked";
  const Outcome again = sweep_run(file, "store", {"--retry-failed"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(files(), files("whole"));
}

TEST_F(SweepCrash, PointThatTakesTooLongIsATimeout) {
  const std::string file = write({endless(), points(1)[0]});
  const Outcome outcome = sweep_run(file, "store", {"--timeout", "2"});
  EXPECT_EQ(outcome.code, 6) << outcome.err;
  EXPECT_EQ(outcome.out, "2 points: 1 ok, 1 timeout\n");
  wait_for_orphans();  // the candidates of its search
  const sweep::Store store(path("store"));
  EXPECT_EQ(sweep::parse_result(*store.get(endless().key), "timeout").message,
            "took longer than 2 s");
}

#ifndef __SANITIZE_ADDRESS__  // which takes terabytes of addresses
TEST_F(SweepCrash, PointThatNeedsTooMuchMemoryIsNamedSo) {
  const sweep::Point big = point({{"/steps", "1000000"}, {"/verify_steps", "-1"}});
  const Outcome outcome = sweep_run(write({big, points(1)[0]}), "store", {"--memory-mb", "50"});
  EXPECT_EQ(outcome.code, 6) << outcome.err;
  EXPECT_EQ(outcome.out, "2 points: 1 ok, 1 memory\n");
  EXPECT_EQ(sweep::parse_result(*sweep::Store(path("store")).get(big.key), "memory").message,
            "needed more than 50 MB");
}
#endif

}  // namespace
}  // namespace rda::cli
