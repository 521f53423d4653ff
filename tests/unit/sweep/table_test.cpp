// SPDX-License-Identifier: Apache-2.0
#include "sweep/table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "rda/error.h"

namespace rda::sweep {
namespace {

using json::Value;

class TableTest : public testing::Test {
 protected:
  TableTest() {
    std::string name = (std::filesystem::temp_directory_path() / "rdasim_table_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~TableTest() override { std::filesystem::remove_all(folder_); }

  static Results::Row row(const std::string& key, Value::Object knobs,
                          std::optional<Result> result = std::nullopt) {
    Results::Row made;
    made.point.key = key;
    made.point.knobs = std::move(knobs);
    made.result = std::move(result);
    return made;
  }
  static Result ok(const std::string& report) {
    return {Status::ok, "", json::parse(report, "report")};
  }

  std::string csv(const std::vector<Results::Row>& rows) const {
    Table table(folder_ / "t.db");
    for (const Results::Row& one : rows) table.add(one);
    table.finish();
    std::string text;
    table.write_csv([&](std::string_view piece) { text += piece; });
    std::filesystem::remove(folder_ / "t.db");
    return text;
  }

  std::filesystem::path folder_;
};

TEST_F(TableTest, HasAColumnForEachKnobAndFigureAndARowForEachPoint) {
  EXPECT_EQ(csv({row("a", {{"lanes", 4}, {"area", 2.0}}, ok(R"({"cycles": 7, "u": {"pcu": 0.1}})")),
                 row("b", {{"lanes", 8}, {"area", 2.5}})}),
            "key,status,message,area,lanes,cycles,u.pcu\n"
            "a,ok,,2.0,4,7,0.1\n"
            "b,missing,,2.5,8,,\n");
}

TEST_F(TableTest, ColumnsThatAppearLateAreEmptyBefore) {
  EXPECT_EQ(csv({row("a", {{"lanes", 4}}, Result{Status::unmappable, "too big", {}}),
                 row("b", {{"lanes", 8}}, ok(R"({"cycles": 7})"))}),
            "key,status,message,lanes,cycles\n"
            "a,unmappable,too big,4,\n"
            "b,ok,,8,7\n");
}

TEST_F(TableTest, FigureThatIsCalledAsAKnobIsPrefixed) {
  EXPECT_EQ(csv({row("a", {{"Steps", 4}, {"status", 1}}, ok(R"({"steps": 7, "key": 8})"))}),
            "key,status,message,Steps,knob.status,report.key,report.steps\n"
            "a,ok,,4,1,8,7\n");
}

TEST_F(TableTest, TextsAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(csv({row("a", {{"a,b", "say \"x\""}, {"flag", true}, {"list", Value::Array{1, 2}}},
                     Result{Status::crash, "one\ntwo", {}})}),
            "key,status,message,\"a,b\",flag,list\n"
            "a,crash,\"one\ntwo\",\"say \"\"x\"\"\",1,\"[1, 2]\"\n");
}

TEST_F(TableTest, LargeIntegersKeepEveryDigit) {
  EXPECT_EQ(csv({row("a", {{"n", 9223372036854775807}, {"u", 18446744073709551615u}})}),
            "key,status,message,n,u\n"
            "a,missing,,9223372036854775807,18446744073709551615\n");
}

TEST_F(TableTest, FileThatIsNoDatabaseIsAnOutputError) {
  std::ofstream(folder_ / "t.db") << std::string(10000, 'x');
  EXPECT_THROW(Table(folder_ / "t.db"), OutputError);
}

}  // namespace
}  // namespace rda::sweep
