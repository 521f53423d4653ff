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

  /// The columns of these names; without any, all of them, or the usual ones if it is no CSV.
  std::string written(RowForm form, const std::vector<Results::Row>& rows,
                      std::vector<std::string> names = {}) const {
    Table table(folder_ / "t.db");
    for (const Results::Row& one : rows) table.add(one);
    table.finish();
    if (names.empty()) names = form == RowForm::csv ? table.columns() : table.usual_columns();
    std::string text;
    table.write(form, names, [&](std::string_view piece) { text += piece; });
    std::filesystem::remove(folder_ / "t.db");
    return text;
  }
  std::string csv(const std::vector<Results::Row>& rows) const {
    return written(RowForm::csv, rows);
  }

  std::filesystem::path folder_;
};

TEST_F(TableTest, HasWhatWasWorkedOutBehindTheFigures) {
  Table table(folder_ / "t.db");
  table.add(row("a", {{"lanes", 4}}), {});
  table.add(row("b", {{"lanes", 8}}, ok(R"({"cycles": 6})")),
            {{"cycles / lanes", 0.75}, {"none", std::nullopt}});
  table.finish();
  EXPECT_EQ(table.columns(), (std::vector<std::string>{"key", "status", "message", "lanes",
                                                       "cycles", "cycles / lanes", "none"}));
  EXPECT_EQ(table.usual_columns(),
            (std::vector<std::string>{"lanes", "cycles", "latency_ms", "cycles / lanes", "none"}));
  std::string text;
  table.write(RowForm::csv, {"none", "cycles / lanes"}, [&](std::string_view s) { text += s; });
  EXPECT_EQ(text, "none,cycles / lanes\n,\n,0.75\n");
}

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

TEST_F(TableTest, NulInANameOfAColumnIsSpelled) {
  EXPECT_EQ(csv({row("a", {}, ok(R"({"clock\u0000_mhz": 4})"))}),
            "key,status,message,clock\\x00_mhz\na,ok,,4\n");
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

TEST_F(TableTest, ColumnsAreChosenAndOrderedByTheirNames) {
  const std::vector<Results::Row> rows{row("a", {{"lanes", 4}}, ok(R"({"cycles": 7})")),
                                       row("b", {{"lanes", 8}})};
  EXPECT_EQ(written(RowForm::csv, rows, {"cycles", "no_such", "lanes"}),
            "cycles,no_such,lanes\n7,,4\n,,8\n");
}

TEST_F(TableTest, UsualColumnsAreTheKnobsThatVaryThenCyclesAndLatency) {
  EXPECT_EQ(written(RowForm::markdown,
                    {row("a", {{"cell", "lstm"}, {"lanes", 4}, {"rows", 8}},
                         ok(R"({"cycles": 7, "latency_ms": 0.00700000049, "steps": 2})")),
                     row("b", {{"cell", "gru"}, {"lanes", 8}, {"rows", 8}})}),
            "| cell | lanes | cycles | latency\\_ms |\n"
            "|---|---:|---:|---:|\n"
            "| lstm | 4 | 7 | 0.007 |\n"
            "| gru | 8 |  |  |\n");
}

TEST_F(TableTest, KnobThatSomePointsLackVaries) {
  EXPECT_EQ(written(RowForm::latex, {row("a", {{"lanes", 4}}), row("b", {{"lanes", 4}, {"n", 1}})}),
            "\\begin{tabular}{rrr}\n\\toprule\n"
            "n & cycles & latency\\_ms \\\\\n\\midrule\n"
            " &  &  \\\\\n"
            "1 &  &  \\\\\n"
            "\\bottomrule\n\\end{tabular}\n");
}

TEST_F(TableTest, UsualFiguresAreFiguresAlsoIfAKnobIsCalledSo) {
  EXPECT_EQ(written(RowForm::markdown, {row("a", {{"cycles", 1}}, ok(R"({"cycles": 7})")),
                                        row("b", {{"cycles", 2}}, ok(R"({"cycles": 9})"))}),
            "| cycles | report.cycles | latency\\_ms |\n"
            "|---:|---:|---:|\n"
            "| 1 | 7 |  |\n"
            "| 2 | 9 |  |\n");
}

TEST_F(TableTest, FileThatIsNoDatabaseIsAnOutputError) {
  std::ofstream(folder_ / "t.db") << std::string(10000, 'x');
  EXPECT_THROW(Table(folder_ / "t.db"), OutputError);
}

}  // namespace
}  // namespace rda::sweep
