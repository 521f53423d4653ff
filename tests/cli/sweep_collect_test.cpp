// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/support_sweep.h"
#include "sweep/store.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

class SweepCollect : public SweepCli {
 protected:
  /// A sweep of two points that are ok, one that does not map, and one that has not run.
  std::string swept() const {
    std::vector<sweep::Point> all = points(2);
    all.push_back(point({{"/hidden", "4096"}}));
    const std::string file = write(all);
    EXPECT_EQ(sweep_run(file).code, 0);
    all.push_back(point({{"/seed", "99"}}));
    return write(all, "more.jsonl");
  }
};

TEST_F(SweepCollect, WritesARowForEveryPoint) {
  const std::string file = swept();
  const Outcome outcome = sweep("collect", file, "store", {"--csv", path("t.csv")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "4 points: 2 ok, 1 unmappable, 1 missing\n");
  const std::string csv = read(path("t.csv"));
  EXPECT_EQ(csv.find("key,status,message,/place_effort,/seed,"), 0u) << csv;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 5);
  EXPECT_NE(csv.find("\n" + point({{"/seed", "99"}}).key + ",missing,,"), csv.npos);
  for (const auto& entry : fs::directory_iterator(path("")))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".rdasim")) << entry.path();
}

TEST_F(SweepCollect, SameBytesAgainAndOnStdout) {
  const std::string file = swept();
  ASSERT_EQ(sweep("collect", file).code, 0);  // results.db and results.csv in the store
  const std::string csv = read(path("store/results.csv")), db = read(path("store/results.db"));
  ASSERT_EQ(sweep("collect", file).code, 0);
  EXPECT_EQ(read(path("store/results.csv")), csv);
  EXPECT_EQ(read(path("store/results.db")), db);
  EXPECT_EQ(db.find("SQLite format 3"), 0u);
  EXPECT_EQ(sweep("collect", file, "store", {"--csv", "-"}).out, csv);
}

TEST_F(SweepCollect, WhatCannotBeWrittenIsCode74) {
  const std::string file = swept();
  expect_refusal(sweep("collect", file, "store", {"--csv", path("none/t.csv")}), 74,
                 {"none/t.csv"});
  expect_refusal(sweep("collect", file, "store", {"--sqlite", path("none/t.db")}), 74,
                 {"none/t.db"});
  EXPECT_EQ(
      rdasim({"sweep", "collect", file, "--store", path("store"), "--csv", "-"}, "/dev/full").code,
      74);
}

TEST_F(SweepCollect, CorruptResultIsNamed) {
  const std::string file = swept();
  const fs::path bad = sweep::Store(path("store")).result_file(points(1)[0].key);
  fs::resize_file(bad, 50);
  for (const char* verb : {"collect", "status"})
    expect_refusal(sweep(verb, file), 2, {bad.string()});
}

}  // namespace
}  // namespace rda::cli
