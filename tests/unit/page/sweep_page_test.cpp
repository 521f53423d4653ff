// SPDX-License-Identifier: Apache-2.0
#include "page/sweep_page.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "sweep/point.h"
#include "sweep/store.h"

namespace rda::page {
namespace {

using json::Value;
using sweep::Status;
using Numbers = std::vector<std::optional<double>>;
using Flags = std::vector<bool>;

/// A points file and a store in a folder of their own.
class SweepPageTest : public testing::Test {
 protected:
  SweepPageTest() {
    std::string name = testing::TempDir() + "rdasim-sweep-page-XXXXXX";
    folder_ = ::mkdtemp(name.data());
    std::filesystem::create_directory(folder_ / "s");
  }
  ~SweepPageTest() override { std::filesystem::remove_all(folder_); }

  /// A point of a workload on a chip of so many lanes.
  void add(int hidden, Value lanes, std::optional<sweep::Result> result) {
    sweep::Point point;
    point.chip = Value::Object{{"lanes", lanes}};
    point.workload = Value::Object{{"data", ""}, {"hidden", hidden}};
    point.mapping = point.run = Value::Object();
    point.knobs = Value::Object{{"lanes", lanes}, {"hidden", hidden}};
    point.key = key_of(point);
    std::ofstream(folder_ / "p.jsonl", std::ios::app) << to_line(point) << '\n';
    if (result)
      sweep::Store(folder_ / "s").put_result(point.key, to_text(point, std::move(*result)));
  }
  static sweep::Result ran(double cycles, double area) {
    return {Status::ok, "", Value::Object{{"area", area}, {"cycles", cycles}, {"clock", 1000}}};
  }

  SweepPage made(const sweep::Question& question) const {
    sweep::Results judged(folder_ / "p.jsonl", sweep::Store(folder_ / "s"));
    sweep::Results again(folder_ / "p.jsonl", sweep::Store(folder_ / "s"));
    return make_sweep_page(judged, again, question);
  }

  std::filesystem::path folder_;
};

const SweepColumn& column(const SweepPage& page, const std::string& name) {
  for (const SweepColumn& each : page.columns)
    if (each.name == name) return each;
  throw std::out_of_range(name);
}

Flags front_of(const SweepPage& page) {
  Flags front;
  for (const SweepDesign& design : page.designs) front.push_back(design.front);
  return front;
}

/// By cycles and area, 8 lanes beat 16; the third point is still to run.
TEST_F(SweepPageTest, HasEveryPointThatEndedAndSaysWhichAreBest) {
  add(8, 4, ran(20, 1));
  add(8, 8, ran(10, 2));
  add(8, 12, std::nullopt);
  add(8, 16, ran(10, 3));
  add(8, 32, sweep::Result{Status::unmappable, "too large", Value()});
  const SweepPage page = made({.goals = {{"cycles"}, {"area"}}, .by = {}});
  EXPECT_EQ(front_of(page), (Flags{true, true, false, false}));
  EXPECT_EQ(page.designs[2].lines, std::vector<std::int64_t>{4});
  EXPECT_EQ(page.designs[3].status, Status::unmappable);
  EXPECT_EQ(page.designs[3].message, "too large");
  EXPECT_EQ(page.designs[3].group, -1);
  EXPECT_EQ(column(page, "cycles").values, (Numbers{20, 10, 10, std::nullopt}));
  EXPECT_EQ(column(page, "lanes").values, (Numbers{4, 8, 16, 32}));
  EXPECT_EQ(page.tally, "5 points: 3 ok, 1 unmappable, 1 missing");
}

TEST_F(SweepPageTest, KnobsComeBeforeGoalsAndConstantsApart) {
  add(8, 4, ran(20, 1));
  add(8, 8, ran(10, 2));
  const SweepPage page = made({.goals = {{"cycles * area", true}, {"clock"}}, .by = {}});
  std::vector<std::string> names;
  for (const SweepColumn& each : page.columns) names.push_back(each.name);
  EXPECT_EQ(names, (std::vector<std::string>{"lanes", "cycles * area", "clock", "area", "cycles"}));
  EXPECT_TRUE(page.columns[0].knob);
  EXPECT_EQ(page.columns[1].values, (Numbers{20, 20}));
  ASSERT_EQ(page.constants.size(), 1u);
  EXPECT_EQ(page.constants[0].name, "hidden");
  EXPECT_EQ(page.constants[0].text, "8");
}

TEST_F(SweepPageTest, KnobsThatAreTextsAreNumbered) {
  add(8, "wide", ran(20, 1));
  add(8, true, ran(10, 2));
  add(8, "narrow", ran(30, 2));
  const SweepColumn lanes = column(made({.goals = {{"cycles"}}, .by = {}}), "lanes");
  EXPECT_EQ(lanes.texts, (std::vector<std::string>{"narrow", "true", "wide"}));
  EXPECT_EQ(lanes.values, (Numbers{2, 1, 0}));
}

/// Geometric means: sqrt(4 · 16) = 8 and sqrt(9 · 9) = 9.
TEST_F(SweepPageTest, ADesignAcrossWorkloadsIsOneOfAllItsPoints) {
  add(8, 4, ran(4, 1));
  add(16, 4, ran(16, 1));
  add(8, 8, ran(9, 1));
  add(16, 8, ran(9, 1));
  const SweepPage page = made({.goals = {{"cycles"}}, .by = {}, .across = sweep::Across::geomean});
  ASSERT_EQ(page.designs.size(), 2u);
  EXPECT_EQ(page.designs[0].lines, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(column(page, "cycles").values, (Numbers{8, 9}));
  EXPECT_EQ(front_of(page), (Flags{true, false}));
  EXPECT_EQ(page.across, "geomean");
}

}  // namespace
}  // namespace rda::page
