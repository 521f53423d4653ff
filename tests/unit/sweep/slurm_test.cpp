// SPDX-License-Identifier: Apache-2.0
#include "sweep/slurm.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rda::sweep {
namespace {

TEST(Slurm, TimeLimitsAndSizesAreThoseOfSbatch) {
  for (const char* limit : {"90", "10:00", "1:30:00", "2-12", "2-12:30", "2-12:30:00", "UNLIMITED"})
    EXPECT_TRUE(is_time_limit(limit)) << limit;
  for (const char* word : {"x", "1h", "1:2:3:4", "-1", "2-", ":30", "1.5"})
    EXPECT_FALSE(is_time_limit(word)) << word;
  for (const char* size : {"500", "500M", "2g", "2GB"}) EXPECT_TRUE(is_memory_size(size)) << size;
  for (const char* word : {"2GG", "G", "1.5G", "-1"}) EXPECT_FALSE(is_memory_size(word)) << word;
}

using Words = std::vector<std::string>;

TEST(Slurm, GivesEachStoreAJobNameOfItsOwn) {
  EXPECT_EQ(job_name("/a"), job_name("/a"));
  EXPECT_NE(job_name("/a"), job_name("/b"));
  EXPECT_EQ(job_name("/a").size(), std::string("rdasim-").size() + 12);
}

TEST(Slurm, PacksSoManyPointsThatATaskTakesAtLeastTheChunk) {
  EXPECT_EQ(points_a_task(0.2, 60), 300);
  EXPECT_EQ(points_a_task(0.7, 60), 86);  // 85 would take 59.5 s
  EXPECT_EQ(points_a_task(100, 60), 1);
  EXPECT_EQ(points_a_task(0, 60), 1000000);
}

TEST(Slurm, SplitsPacksIntoAsFewArraysAsMaxArraySizeAllows) {
  EXPECT_EQ(job_arrays(1, 1001), (std::vector<JobArray>{{0, 1}}));
  EXPECT_EQ(job_arrays(1001, 1001), (std::vector<JobArray>{{0, 1001}}));
  EXPECT_EQ(job_arrays(1002, 1001), (std::vector<JobArray>{{0, 501}, {501, 501}}));
  EXPECT_EQ(job_arrays(7, 3), (std::vector<JobArray>{{0, 2}, {2, 2}, {4, 3}}));
}

TEST(Slurm, AsksForAnArrayWithWhatTheUserWants) {
  Request request;
  request.folder = "/a b/slurm/1";
  EXPECT_EQ(array_command(request, {20, 10}),
            (Words{"sbatch", "--parsable", "--array=0-9", "--chdir=/a b/slurm/1",
                   "/a b/slurm/1/task.sh", "20"}));
  request.time = "10:00";
  request.memory = "2G";
  request.partition = "long";
  request.at_once = 4;
  request.more = {"--account=lab"};
  EXPECT_EQ(array_command(request, {0, 10}),
            (Words{"sbatch", "--parsable", "--array=0-9%4", "--chdir=/a b/slurm/1", "--time=10:00",
                   "--mem=2G", "--partition=long", "--account=lab", "/a b/slurm/1/task.sh", "0"}));
}

TEST(Slurm, CollectsAfterAllArraysHoweverTheyEnd) {
  Request request;
  request.folder = "/s/slurm/1";
  request.partition = "long";
  request.time = "10:00";  // of a task
  EXPECT_EQ(collect_command(request, {"17", "18"}),
            (Words{"sbatch", "--parsable", "--dependency=afterany:17:18", "--chdir=/s/slurm/1",
                   "--partition=long", "/s/slurm/1/collect.sh"}));
}

TEST(Slurm, ReadsTheNumberOfTheJobThatWasSubmitted) {
  EXPECT_EQ(submitted_job("17\n"), "17");
  EXPECT_EQ(submitted_job("17;cluster\n"), "17");
  EXPECT_EQ(submitted_job(""), "");
  EXPECT_EQ(submitted_job("sbatch: error\n"), "");
  EXPECT_EQ(submitted_job("17\n18\n"), "");
}

TEST(Slurm, ReadsASettingOfTheCluster) {
  const std::string config =
      "Configuration data as of 2026\nMaxArraySize            = 1001\n"
      "MaxArraySizeOther = 7\nMailProg = /bin/mail\n";
  EXPECT_EQ(setting(config, "MaxArraySize"), 1001);
  EXPECT_EQ(setting(config, "MaxJobCount"), std::nullopt);
  EXPECT_EQ(setting(config, "MailProg"), std::nullopt);
}

TEST(Slurm, ReadsBackWhichArraysWereSubmitted) {
  const std::vector<SubmittedArray> arrays{{"17", {0, 501}}, {"18", {501, 500}}};
  const std::string lines = to_line(arrays[0]) + to_line(arrays[1]);
  EXPECT_EQ(submitted_arrays(lines), arrays);
  EXPECT_EQ(submitted_arrays("17 0"), std::vector<SubmittedArray>{});
  EXPECT_EQ(submitted_arrays("a b c\n"), std::vector<SubmittedArray>{});
}

TEST(Slurm, FindsThePacksWhoseTasksAreInTheQueue) {
  const std::vector<SubmittedArray> arrays{{"17", {0, 3}}, {"18", {3, 2}}};
  EXPECT_EQ(packs_in_queue("17 2\n18 0\n18 1\n", arrays), (std::vector<std::int64_t>{2, 3, 4}));
  // Another submission's job, the job that collects, and an index that the array did not have.
  EXPECT_EQ(packs_in_queue("16 0\n19 N/A\n17 7\n", arrays), std::vector<std::int64_t>{});
  EXPECT_EQ(packs_in_queue("", arrays), std::vector<std::int64_t>{});
}

TEST(Slurm, CountsTasksThatRunAndThatWait) {
  EXPECT_EQ(tasks_in_queue("R 0\nPD 2\nCG 1\nPD 3\nPD 4\nPD N/A\n"), (TaskCounts{2, 3}));
  EXPECT_EQ(tasks_in_queue(""), (TaskCounts{0, 0}));
}

}  // namespace
}  // namespace rda::sweep
