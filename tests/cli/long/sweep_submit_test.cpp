// SPDX-License-Identifier: Apache-2.0
// `rdasim sweep submit` with stand-ins for Slurm's commands; tests/cluster has a real Slurm.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/support.h"
#include "sweep/packs.h"
#include "sweep/point.h"
#include "sweep/simulator.h"
#include "sweep/store.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;
using json::Value;

class SweepSubmit : public Cli {
 protected:
  SweepSubmit() : store_(path("a store")) {
    for (int n = 0; n < 24; ++n) add_point(n);
    program("scontrol", "echo 'MaxArraySize = 3'");
    program("squeue", "cat \"$(dirname \"$0\")/queue\"");
    program("sbatch",
            "cd \"$(dirname \"$0\")\"; echo \"$@\" >> calls; echo $((40 + $(wc -l < calls)))");
    file("queue", "");
    setenv("PATH", (fs::path(path("")).string() + ":/usr/bin:/bin").c_str(), 1);
  }

  void add_point(int n) {
    sweep::Point point;
    point.chip = point.mapping = point.run = Value::Object{};
    point.workload = Value::Object{{"hidden", n}};
    point.simulator = sweep::simulator();
    point.key = key_of(point);
    keys_.push_back(point.key);
    std::ofstream(path("points.jsonl"), std::ios::app) << to_line(point) << '\n';
  }

  void program(const std::string& name, const std::string& text) const {
    fs::permissions(file(name, "#!/bin/bash\n" + text + "\n"), fs::perms::owner_all);
  }

  /// 6 points a task, unless `words` say otherwise.
  Outcome submit(const std::vector<std::string>& words = {}) const {
    std::vector<std::string> all{
        "sweep", "submit", path("points.jsonl"), "--store", store_, "--seconds-per-point", "10"};
    all.insert(all.end(), words.begin(), words.end());
    return rdasim(all);
  }

  /// The keys of the packs of a submission.
  std::vector<std::string> packed(int submission) const {
    std::vector<std::string> keys;
    const fs::path packs = fs::path(store_) / "slurm" / std::to_string(submission) / "packs";
    for (int n = 0; fs::exists(sweep::pack_file(packs, n)); ++n) {
      sweep::PointReader reader(sweep::pack_file(packs, n));
      while (const auto point = reader.next()) keys.push_back(point->key);
    }
    std::ranges::sort(keys);
    return keys;
  }
  std::vector<std::string> sorted(std::vector<std::string> keys) const {
    std::ranges::sort(keys);
    return keys;
  }

  const std::string store_;
  std::vector<std::string> keys_;
};

TEST_F(SweepSubmit, PutsEveryPointIntoATaskAndCollectsAfterAllArrays) {
  const Outcome outcome = submit({"--time", "10:00"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "jobs 41 42 43; scripts and logs in " + store_ + "/slurm/1\n");
  EXPECT_EQ(packed(1), sorted(keys_));
  const std::string folder = store_ + "/slurm/1";
  EXPECT_EQ(read(path("calls")),
            "--parsable --array=0-1 --chdir=" + folder + " --time=10:00 " + folder +
                "/task.sh 0\n--parsable --array=0-1 --chdir=" + folder + " --time=10:00 " + folder +
                "/task.sh 2\n--parsable --dependency=afterany:41:42 --chdir=" + folder + " " +
                folder + "/collect.sh\n");
}

TEST_F(SweepSubmit, LeavesOutWhatIsInTheStoreOrInTheQueue) {
  const sweep::Store store(store_);
  store.put_result(keys_[0], "{}\n");
  store.put_error(keys_[1], "{}\n");
  EXPECT_EQ(submit().code, 0);
  EXPECT_EQ(packed(1).size(), 22u);

  file("queue", "41 0\n42 1\n43 N/A\n");  // packs 0 and 3 of 4
  EXPECT_EQ(submit().code, 0);
  EXPECT_EQ(packed(2).size(), 11u);

  file("queue", "41 0\n41 1\n42 0\n42 1\n");
  const Outcome nothing = submit();
  EXPECT_EQ(nothing.code, 0);
  EXPECT_EQ(nothing.out, "nothing to submit\n");
  EXPECT_FALSE(fs::exists(fs::path(store_) / "slurm" / "3"));

  file("queue", "");
  EXPECT_EQ(submit({"--retry-failed"}).code, 0);
  EXPECT_EQ(packed(3).size(), 23u);
}

TEST_F(SweepSubmit, DryRunPrintsScriptsAndCommandsAndLeavesNothing) {
  const Outcome outcome = submit({"--dry-run"});
  EXPECT_EQ(outcome.code, 0);
  for (const char* part : {"#SBATCH --requeue", "--signal=B:USR1@60", "sweep collect",
                           "--array=0-1", "afterany:JOB1:JOB2"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part;
  EXPECT_FALSE(fs::exists(store_));
  EXPECT_FALSE(fs::exists(path("calls")));
}

TEST_F(SweepSubmit, DryRunNeedsNoSlurm) {
  fs::remove(path("scontrol"));
  setenv("PATH", path("").c_str(), 1);
  const Outcome outcome = submit({"--dry-run"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.out.find("--array=0-3"), std::string::npos);
}

TEST_F(SweepSubmit, SaysThatThereIsNoSlurm) {
  fs::remove(path("scontrol"));
  setenv("PATH", path("").c_str(), 1);
  expect_refusal(submit(), 2, {"no Slurm here", "scontrol", "sweep run"});
}

TEST_F(SweepSubmit, NamesTheEnginesThereAre) {
  expect_refusal(submit({"--engine", "k8s"}), 64, {"--engine", "k8s", "slurm"});
}

TEST_F(SweepSubmit, KnowsAfterARefusalWhatWasSubmittedBeforeIt) {
  program("sbatch",
          "cd \"$(dirname \"$0\")\"; [ -e calls ] && exit 1; echo \"$@\" >> calls; echo 41");
  const Outcome outcome = submit();
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("sbatch refused"), std::string::npos) << outcome.err;
  file("queue", "41 0\n41 1\n");
  submit();
  EXPECT_EQ(packed(2).size(), 12u);
}

TEST_F(SweepSubmit, KeepsTheResultsOfThePointsThatItTimes) {
  const std::string points = path("small.jsonl");
  rdasim({"sweep", "plan", repository("configs/sweeps/small.json"), "-o", points});
  const Outcome outcome = rdasim({"sweep", "submit", points, "--store", store_});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("3 of 3 were run here"), std::string::npos) << outcome.err;
  int results = 0;
  sweep::Store(store_).for_each([&](const std::string&, sweep::Stored) { ++results; });
  EXPECT_EQ(results, 3);
  EXPECT_EQ(packed(1).size(), 21u);
}

TEST_F(SweepSubmit, StatusSaysHowManyTasksAreInTheQueue) {
  const std::vector<std::string> status{"sweep", "status", path("points.jsonl"), "--store", store_};
  EXPECT_EQ(rdasim(status).out.find("Slurm"), std::string::npos);
  submit();
  file("queue", "R 0\nPD 1\nPD 1\nPD N/A\n");
  EXPECT_NE(rdasim(status).out.find("tasks in Slurm's queue: 1 running, 2 waiting\n"),
            std::string::npos);
}

}  // namespace
}  // namespace rda::cli
