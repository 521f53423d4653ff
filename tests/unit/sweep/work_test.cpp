// SPDX-License-Identifier: Apache-2.0
#include "sweep/work.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "rda/describe.h"
#include "sweep/simulator.h"

namespace rda::sweep {
namespace {

using json::Value;

class WorkTest : public testing::Test {
 protected:
  WorkTest() {
    std::string name = (std::filesystem::temp_directory_path() / "rdasim_work_XXXXXX").string();
    folder_ = mkdtemp(name.data());
    std::ofstream file(folder_ / "points");
    for (int i = 0; i < 5; ++i) file << to_line(point(i)) << '\n';
  }
  ~WorkTest() override { std::filesystem::remove_all(folder_); }

  static Point point(int lanes) {
    Point made;
    made.chip = Value::Object{{"lanes", lanes}};
    made.workload = made.mapping = made.run = Value::Object();
    made.simulator = simulator();
    made.key = key_of(made);
    return made;
  }
  Store store() const { return Store(folder_ / "store"); }
  void put(int lanes, Status status) const {
    Result result{status, status == Status::ok ? "" : "why", {}};
    if (status == Status::ok) result.report = Value::Object();
    const std::string text = to_text(point(lanes), result);
    if (is_error(status)) return store().put_error(point(lanes).key, text);
    store().put_result(point(lanes).key, text);
  }
  Work find(const Selection& choice = {}) const {
    return find_work(folder_ / "points", store(), choice);
  }
  /// The knobs of the points that are to run, as they are read again.
  std::vector<Value> to_do(const Selection& choice = {}) const {
    PointReader reader(folder_ / "points");
    std::vector<Value> chips;
    for (const PointPlace& place : find(choice).to_do)
      chips.push_back(reader.at(place).chip.get<Value::Object>().at("lanes"));
    return chips;
  }

  std::filesystem::path folder_;
};

TEST_F(WorkTest, IsWhatTheStoreDoesNotHave) {
  put(1, Status::ok);
  put(2, Status::unmappable);
  put(3, Status::timeout);
  EXPECT_EQ(to_do(), (std::vector<Value>{0, 4}));
  EXPECT_EQ(find().tally.text(), "5 points: 1 ok, 1 unmappable, 1 timeout, 2 missing");
}

TEST_F(WorkTest, RetryingAddsErrorsAndNoResults) {
  put(2, Status::unmappable);
  put(3, Status::crash);
  EXPECT_EQ(to_do({.shard = {}, .retry_failed = true, .whole_reports = false}),
            (std::vector<Value>{0, 1, 3, 4}));
}

TEST_F(WorkTest, WholeReportsAreAskedOfPointsThatAreOk) {
  put(0, Status::ok);
  put(1, Status::ok);
  put(2, Status::unmappable);
  store().put_report(point(1).key, "{}");
  EXPECT_EQ(to_do({.shard = {}, .retry_failed = false, .whole_reports = true}),
            (std::vector<Value>{0, 3, 4}));
}

TEST_F(WorkTest, ShardIsEveryNthPointOfTheFileWhateverTheStoreHas) {
  put(0, Status::ok);
  const Selection second{.shard = {1, 3}, .retry_failed = false, .whole_reports = false};
  EXPECT_EQ(to_do(second), (std::vector<Value>{1, 4}));
  EXPECT_EQ(find(second).tally.points, 2);
}

TEST_F(WorkTest, TallySaysHowASweepEnds) {
  for (int i = 0; i < 4; ++i) put(i, Status::ok);
  EXPECT_EQ(find().tally.exit_code(), ExitCode::check_failed);
  for (const auto& [status, code] :
       {std::pair{Status::timeout, ExitCode::sweep_points_failed},
        std::pair{Status::differs, ExitCode::sweep_points_failed},
        std::pair{Status::deadlock, ExitCode::ok}, std::pair{Status::invalid, ExitCode::ok}}) {
    put(4, status);
    EXPECT_EQ(find().tally.exit_code(), code) << rda::word(status);
  }
}

}  // namespace
}  // namespace rda::sweep
