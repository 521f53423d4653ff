// SPDX-License-Identifier: Apache-2.0
// Stores that are full, cannot be written, or are filled by two sweeps at once.
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "cli/support_sweep.h"
#include "sweep/result.h"
#include "sweep/store.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

class SweepStore : public SweepCli {
 protected:
  ~SweepStore() override {
    if (mounted_) umount(path("disk").c_str());
  }

  /// A disk of its own at `disk`. @return whether this process may mount one
  bool mount_disk(const std::string& options, unsigned long flags = 0) {
    fs::create_directories(path("disk"));
    const unsigned long change = mounted_ ? MS_REMOUNT : 0;
    const bool done =
        mount("tmpfs", path("disk").c_str(), "tmpfs", flags | change, options.c_str()) == 0;
    mounted_ = mounted_ || done;
    return done;
  }

  void expect_only_whole_results(const std::string& store) const {
    for (const auto& [name, text] : files(store)) {
      EXPECT_TRUE(name.ends_with(".json")) << name;
      EXPECT_NO_THROW(sweep::parse_result(text, name));
    }
  }

 private:
  bool mounted_ = false;
};

TEST_F(SweepStore, FullDiskIsCode74AndWhatIsFinishedIsSafe) {
  if (!mount_disk("size=64k")) GTEST_SKIP() << "may not mount a disk: " << std::strerror(errno);
  const std::string file = write(points(16));
  ASSERT_EQ(sweep_run(file, "whole").code, 0);
  expect_refusal(sweep_run(file, "disk/store"), 74, {"disk/store", "No space left"});
  const std::size_t before = files("disk/store").size();
  EXPECT_GT(before, 0u);
  expect_only_whole_results("disk/store");
  ASSERT_TRUE(mount_disk("size=10m"));
  const Outcome rest = sweep_run(file, "disk/store");
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(files("disk/store"), files("whole"));
}

TEST_F(SweepStore, ReadOnlyStoreIsCode74BeforeAnythingRuns) {
  if (!mount_disk("size=1m")) GTEST_SKIP() << "may not mount a disk: " << std::strerror(errno);
  const std::string file = write({endless()});
  fs::create_directories(path("disk/store"));
  ASSERT_TRUE(mount_disk("size=1m", MS_RDONLY));
  expect_refusal(sweep_run(file, "disk/store"), 74, {"disk/store", "Read-only"});
  expect_refusal(sweep_run(file, "disk/other"), 74, {"disk/other", "Read-only"});
}

TEST_F(SweepStore, FileInTheStoresPlaceIsCode74BeforeAnythingRuns) {
  const std::string taken = file("store", "mine");
  expect_refusal(sweep_run(write({endless()})), 74, {"store"});
  EXPECT_EQ(read(taken), "mine");
}

TEST_F(SweepStore, LimitOfFileSizeIsCode74) {
  // A result is larger than a block of `ulimit -f`.
  const std::string file = write(points(1));
  const std::string command = "ulimit -f 1; RDASIM_CACHE_MB=0 " RDA_BINARY_DIR
                              "/rdasim sweep run " +
                              file + " --store " + path("store") + " 2> /dev/null";
  const int status = system(("bash -c '" + command + "'").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 74);
  EXPECT_TRUE(files().empty());
}

TEST_F(SweepStore, TwoSweepsAtOnceFillItTogether) {
  const std::string file = write(points(10, 3));
  ASSERT_EQ(sweep_run(file, "whole").code, 0);
  const pid_t one = start_sweep(file, "store", {"-j", "1"});
  const pid_t other = start_sweep(file, "store", {"-j", "1"});
  EXPECT_EQ(end_of(one), 0);
  EXPECT_EQ(end_of(other), 0);
  EXPECT_EQ(files(), files("whole"));
}

TEST_F(SweepStore, SecondSweepBeginsAtTheOtherEnd) {
  std::vector<sweep::Point> all{endless()};
  for (const sweep::Point& point : points(4)) all.push_back(point);
  const std::string file = write(all);
  const pid_t first = start_sweep(file, "store", {"-j", "1"});
  ASSERT_TRUE(wait_until([&] { return !children_of(first).empty(); }));
  const pid_t second = start_sweep(file, "store", {"-j", "1"});
  EXPECT_TRUE(wait_until([&] { return files().size() == 4; }));
  kill(second, SIGTERM);
  kill(first, SIGTERM);
  EXPECT_EQ(end_of(second), 75);
  EXPECT_EQ(end_of(first), 75);
}

TEST_F(SweepStore, TemporaryFilesOfKilledSweepsGo) {
  const std::string file = write(points(1));
  ASSERT_EQ(sweep_run(file).code, 0);
  const auto whole = files();
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  const pid_t gone = fork();
  if (gone == 0) _exit(0);
  end_of(gone);
  Cli::file("store/.rdasim-" + std::string(host) + "-" + std::to_string(gone) + "-0.tmp", "{");
  EXPECT_EQ(files().size(), 2u);
  ASSERT_EQ(sweep_run(file).code, 0);
  EXPECT_EQ(files(), whole);
}

}  // namespace
}  // namespace rda::cli
