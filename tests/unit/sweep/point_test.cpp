// SPDX-License-Identifier: Apache-2.0
#include "sweep/point.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/sha256.h"
#include "rda/error.h"
#include "sweep/simulator.h"

namespace rda::sweep {
namespace {

using json::Value;

Point small_point() {
  Point point;
  point.chip = Value::Object{{"clock_mhz", 1000.0}, {"name", "tiny"}};
  point.workload = Value::Object{{"data", ""}, {"hidden", 8}};
  point.mapping = Value::Object{{"seed", 1}};
  point.run = Value::Object{{"verify_steps", 2}};
  point.simulator = "0.1.0+0123456789abcdef";
  point.knobs = Value::Object{{"hidden", 8}};
  point.key = key_of(point);
  return point;
}

std::string problem_of(const std::string& line) {
  try {
    parse_point(line, "p.jsonl:7");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

TEST(Point, HasTheHashOfItsSortedOneLineJsonWithoutTextsAsKey) {
  const std::string text =
      R"({"chip": {"clock_mhz": 1000.0}, "mapping": {"seed": 1}, )"
      R"("run": {"verify_steps": 2}, "schema": 2, "simulator": "0.1.0+0123456789abcdef", )"
      R"("workload": {"data": "", "hidden": 8}})";
  EXPECT_EQ(small_point().key, sha256(text));
  // As Python says: hashlib.sha256(json.dumps(members, sort_keys=True).encode()).hexdigest()
  EXPECT_EQ(small_point().key, "e89903f2b42be543036db8d18b15e331b3c7156adf4af4cea6fa2638d546b3eb");
}

TEST(Point, KeepsItsKeyWhateverTheKnobsAreCalled) {
  Point point = small_point();
  point.knobs = Value::Object{{"size", 8}, {"area", 1.5}};
  EXPECT_EQ(key_of(point), small_point().key);
}

TEST(Point, KeepsItsKeyWhateverChipAndWorkloadAreCalled) {
  Point point = small_point();
  auto& chip = *point.chip.get_if<Value::Object>();
  chip["name"] = "other";
  chip["description"] = "a chip";
  chip["sources"] = Value::Object{{"/clock_mhz", "a table"}};
  (*point.workload.get_if<Value::Object>())["name"] = "net";
  EXPECT_EQ(key_of(point), small_point().key);
}

TEST(Point, ChangesItsKeyWithEverythingThatTheResultDependsOn) {
  Point chip = small_point(), workload = chip, mapping = chip, run = chip, simulator = chip;
  chip.chip.get_if<Value::Object>()->at("clock_mhz") = 999.0;
  workload.workload.get_if<Value::Object>()->at("hidden") = 9;
  mapping.mapping.get_if<Value::Object>()->at("seed") = 2;
  run.run.get_if<Value::Object>()->at("verify_steps") = 0;
  simulator.simulator = "0.1.0+0123456789abcdee";
  for (const Point& point : {chip, workload, mapping, run, simulator})
    EXPECT_NE(key_of(point), small_point().key) << to_line(point);
}

TEST(Point, IsNamedByTheBytesOfItsDataNotByTheirPlace) {
  Point here = small_point(), there = here, other = here;
  here.workload.get_if<Value::Object>()->at("data") = "/a/w.npz";
  there.workload.get_if<Value::Object>()->at("data") = "/b/w.npz";
  other.workload.get_if<Value::Object>()->at("data") = "/a/w.npz";
  here.data_sha256 = there.data_sha256 = sha256("bytes");
  other.data_sha256 = sha256("other bytes");
  EXPECT_EQ(key_of(here), key_of(there));
  EXPECT_NE(key_of(here), key_of(other));
}

TEST(Point, ReadsBackAsItWasWritten) {
  Point point = small_point();
  point.data_sha256 = sha256("bytes");
  point.key = key_of(point);
  const Point again = parse_point(to_line(point), "p.jsonl:1");
  EXPECT_EQ(to_line(again), to_line(point));
  EXPECT_EQ(again.knobs, point.knobs);
  EXPECT_EQ(again.data_sha256, point.data_sha256);
}

TEST(Point, IsRefusedWithWhereAndWhatIsWrong) {
  const std::string line = to_line(small_point());
  EXPECT_EQ(problem_of("[1]"), "p.jsonl:7: expected a point (an object), got [1]");
  EXPECT_EQ(problem_of("{}"), "p.jsonl:7#/chip: missing (an object)");
  EXPECT_EQ(problem_of(replaced(line, R"({"seed": 1})", "3")),
            "p.jsonl:7#/mapping: expected an object, got 3");
  EXPECT_EQ(problem_of(replaced(line, R"("schema": 2)", R"("schema": 1)")),
            "p.jsonl:7#/schema: 1 is out of range [2, 2] (version of this format; plan again)");
  EXPECT_EQ(problem_of(replaced(line, R"("schema")", R"("shema")")),
            R"(p.jsonl:7#/shema: unknown key; did you mean "schema"?)");
  EXPECT_EQ(problem_of(line.substr(0, 40)).substr(0, 27), "p.jsonl:7: line 1, column 4");
}

TEST(Point, IsRefusedIfItWasChangedByHand) {
  const std::string line = to_line(small_point());
  const std::string changed = replaced(line, R"("seed": 1)", R"("seed": 2)");
  EXPECT_NE(problem_of(changed).find("p.jsonl:7#/key: "), std::string::npos);
  EXPECT_NE(problem_of(changed).find("is not the key of this point"), std::string::npos);
}

struct PointFile : testing::Test {
  ~PointFile() override { std::filesystem::remove(file); }
  void write(const std::string& text) { std::ofstream(file) << text; }
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) /
      (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".jsonl");
};

TEST_F(PointFile, IsReadLineByLine) {
  const std::string line = to_line(small_point());
  write(line + "\n\n" + line);
  PointReader reader(file);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.where(), file.string() + ":1");
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.where(), file.string() + ":3");
  EXPECT_FALSE(reader.next());
}

TEST_F(PointFile, ThatIsMissingOrAFolderIsRefused) {
  EXPECT_THROW(PointReader{file}, ConfigError);
  EXPECT_THROW(PointReader{testing::TempDir()}, ConfigError);
}

TEST(Simulator, IsNamedByVersionAndSources) {
  EXPECT_EQ(simulator_sources().size(), 64u);
  EXPECT_EQ(simulator(), simulator().substr(0, simulator().find('+') + 1) +
                             std::string(simulator_sources().substr(0, 16)));
}

}  // namespace
}  // namespace rda::sweep
