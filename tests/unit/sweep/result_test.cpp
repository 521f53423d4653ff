// SPDX-License-Identifier: Apache-2.0
#include "sweep/result.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "rda/error.h"
#include "sweep/results.h"

namespace rda::sweep {
namespace {

using json::Value;

Point point(int lanes) {
  Point made;
  made.chip = Value::Object{{"lanes", lanes}};
  made.workload = Value::Object{{"data", "/home/me/data.npz"}, {"hidden", 4}};
  made.mapping = Value::Object{{"seed", 1}};
  made.run = Value::Object{{"verify_steps", 2}};
  made.simulator = "0.1.0+0";
  made.data_sha256 = std::string(64, 'd');
  made.knobs = Value::Object{{"lanes", lanes}};
  made.key = key_of(made);
  return made;
}

Value report() {
  return json::parse(R"({"cycles": 7, "network": {"carrying": 3, "links": [1]}, "none": null,
                         "utilization": {"pcu": 0.5}})",
                     "report");
}

TEST(ResultText, SaysWhatDeterminesTheResultButNoKnobsAndNoPath) {
  const std::string text = to_text(point(16), {Status::ok, "", report()});
  EXPECT_EQ(text.find("/home/me"), text.npos) << text;
  EXPECT_EQ(text.find("knobs"), text.npos) << text;
  EXPECT_EQ(text.back(), '\n');
  // A line of a points file that has the knobs in addition: the key is the content's still.
  const Value stored = json::parse(text, "stored");
  Value::Object members = stored.get<Value::Object>();
  for (const char* key : {"status", "report", "sha256"}) members.erase(key);
  members["knobs"] = Value::Object();
  EXPECT_EQ(parse_point(json::dump_line(members), "again").key, point(16).key);
}

TEST(ResultText, ReadsBackTheSame) {
  const Result good = parse_result(to_text(point(16), {Status::ok, "", report()}), "f");
  EXPECT_EQ(good.status, Status::ok);
  EXPECT_EQ(good.report, report());
  const Result bad = parse_result(to_text(point(16), {Status::deadlock, "why", {}}), "f");
  EXPECT_EQ(bad.status, Status::deadlock);
  EXPECT_EQ(bad.message, "why");
  EXPECT_TRUE(bad.report.is_null());
}

TEST(ResultText, ChangedTextsAreRefusedAndThoseOfOlderStoresAreTaken) {
  std::string text = to_text(point(16), {Status::ok, "", report()});
  const std::size_t cycles = text.find("\"cycles\": 7");
  ASSERT_NE(cycles, text.npos);
  text.replace(cycles, 11, "\"cycles\": 6");
  EXPECT_THROW(parse_result(text, "f"), ConfigError);
  Value line = json::parse(text, "older");
  line.get_if<Value::Object>()->erase("sha256");
  EXPECT_EQ(parse_result(json::dump_line(line), "f").status, Status::ok);
}

TEST(ResultsTest, TextOfAnotherPointIsRefused) {
  std::string name = (std::filesystem::temp_directory_path() / "rdasim_other_XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  const Store store(folder);
  store.put_result(point(8).key, to_text(point(16), {Status::ok, "", report()}));
  EXPECT_THROW(stored_result(store, point(8).key), ConfigError);
  EXPECT_FALSE(stored_result(store, point(16).key));
  std::filesystem::remove_all(folder);
}

TEST(ResultText, CorruptTextsAreRefused) {
  for (const char* text : {"", "{", "[]", "{}", R"({"status": "fine"})", R"({"status": "ok"})",
                           R"({"status": "crash", "report": {}})"})
    EXPECT_THROW(parse_result(text, "f"), ConfigError) << text;
}

TEST(ResultsTest, PointsComeInOrderWithWhatTheStoreKnows) {
  std::string name = (std::filesystem::temp_directory_path() / "rdasim_results_XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  const Store store(folder / "store");
  std::ofstream(folder / "points") << to_line(point(32)) << "\n\n"
                                   << to_line(point(16)) << "\n"
                                   << to_line(point(16)) << "\n"
                                   << to_line(point(8)) << "\n";
  store.put_result(point(16).key, to_text(point(16), {Status::ok, "", report()}));
  store.put_error(point(8).key, to_text(point(8), {Status::timeout, "no time", {}}));
  Results results(folder / "points", store);
  EXPECT_FALSE(results.next()->result);
  const auto row = results.next();
  EXPECT_EQ(row->point.knobs, point(16).knobs);
  EXPECT_EQ(row->result->report, report());
  EXPECT_EQ(results.next()->result->status, Status::timeout);
  EXPECT_FALSE(results.next());
  EXPECT_EQ(results.repeated(), 1);
  std::filesystem::remove_all(folder);
}

TEST(Metrics, AreTheScalarsByDottedName) {
  std::vector<std::string> seen;
  for_each_metric(report(), [&](const std::string& metric, const Value& value) {
    seen.push_back(metric + "=" + json::dump_line(value));
  });
  EXPECT_EQ(seen,
            (std::vector<std::string>{"cycles=7", "network.carrying=3", "utilization.pcu=0.5"}));
}

}  // namespace
}  // namespace rda::sweep
