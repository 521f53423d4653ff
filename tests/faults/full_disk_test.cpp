// SPDX-License-Identifier: Apache-2.0
// Each call that changes a file fails in turn: a full disk, a disk with errors, a killed program.
#include <fstream>
#include <utility>

#include "faults/support.h"

namespace rda::faults {
namespace {

class FullDisk : public Faults {
 protected:
  const std::string folder_ = path("work");
  std::string in_folder(const std::string& name) const { return folder_ + '/' + name; }

  /// A points file and its store, with results.
  std::string filled_store() const {
    const std::string points = write(this->points(3));
    EXPECT_EQ(sweep_run(points).code, 0);
    return points;
  }
};

TEST_F(FullDisk, RunKeepsTheOldReportOrWritesTheWholeNewOne) {
  expect_all_or_nothing({.folder = folder_,
                         .command = {"run", chip_, workload_, "-o", in_folder("report.json")},
                         .named = {"report.json"},
                         .before = {{"report.json", "old"}}});
}

TEST_F(FullDisk, RunWritesEachOfItsOtherOutputsWholeOrNotAtAll) {
  for (const auto& [option, name] :
       {std::pair("--html", "page.html"), {"--power", "power.csv"}, {"--outputs", "y.npz"}})
    expect_all_or_nothing({.folder = folder_,
                           .command = {"run", chip_, workload_, option, in_folder(name)},
                           .named = {name},
                           .own_words = true,
                           .before = {{name, "old"}}});
}

TEST_F(FullDisk, DrawWritesAWholePicture) {
  const std::string report = path("report.json");
  ASSERT_EQ(run({"-o", report}).code, 0);
  expect_all_or_nothing({.folder = folder_,
                         .command = {"draw", report, "-o", in_folder("chip.svg")},
                         .named = {"chip.svg"},
                         .before = {{"chip.svg", "old"}}});
}

TEST_F(FullDisk, MapKeepsTheOldMappingOrWritesTheWholeNewOne) {
  expect_all_or_nothing({.folder = folder_,
                         .command = {"map", chip_, workload_, "-o", in_folder("mapping.json")},
                         .named = {"mapping.json"},
                         .before = {{"mapping.json", "old"}}});
}

TEST_F(FullDisk, QuantizeKeepsTheOldWorkloadOrWritesTheWholeNewOne) {
  expect_all_or_nothing(
      {.folder = folder_,
       .command = {"quantize", workload_, "--to", "int8", "-o", in_folder("int8.json")},
       .named = {"int8.json"},
       .before = {{"int8.json", "old"}}});
}

TEST_F(FullDisk, ExplainKeepsTheOldFileOrWritesTheWholeNewOne) {
  expect_all_or_nothing(
      {.folder = folder_,
       .command = {"explain", chip_, workload_, "--no-what-if", "-o", in_folder("why.json")},
       .named = {"why.json"},
       .before = {{"why.json", "old"}}});
}

TEST_F(FullDisk, CompareKeepsTheOldFileOrWritesTheWholeNewOne) {
  const std::string report = path("report.json");
  ASSERT_EQ(run({"-o", report}).code, 0);
  expect_all_or_nothing({.folder = folder_,
                         .command = {"compare", report, report, "-o", in_folder("same.txt")},
                         .named = {"same.txt"},
                         .before = {{"same.txt", "old"}}});
}

TEST_F(FullDisk, SearchLogIsWrittenWholeOrNotAtAll) {
  expect_all_or_nothing({.folder = folder_,
                         .command = {"map",
                                     chip_,
                                     cli::repository("workloads/small/rnn_24_3.json"),
                                     "--mapping",
                                     "auto",
                                     "--search-budget",
                                     "1",
                                     "--set",
                                     "/hu=1",
                                     "--set",
                                     "/ru=1",
                                     "--set",
                                     "/turns=1",
                                     "--set",
                                     "/region_rows=8",
                                     "--set",
                                     "/region_cols=8",
                                     "--search-log",
                                     in_folder("log.json"),
                                     "-o",
                                     in_folder("mapping.json")},
                         .named = {"log.json", "mapping.json"},
                         .only_full_disk = true});
}

TEST_F(FullDisk, CacheThatCannotBeWrittenChangesNoResult) {
  const std::string cache = path("work/cache");
  refill(folder_, {});
  const Words command{"run", chip_, workload_, "--cache-dir", cache};
  setenv("RDASIM_CACHE_MB", "10", 1);
  const Disturbed whole = disturbed(folder_, command, {});
  ASSERT_EQ(whole.outcome.code, 0) << whole.outcome.err;
  const Files after = whole_files(folder_);
  ASSERT_EQ(after.size(), 1u);
  for (long at = 1; at <= whole.calls; ++at) {
    refill(folder_, {});
    const Disturbed run = disturbed(folder_, command, {at, ENOSPC, true});
    ASSERT_NE(run.failed, "");
    EXPECT_EQ(run.outcome.code, 0) << run.failed << run.outcome.err;
    EXPECT_EQ(run.outcome.out, whole.outcome.out) << run.failed;
    EXPECT_EQ(cli::rdasim(command).code, 0);
    EXPECT_EQ(whole_files(folder_), after) << run.failed;
  }
}

TEST_F(FullDisk, PlanWritesAllPointsOrNone) {
  const std::string spec =
      file("sweep.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ +
                             R"("], "axes": [{"knob": "/pcu/lanes", "values": [4, 8]}]})");
  expect_all_or_nothing({.folder = folder_,
                         .command = {"sweep", "plan", spec, "-o", in_folder("points.jsonl")},
                         .named = {"points.jsonl"},
                         .before = {{"points.jsonl", "old"}}});
}

TEST_F(FullDisk, SweepKeepsWhatIsFinished) {
  const std::string points = write(this->points(3));
  expect_all_or_nothing(
      {.folder = folder_,
       .command = {"sweep", "run", points, "--store", in_folder("store"), "-j", "1"},
       .named = {"store"}});
}

TEST_F(FullDisk, SweepWithWholeReportsKeepsWhatIsFinished) {
  const std::string points = write(this->points(2));
  expect_all_or_nothing(
      {.folder = folder_,
       .command = {"sweep", "run", points, "--store", in_folder("store"), "-j", "1", "--detail"},
       .named = {"store"}});
}

TEST_F(FullDisk, CollectWritesWholeTables) {
  const std::string points = filled_store();
  expect_all_or_nothing(
      {.folder = folder_,
       .command = {"sweep", "collect", points, "--store", path("store"), "--csv",
                   in_folder("all.csv"), "--sqlite", in_folder("all.db"), "--markdown",
                   in_folder("all.md"), "--latex", in_folder("all.tex")},
       .named = {"all.csv", "all.db", "all.md", "all.tex"},
       .own_words = true,
       .before = {{"all.csv", "old"}, {"all.db", "old"}, {"all.tex", "old"}}});
}

TEST_F(FullDisk, CollectOfCsvAloneWritesAWholeTable) {
  const std::string points = filled_store();
  expect_all_or_nothing({.folder = folder_,
                         .command = {"sweep", "collect", points, "--store", path("store"), "--csv",
                                     in_folder("all.csv")},
                         .named = {"all.csv"},
                         .own_words = true});
}

TEST_F(FullDisk, PlotWritesAWholePicture) {
  const std::string points = filled_store();
  for (const char* name : {"front.svg", "front.png"})
    expect_all_or_nothing({.folder = folder_,
                           .command = {"sweep", "plot", points, "--store", path("store"), "--x",
                                       "cycles", "--y", "latency_ms", "-o", in_folder(name)},
                           .named = {name},
                           .before = {{name, "old"}}});
}

TEST_F(FullDisk, CheckUpdatesBothItsFilesOrNone) {
  const std::string golden = R"({"about": "one case", "cases": {"tiny": {"chip": ")" + chip_ +
                             R"(", "metrics": {"cycles": {}}, "workload": ")" + workload_ +
                             R"("}}, "schema": 1})";
  expect_all_or_nothing({.folder = folder_,
                         .command = {"check", in_folder("golden.json"), "--update", "--why", "new"},
                         .named = {"golden.json", "golden.profile.json"},
                         .before = {{"golden.json", golden}}});
}

}  // namespace
}  // namespace rda::faults
