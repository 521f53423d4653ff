// SPDX-License-Identifier: Apache-2.0
// `rdasim sweep refine`: policy auto for the best designs and those next to them.
#include <algorithm>
#include <set>
#include <sstream>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

class SweepRefine : public SweepCli {
 protected:
  /// Three hop latencies by three seeds; the lowest latency is best.
  std::string swept() const {
    std::vector<sweep::Point> points;
    for (const char* hops : {"1", "3", "5"})
      for (const char* seed : {"1", "2", "3"})
        points.push_back(
            point({{"/network/hop_latency", hops}, {"/seed", seed}, {"/policy", "\"paper\""}}));
    return write(points);
  }

  static std::vector<sweep::Point> read_points(const std::string& text) {
    std::vector<sweep::Point> points;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      points.push_back(sweep::parse_point(line, "test"));
    return points;
  }

  static std::string text_of(const json::Value& object, const std::string& key) {
    const json::Value& value = object.get<json::Value::Object>().at(key);
    const auto* text = value.get_if<std::string>();
    return text ? *text : json::dump_line(value);
  }
};

TEST_F(SweepRefine, GivesTheBestDesignsAndTheirNeighboursPolicyAuto) {
  const std::string points = swept();
  ASSERT_EQ(sweep_run(points).code, 0);
  const std::string refined = path("refined.jsonl");
  const Outcome outcome = sweep("refine", points, "store",
                                {"--minimize", "cycles", "--search-budget", "2", "-o", refined});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::vector<sweep::Point> old = read_points(read(points)),
                                  made = read_points(read(refined));
  ASSERT_GT(made.size(), old.size());
  for (std::size_t n = 0; n < old.size(); ++n) {
    EXPECT_EQ(made[n].key, old[n].key);
    EXPECT_EQ(text_of(made[n].knobs, "policy"), "paper");
  }
  std::size_t slow = 0;
  for (std::size_t n = old.size(); n < made.size(); ++n) {
    EXPECT_EQ(text_of(made[n].knobs, "policy"), "auto");
    EXPECT_EQ(text_of(made[n].knobs, "/policy"), "auto");
    EXPECT_EQ(text_of(made[n].mapping, "policy"), "auto");
    EXPECT_EQ(text_of(made[n].run, "search_budget"), "2");
    EXPECT_NE(text_of(made[n].knobs, "/network/hop_latency"), "5");  // two steps from the best
    slow += text_of(made[n].knobs, "/network/hop_latency") == "3";
  }
  EXPECT_EQ(slow, 1u);
  expect_parts(outcome.err, {"9 points, and ", " of them once more with policy auto: 1 best, "});

  const Outcome run = sweep_run(refined);
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(files().size(), made.size());
  const Outcome best = sweep("best", refined, "store", {"--minimize", "cycles"});
  expect_parts(best.out, {"policy"});

  // The best has policy auto now; those next to it may be new, and nothing comes twice.
  const Outcome again = sweep("refine", refined, "store",
                              {"--minimize", "cycles", "--search-budget", "2", "-o", path("2")});
  EXPECT_EQ(again.code, 0) << again.err;
  std::set<std::string> keys;
  for (const sweep::Point& one : read_points(read(path("2"))))
    EXPECT_TRUE(keys.insert(one.key).second);
  const std::size_t added = keys.size() - made.size();
  expect_parts(again.err, {" points, and " + std::to_string(added) + " of them once more"});
}

TEST_F(SweepRefine, GoesOnFromTheBestOfTheDesignsWithPolicyAuto) {
  // Under paper 1 hop is best; if 3 hops were, 5 hops would be next to it.
  std::vector<sweep::Point> points;
  for (const char* hops : {"1", "3", "5"})
    points.push_back(point({{"/network/hop_latency", hops}, {"/policy", "\"paper\""}}));
  points.push_back(
      point({{"/network/hop_latency", "3"}, {"/policy", "\"auto\""}, {"/search_budget", "2"}}));
  for (sweep::Point& one : points) {
    auto& knobs = *one.knobs.get_if<json::Value::Object>();
    knobs.erase("/search_budget");
  }
  const std::string file = write(points);
  ASSERT_EQ(sweep_run(file).code, 0);
  const Outcome outcome = sweep("refine", file, "store",
                                {"--maximize", "/network/hop_latency", "--minimize", "cycles",
                                 "--search-budget", "2", "-o", path("refined.jsonl")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  std::vector<std::string> with_auto;
  for (const sweep::Point& one : read_points(read(path("refined.jsonl"))))
    if (text_of(one.knobs, "/policy") == "auto")
      with_auto.push_back(text_of(one.knobs, "/network/hop_latency"));
  std::ranges::sort(with_auto);
  EXPECT_EQ(with_auto, (std::vector<std::string>{"1", "3", "5"}));
}

TEST_F(SweepRefine, SaysHowManyPointsHaveNoResult) {
  const std::string points = swept();
  ASSERT_EQ(sweep_run(points, "store", {"--shard", "0/2"}).code, 0);
  const Outcome outcome =
      sweep("refine", points, "store", {"--minimize", "cycles", "-o", path("refined.jsonl")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.err, {"4 of 9 points have no result yet and are not compared"});
}

TEST_F(SweepRefine, WantsAGoal) {
  expect_refusal(sweep("refine", swept()), 64, {"a goal is missing"});
}

}  // namespace
}  // namespace rda::cli
