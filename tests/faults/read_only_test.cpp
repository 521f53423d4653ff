// SPDX-License-Identifier: Apache-2.0
// Folders that nothing can be written to. Permissions do not stop root, so the folders lie where no
// file can be made (/proc), or every call that makes one fails as on a read-only file system.
#include <filesystem>

#include "faults/support.h"

namespace rda::faults {
namespace {

class ReadOnly : public Faults {
 protected:
  const std::string folder_ = path("work");

  /// As if the folder were of a file system that is mounted read-only.
  cli::Outcome run_read_only(const Words& words) const {
    return disturbed(folder_, words, {1, EROFS, true}).outcome;
  }
};

TEST_F(ReadOnly, OutputsAreRefusedBeforeTheRun) {
  const Files old{{"out.json", "old"}};
  refill(folder_, old);
  for (const char* command : {"run", "map", "explain"}) {
    const auto outcome = run_read_only({command, chip_, workload_, "-o", folder_ + "/out.json"});
    cli::expect_refusal(outcome, 74, {"out.json", "Read-only file system"});
    EXPECT_EQ(whole_files(folder_), old) << command;
  }
}

TEST_F(ReadOnly, StoreIsRefusedAndLosesNothing) {
  const std::string some = write(points(1)), all = write(points(2), "all.jsonl");
  ASSERT_EQ(sweep_run(some, "work").code, 0);
  const Files before = whole_files(folder_);
  cli::expect_refusal(run_read_only({"sweep", "run", all, "--store", folder_}), 74,
                      {folder_, "Read-only file system"});
  EXPECT_EQ(whole_files(folder_), before);
  EXPECT_EQ(sweep_run(all, "work").code, 0);
}

TEST_F(ReadOnly, FullStoreNeedsNoWriting) {
  const std::string all = write(points(2));
  ASSERT_EQ(sweep_run(all, "work").code, 0);
  const auto outcome = run_read_only({"sweep", "collect", all, "--store", folder_, "--csv", "-"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST_F(ReadOnly, CacheIsOnlyToldOf) {
  refill(folder_, {});
  setenv("RDASIM_CACHE_MB", "10", 1);
  const auto outcome =
      run_read_only({"run", chip_, workload_, "--cache-dir", folder_, "--host-stats"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  cli::expect_parts(outcome.err, {"none: ", "Read-only file system"});
}

TEST_F(ReadOnly, CacheThatHoldsEntriesIsStillUsed) {
  refill(folder_, {});
  setenv("RDASIM_CACHE_MB", "10", 1);
  const Words command{"run", chip_, workload_, "--cache-dir", folder_, "--host-stats"};
  ASSERT_EQ(cli::rdasim(command).code, 0);
  const auto outcome = run_read_only(command);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  cli::expect_parts(outcome.err, {"found in"});
}

}  // namespace
}  // namespace rda::faults
