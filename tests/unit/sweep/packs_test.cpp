// SPDX-License-Identifier: Apache-2.0
#include "sweep/packs.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rda/error.h"
#include "sweep/point.h"

namespace rda::sweep {
namespace {

namespace fs = std::filesystem;
using json::Value;

bool all(std::string_view) { return true; }

/// Its knob "n".
int number_of(const Point& point) {
  return std::stoi(json::dump_line(point.knobs.get<Value::Object>().at("n")));
}

class Packs : public testing::Test {
 protected:
  Packs() : folder_(fs::temp_directory_path() / ("packs-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Packs() override { fs::remove_all(folder_); }

  /// A points file whose points have the knob "n" from 0 on. @return its path
  fs::path points(int count) {
    std::ofstream out(folder_ / "points.jsonl");
    for (int n = 0; n < count; ++n) {
      Point point;
      point.chip = point.mapping = point.run = Value::Object{};
      point.workload = Value::Object{{"hidden", n}};
      point.simulator = "1";
      point.knobs = Value::Object{{"n", n}};
      point.key = key_of(point);
      keys_.push_back(point.key);
      out << to_line(point) << '\n';
    }
    return folder_ / "points.jsonl";
  }

  /// The knobs "n" of a pack.
  std::vector<int> pack(int number) const {
    std::vector<int> numbers;
    PointReader reader(pack_file(folder_, number));
    while (const std::optional<Point> point = reader.next()) numbers.push_back(number_of(*point));
    return numbers;
  }

  std::vector<std::string> keys_;
  const fs::path folder_;
};

TEST_F(Packs, CountsThePointsThatAreLeft) {
  const fs::path file = points(10);
  const Count count = count_points(
      file, "1", [&](std::string_view key) { return key != keys_[3]; }, 3);
  EXPECT_EQ(count.points, 10);
  EXPECT_EQ(count.wanted, 9);
  EXPECT_EQ(count.sample.size(), 3u);
  EXPECT_EQ(count_points(file, "1", all, 20).sample.size(), 10u);
}

TEST_F(Packs, AreNotMadeOfPointsForAnotherSimulator) {
  EXPECT_THROW(count_points(points(2), "2", all, 3), ConfigError);
}

TEST_F(Packs, AreNotMadeOfAFileWithoutPoints) {
  EXPECT_THROW(count_points(points(0), "1", all, 3), ConfigError);
}

TEST_F(Packs, SamplesPointsFromAllOverTheFile) {
  const Count count = count_points(points(1000), "1", all, 100);
  int late = 0;
  for (const std::string& line : count.sample)
    late += number_of(parse_point(line, "sample")) >= 500;
  EXPECT_GT(late, 30);
  EXPECT_LT(late, 70);
}

TEST_F(Packs, GivesNeighboursToDifferentPacks) {
  write_packs(points(7), all, 7, 3, folder_);
  EXPECT_EQ(pack(0), (std::vector{0, 3, 6}));
  EXPECT_EQ(pack(1), (std::vector{1, 4}));
  EXPECT_EQ(pack(2), (std::vector{2, 5}));
  EXPECT_FALSE(fs::exists(pack_file(folder_, 3)));
}

TEST_F(Packs, LeavesOutPointsThatAreNotWanted) {
  const fs::path file = points(4);
  write_packs(
      file, [&](std::string_view key) { return key != keys_[1]; }, 3, 2, folder_);
  EXPECT_EQ(pack(0), (std::vector{0, 3}));
  EXPECT_EQ(pack(1), (std::vector{2}));
}

TEST_F(Packs, HaveEachPointOnceAndAboutTheSameLengthHoweverManyTheyAre) {
  write_packs(points(1000), all, 1000, 150, folder_);
  std::map<int, int> times;
  for (int number = 0; number < 150; ++number) {
    const std::vector<int> numbers = pack(number);
    EXPECT_GE(numbers.size(), 6u);
    EXPECT_LE(numbers.size(), 7u);
    for (const int n : numbers) ++times[n];
  }
  EXPECT_EQ(times.size(), 1000u);
  EXPECT_TRUE(std::ranges::all_of(times, [](const auto& each) { return each.second == 1; }));
}

TEST_F(Packs, TakePointOfSeveralLinesOnce) {
  const fs::path once = points(3);
  std::ofstream(folder_ / "twice.jsonl")
      << std::ifstream(once).rdbuf() << std::ifstream(once).rdbuf();
  const Count count = count_points(folder_ / "twice.jsonl", "1", all, 8);
  EXPECT_EQ(count.points, 3);
  EXPECT_EQ(count.repeated, 3);
  EXPECT_EQ(count.sample.size(), 3u);
  write_packs(folder_ / "twice.jsonl", all, count.wanted, 1, folder_);
  EXPECT_EQ(pack(0).size(), 3u);
}

}  // namespace
}  // namespace rda::sweep
