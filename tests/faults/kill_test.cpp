// SPDX-License-Identifier: Apache-2.0
// The program is killed (SIGKILL) at moments drawn at random.
#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>

#include "base/random.h"
#include "faults/support.h"

namespace rda::faults {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = 100, kKilled = 128 + SIGKILL;

class Kill : public Faults {
 protected:
  Kill() { prctl(PR_SET_CHILD_SUBREAPER, 1); }  // orphans become children of this process

  const std::string folder_ = path("work");

  static void wait_for_orphans() {
    while (waitpid(-1, nullptr, 0) > 0) continue;
  }
};

TEST_F(Kill, OfSweepsLosesNothingThatIsFinished) {
  const std::string points = write(this->points(24));
  ASSERT_EQ(sweep_run(points, "whole").code, 0);
  const auto whole = files("whole");
  const Words command{"sweep", "run", points, "--store", folder_, "-j", "2"};
  Random random(1);
  Files before;
  int killed = 0;
  for (int tries = 0; killed < kKills && tries < 100 * kKills; ++tries) {
    const int code =
        run_and_kill(command, static_cast<unsigned>(random.uniform_int(1000, 250'000)));
    wait_for_orphans();  // the points in flight
    ASSERT_TRUE(code == kKilled || code == 0) << code;
    killed += code == kKilled;
    const Files now = fs::exists(folder_) ? whole_files(folder_) : Files();
    for (const auto& [file, bytes] : now) {
      ASSERT_TRUE(whole.contains(file)) << file;
      ASSERT_EQ(bytes, whole.at(file)) << file << " is not whole";
    }
    for (const auto& [file, bytes] : before) ASSERT_TRUE(now.contains(file)) << file << " is lost";
    before = now;
    if (now.size() < whole.size()) continue;
    before.clear();  // and again
    fs::remove_all(folder_);
  }
  EXPECT_EQ(killed, kKills);
  EXPECT_EQ(cli::rdasim(command).code, 0);
  EXPECT_EQ(whole_files(folder_), whole);
  EXPECT_EQ(unfinished_files(folder_), 0u) << "a sweep leaves what killed ones have left";
}

TEST_F(Kill, OfRunsLeavesTheOldReportOrTheWholeNewOne) {
  const Words command{"run", chip_, workload_, "-o", folder_ + "/report.json"};
  refill(folder_, {});
  ASSERT_EQ(cli::rdasim(command).code, 0);
  const Files whole = whole_files(folder_), old{{"report.json", "old"}};
  Random random(2);
  int killed = 0;
  for (int tries = 0; killed < kKills && tries < 100 * kKills; ++tries) {
    refill(folder_, old);
    const int code = run_and_kill(command, static_cast<unsigned>(random.uniform_int(500, 60'000)));
    ASSERT_TRUE(code == kKilled || code == 0) << code;
    killed += code == kKilled;
    const Files now = whole_files(folder_);
    EXPECT_TRUE(now == whole || (code == kKilled && now == old));
  }
  EXPECT_EQ(killed, kKills);
}

TEST_F(Kill, OfRunsLeavesAWholeEntryOfTheCacheOrNone) {
  const Words command{"run", chip_, workload_, "--cache-dir", folder_};
  setenv("RDASIM_CACHE_MB", "10", 1);
  refill(folder_, {});
  ASSERT_EQ(cli::rdasim(command).code, 0);
  const Files whole = whole_files(folder_);
  ASSERT_EQ(whole.size(), 1u);
  Random random(3);
  int killed = 0;
  for (int tries = 0; killed < kKills && tries < 100 * kKills; ++tries) {
    refill(folder_, {});
    const int code = run_and_kill(command, static_cast<unsigned>(random.uniform_int(500, 60'000)));
    ASSERT_TRUE(code == kKilled || code == 0) << code;
    killed += code == kKilled;
    const Files now = whole_files(folder_);
    EXPECT_TRUE(now == whole || (code == kKilled && now.empty()));
  }
  EXPECT_EQ(killed, kKills);
}

}  // namespace
}  // namespace rda::faults
