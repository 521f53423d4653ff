// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "rda/error.h"
#include "sweep/judge.h"
#include "sweep/point.h"
#include "sweep/store.h"

namespace rda::sweep::test {

using json::Value;

/// A points file and a store in a folder of their own.
struct JudgeTest : testing::Test {
  JudgeTest() {
    std::string name = testing::TempDir() + "rdasim-judge-XXXXXX";
    folder = ::mkdtemp(name.data());
    std::filesystem::create_directory(folder / "s");
  }
  ~JudgeTest() override { std::filesystem::remove_all(folder); }

  /// A point of a workload with these knobs.
  Point add(int hidden, Value::Object knobs) {
    Point point;
    point.chip = Value::Object{{"n", static_cast<std::int64_t>(++count)}};
    point.workload = Value::Object{{"data", ""}, {"hidden", hidden}};
    point.mapping = point.run = Value::Object();
    point.knobs = std::move(knobs);
    point.key = key_of(point);
    std::ofstream(folder / "p.jsonl", std::ios::app) << to_line(point) << '\n';
    return point;
  }
  /// The same, that took so many cycles.
  void add(int hidden, double area, double cycles) {
    const Point point = add(hidden, {{"area", area}, {"hidden", hidden}, {"n", count + 1}});
    const Value report =
        Value::Object{{"cycles", cycles}, {"utilization", Value::Object{{"pcu", 1 / cycles}}}};
    Store(folder / "s").put_result(point.key, to_text(point, {Status::ok, "", report}));
  }

  /// A point on a chip.
  void add(const char* chip, int hidden, double cycles) {
    const Point point = add(hidden, {{"chip", chip}, {"workload", std::to_string(hidden)}});
    const Value report = Value::Object{{"chip", chip}, {"cycles", cycles}};
    Store(folder / "s").put_result(point.key, to_text(point, {Status::ok, "", report}));
  }

  Judgement ask(std::vector<Goal> goals, std::vector<std::string> by = {}) const {
    Results results(folder / "p.jsonl", Store(folder / "s"));
    return judge(results, {std::move(goals), std::move(by)});
  }
  std::string refusal(std::vector<Goal> goals, std::vector<std::string> by = {}) const {
    try {
      ask(std::move(goals), std::move(by));
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code, ExitCode::bad_input);
      return error.what();
    }
    return "";
  }

  std::filesystem::path folder;
  int count = 0;
};

/// The goals' values of the designs of a front.
using Values = std::vector<std::vector<double>>;
inline Values values(const Group& group) {
  Values result;
  for (const Design& design : group.front) result.push_back(design.values);
  return result;
}

}  // namespace rda::sweep::test
