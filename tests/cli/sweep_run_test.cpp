// SPDX-License-Identifier: Apache-2.0
// What `rdasim sweep run` and `status` do when nothing goes wrong, and with bad input.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "cli/support_sweep.h"
#include "json/value.h"
#include "sweep/result.h"
#include "sweep/store.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;
using json::Value;

class SweepRun : public SweepCli {
 protected:
  sweep::Store store(const std::string& name = "store") const { return sweep::Store(path(name)); }
  Value stored(const sweep::Point& point) const {
    return json::parse(store().get(point.key).value_or(""), "stored");
  }
};

TEST_F(SweepRun, PutsEveryPointAndStatusSaysSo) {
  const std::string file = write(points(4));
  fs::create_directory(path("store"));
  EXPECT_EQ(sweep("status", file).code, 1);
  EXPECT_EQ(sweep("status", file).out, "4 points: 4 missing\n");
  const Outcome outcome = sweep_run(file, "store", {"-j", "2"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "4 points: 4 ok\n");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(sweep("status", file).code, 0);
  EXPECT_EQ(sweep("status", file).out, "4 points: 4 ok\n");
  EXPECT_EQ(files().size(), 4u);
  for (const sweep::Point& point : points(4))
    EXPECT_EQ(store().has(point.key), sweep::Stored::result);
}

TEST_F(SweepRun, ReportIsThatOfRunWithTheSameInputs) {
  const std::vector<sweep::Point> all{point({{"/seed", "7"}, {"/network/hop_latency", "2"}})};
  ASSERT_EQ(sweep_run(write(all), "store", {"--detail"}).code, 0);
  const Outcome run = Cli::run({"--seed", "7", "--set", "/network/hop_latency=2", "-o", "-"});
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(results_in(read(store().report_file(all[0].key))), results_in(run.out));
  Value report = json::parse(results_in(run.out), "run");
  report.get_if<Value::Object>()->erase("units");
  report.get_if<Value::Object>()->erase("streams");
  EXPECT_EQ(json::dump(stored(all[0]).get<Value::Object>().at("report")), json::dump(report));
}

TEST_F(SweepRun, PolicyAutoGivesWhatRunGivesOnOneCore) {
  const std::vector<sweep::Point> all{
      point({{"/policy", "\"auto\""}, {"/search_budget", "2"}, {"/place_effort", "1"}})};
  ASSERT_EQ(sweep_run(write(all), "store", {"--detail"}).code, 0);
  const Outcome run = Cli::run(
      {"--mapping", "auto", "--search-budget", "2", "--set", "/place_effort=1", "-o", "-"});
  EXPECT_EQ(results_in(read(store().report_file(all[0].key))), results_in(run.out));
}

TEST_F(SweepRun, WhatIsStoredIsNotRunAgain) {
  const std::string file = write(points(2));
  ASSERT_EQ(sweep_run(file).code, 0);
  const fs::path one = store().result_file(points(1)[0].key);
  const auto before = fs::last_write_time(one);
  const Outcome again = sweep_run(write(points(3)));
  ASSERT_EQ(again.code, 0);
  EXPECT_EQ(fs::last_write_time(one), before);
  EXPECT_EQ(again.out, "3 points: 3 ok\n");
  EXPECT_EQ(again.err, "1 run, 2 reused: their results were in " + path("store") + " already\n");
}

TEST_F(SweepRun, WhoReadsAStoreThatDoesNotExistIsToldSo) {
  const std::string points_file = write(points(1));
  const auto refused = [&](const std::string& verb, const std::vector<std::string>& words) {
    expect_refusal(sweep(verb, points_file, "none", words), 2,
                   {path("none"), "is no folder with results", "rdasim sweep run makes it"});
  };
  refused("status", {});
  refused("collect", {"--csv", "-"});
  refused("collect", {});
  refused("best", {"--minimize", "cycles"});
  refused("plot", {"--x", "cycles", "--y", "steps", "-o", path("a.svg")});
  EXPECT_FALSE(fs::exists(path("none")));
}

TEST_F(SweepRun, CorruptResultIsComputedAgain) {
  const std::string file = write(points(1));
  ASSERT_EQ(sweep_run(file).code, 0);
  const auto whole = files();
  fs::resize_file(store().result_file(points(1)[0].key), 100);
  ASSERT_EQ(sweep_run(file).code, 0);
  EXPECT_EQ(files(), whole);
}

TEST_F(SweepRun, DesignsThatCannotBeAreResults) {
  const std::vector<sweep::Point> all{point(), point({{"/hidden", "4096"}}),
                                      point({{"/max_cycles", "10"}})};
  const Outcome outcome = sweep_run(write(all));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "3 points: 1 ok, 1 unmappable, 1 cycle_limit\n");
  const Value big = stored(all[1]);
  EXPECT_EQ(big.get<Value::Object>().at("status"), Value("unmappable"));
  const Outcome run = Cli::run({"--set", "/hidden=4096"});
  EXPECT_EQ("rdasim: " + big.get<Value::Object>().at("message").get<std::string>() + "\n", run.err);
  const Outcome status = sweep("status", path("points.jsonl"));
  EXPECT_EQ(status.code, 0);
  EXPECT_NE(status.out.find("points.jsonl:3: "), status.out.npos) << status.out;
}

TEST_F(SweepRun, ShardsCoverEveryPointOnce) {
  const std::string file = write(points(7));
  ASSERT_EQ(sweep_run(file, "whole").code, 0);
  std::size_t before = 0;
  for (const auto& [shard, size] :
       std::map<std::string, std::size_t>{{"0/3", 3}, {"1/3", 2}, {"2/3", 2}}) {
    EXPECT_EQ(sweep_run(file, "store", {"--shard", shard}).code, 0);
    EXPECT_EQ(files().size(), before += size) << shard;
  }
  EXPECT_EQ(files(), files("whole"));
}

TEST_F(SweepRun, PointsThatAreTwiceInAFileAreStoredOnce) {
  EXPECT_EQ(sweep_run(write({point(), point()})).code, 0);
  EXPECT_EQ(files().size(), 1u);
}

TEST_F(SweepRun, DetailIsMadeUpForWhereItIsMissing) {
  const std::string file = write(points(2));
  ASSERT_EQ(sweep_run(file, "store", {"--shard", "0/2", "--detail"}).code, 0);
  EXPECT_EQ(files().size(), 2u);
  ASSERT_EQ(sweep_run(file).code, 0);
  EXPECT_EQ(files().size(), 3u);
  ASSERT_EQ(sweep_run(file, "store", {"--detail"}).code, 0);
  EXPECT_EQ(files().size(), 4u);
}

TEST_F(SweepRun, TerminalSeesOneLineThatGoesAway) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  ASSERT_TRUE(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
  const std::string file = write(points(1));
  EXPECT_EQ(rdasim({"sweep", "run", file, "--store", path("store")}, "", ptsname(terminal)).code,
            0);
  char text[4096] = {};
  ASSERT_GT(::read(terminal, text, sizeof text - 1), 0);
  close(terminal);
  const std::string shown = text;
  EXPECT_EQ(shown.find("\r0 of 1 points  "), 0u) << shown;
  EXPECT_EQ(shown.find('\n'), shown.npos) << shown;
  const std::string last = shown.substr(shown.rfind('\r', shown.size() - 2));
  EXPECT_EQ(last.find_first_not_of("\r "), last.npos) << shown;
}

TEST_F(SweepRun, CorruptLineIsNamedBeforeAnythingRuns) {
  const std::string good = to_line(points(1)[0]);
  std::string changed = good;
  changed.replace(changed.find("\"seed\": 1"), 9, "\"seed\": 2");
  for (const std::string& bad : {good.substr(0, 100), changed, std::string("[]")}) {
    const std::string points = file("bad.jsonl", good + "\n" + bad + "\n");
    expect_refusal(sweep_run(points), 2, {"bad.jsonl:2"});
    EXPECT_FALSE(fs::exists(path("store")));
  }
}

TEST_F(SweepRun, PointOfAnotherSimulatorIsRefused) {
  sweep::Point old = point();
  old.simulator = "0.0.9+0123456789abcdef";
  old.key = key_of(old);
  expect_refusal(sweep_run(write({old})), 2, {"points.jsonl:1#/simulator", "0.0.9", "plan again"});
}

TEST_F(SweepRun, BadInputIsRefused) {
  const std::string good = write(points(1));
  expect_refusal(sweep_run(path("none.jsonl")), 2, {"none.jsonl"});
  expect_refusal(sweep_run(file("empty.jsonl", "\n")), 2, {"empty.jsonl", "no points"});
  expect_refusal(sweep_run(path("")), 2, {"is no file"});
  for (const char* shard : {"3", "3/3", "-1/3", "0/0", "/2", "a/b"})
    expect_refusal(sweep_run(good, "store", {"--shard", shard}), 64, {"--shard"});
  expect_refusal(sweep_run(good, "store", {"-j", "0"}), 64, {"-j"});
  expect_refusal(sweep_run(good, "store", {"--memory-mb", "0"}), 64, {"--memory-mb"});
  expect_refusal(rdasim({"sweep", "run", good}), 64, {"--store"});
}

}  // namespace
}  // namespace rda::cli
