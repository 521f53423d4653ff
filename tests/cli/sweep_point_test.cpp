// SPDX-License-Identifier: Apache-2.0
// A point of a sweep in place of a chip and a workload: `--point` of run, map, explain and draw,
// and the two sides of compare.
#include <algorithm>
#include <string>
#include <vector>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

class SweepPoint : public SweepCli {
 protected:
  SweepPoint() {
    for (const char* hops : {"1", "2"})
      all_.push_back(point({{"/network/hop_latency", hops}, {"/seed", "7"}}));
    points_ = write(all_);
  }
  Outcome of_point(const std::string& command, const std::string& which,
                   std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {command, "--point", points_ + ':' + which});
    return rdasim(words);
  }
  Outcome explicitly(const std::string& command, std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {command, chip_, workload_, "--seed", "7", "--set", "/network/hop_latency=2"});
    return rdasim(words);
  }

  std::vector<sweep::Point> all_;
  std::string points_;
};

TEST_F(SweepPoint, RunsAsWithItsValuesOnTheCommandLine) {
  const Outcome by_line = of_point("run", "2", {"-o", "-"});
  ASSERT_EQ(by_line.code, 0) << by_line.err;
  const Outcome words = explicitly("run", {"-o", "-"});
  EXPECT_EQ(results_in(by_line.out), results_in(words.out));
  EXPECT_EQ(of_point("run", all_[1].key.substr(0, 8)).out, of_point("run", "2").out);
  EXPECT_NE(of_point("run", "1").out, of_point("run", "2").out);
}

TEST_F(SweepPoint, MapsAndExplainsAsWithItsValuesOnTheCommandLine) {
  EXPECT_EQ(of_point("map", "2", {"-o", "-"}).out, explicitly("map", {"-o", "-"}).out);
  const std::vector<std::string> step{"--step", "2", "--no-what-if"};
  EXPECT_EQ(of_point("explain", "2", step).out, explicitly("explain", step).out);
}

TEST_F(SweepPoint, IsDrawnAsTheReportOfItsRun) {
  const std::string report = path("r.json"), of_report = path("r.svg"), picture = path("p.svg");
  ASSERT_EQ(of_point("run", "2", {"-o", report}).code, 0);
  ASSERT_EQ(rdasim({"draw", report, "--colour", "starved", "-o", of_report}).code, 0);
  const Outcome outcome = of_point("draw", "2", {"--colour", "starved", "-o", picture});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(read(picture), read(of_report));
  expect_refusal(of_point("draw", "2", {"--chip", chip_, "-o", picture}), 64,
                 {"a point names its chip"});
  expect_refusal(of_point("draw", "2", {report, "-o", picture}), 64, {"--point"});
  expect_refusal(rdasim({"draw", "-o", picture}), 64, {"INPUT is required"});
}

TEST_F(SweepPoint, TakesItsConditionsFromThePoint) {
  points_ = write({point({{"/max_cycles", "10"}})});
  EXPECT_EQ(of_point("run", "1").code, 4);
}

TEST_F(SweepPoint, RefusesWhatNamesNoPointOrSeveral) {
  expect_refusal(of_point("run", "3"), 2, {points_, "has no point in line 3", "line 2)"});
  expect_refusal(of_point("run", "0"), 2, {"has no point in line 0 (lines count from 1"});
  expect_refusal(of_point("run", "abcdefabcdef"), 2, {"no point whose key begins with abcdefab"});
  expect_refusal(of_point("run", "xyz"), 64, {"is not POINTS:LINE or POINTS:KEY"});
  expect_refusal(rdasim({"run", "--point", "points"}), 64, {"is not POINTS:LINE or POINTS:KEY"});
  expect_refusal(rdasim({"map", "--point", path("none") + ":1"}), 2, {"none", "cannot be read"});
  expect_refusal(of_point("run", "1", {"--set", "/pcu/lanes=8"}), 64, {"--point"});
  expect_refusal(rdasim({"run"}), 64, {"CHIP"});
}

TEST_F(SweepPoint, ComparesTwoPointsOfAStoreByTheirResults) {
  ASSERT_EQ(sweep_run(points_).code, 0);
  const auto compared = [&](const std::string& a, const std::string& b) {
    return rdasim({"compare", points_ + ':' + a, points_ + ':' + b, "--store", path("store")});
  };
  EXPECT_EQ(compared("1", "1").code, 0);
  const Outcome differ = compared("1", "2");
  EXPECT_EQ(differ.code, 1) << differ.err;
  expect_parts(differ.out, {"chip.network.hop_latency: 1 -> 2", "cycles"});
  ASSERT_EQ(sweep_run(points_, "store", {"--detail"}).code, 0);
  expect_parts(compared("1", "2").out, {"chip.network.hop_latency: 1 -> 2", "where"});
  expect_refusal(rdasim({"compare", points_ + ":1", points_ + ":2", "--store", path("none")}), 2,
                 {"none", "has no result of"});
}

TEST_F(SweepPoint, BestNamesLineAndKeyAndTheCommandThatExplainsTheFirst) {
  ASSERT_EQ(sweep_run(points_).code, 0);
  const Outcome best = sweep("best", points_, "store", {"--maximize", "cycles"});
  expect_parts(best.out, {" line ", all_[1].key.substr(0, 8),
                          "\nnext: rdasim explain --point " + points_ + ":2\n"});
}

TEST_F(SweepPoint, OwnNumbersAreComparedByWorkload) {
  ASSERT_EQ(sweep_run(points_).code, 0);
  ASSERT_EQ(run({"-o", path("report.json")}).code, 0);
  const std::string name =
      all_[0].workload.get<json::Value::Object>().at("name").get<std::string>();
  const std::string own = file("own.csv", "latency_ms,note,workload\n1e3,\"a, b\"," + name + "\n");
  const auto compared = [&](const std::string& other) {
    return rdasim({"compare", own, other, "--format", "csv"});
  };
  const Outcome report = compared(path("report.json")), store = compared(path("store"));
  EXPECT_EQ(report.code, 1) << report.err;
  expect_parts(report.out, {name + " | " + name, ",latency_ms,1000.0,"});
  EXPECT_EQ(std::count(store.out.begin(), store.out.end(), '\n'), 3) << store.out;
  EXPECT_EQ(rdasim({"compare", own, own}).code, 0);
  expect_refusal(rdasim({"compare", file("bad.csv", "workload,latency_ms\na,fast\n"), own}), 2,
                 {"bad.csv:2", "latency_ms \"fast\" is no number"});
  const Outcome other = rdasim({"compare", file("o.csv", "workload,latency_ms\nx,1\n"), own});
  expect_parts(other.out, {"only in the first", "only in the second"});
}

}  // namespace
}  // namespace rda::cli
