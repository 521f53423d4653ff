// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/support_sweep.h"
#include "sweep/store.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

class SweepCollect : public SweepCli {
 protected:
  /// A sweep of two points that are ok, one that does not map, and one that has not run.
  std::string swept() const {
    std::vector<sweep::Point> all = points(2);
    all.push_back(point({{"/hidden", "4096"}}));
    const std::string file = write(all);
    EXPECT_EQ(sweep_run(file).code, 0);
    all.push_back(point({{"/seed", "99"}}));
    return write(all, "more.jsonl");
  }
};

TEST_F(SweepCollect, WritesARowForEveryPoint) {
  const std::string file = swept();
  const Outcome outcome = sweep("collect", file, "store", {"--csv", path("t.csv")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "4 points: 2 ok, 1 unmappable, 1 missing\n");
  const std::string csv = read(path("t.csv"));
  EXPECT_EQ(csv.find("key,status,message,/place_effort,/seed,"), 0u) << csv;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 5);
  EXPECT_NE(csv.find("\n" + point({{"/seed", "99"}}).key + ",missing,,"), csv.npos);
  for (const auto& entry : fs::directory_iterator(path("")))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".rdasim")) << entry.path();
}

TEST_F(SweepCollect, SameBytesAgainAndOnStdout) {
  const std::string file = swept();
  const Outcome outcome = sweep("collect", file);
  ASSERT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err,
            "wrote " + path("store/results.db") + " and " + path("store/results.csv") + '\n');
  const std::string csv = read(path("store/results.csv")), db = read(path("store/results.db"));
  ASSERT_EQ(sweep("collect", file).code, 0);
  EXPECT_EQ(read(path("store/results.csv")), csv);
  EXPECT_EQ(read(path("store/results.db")), db);
  EXPECT_EQ(db.find("SQLite format 3"), 0u);
  EXPECT_EQ(sweep("collect", file, "store", {"--csv", "-"}).out, csv);
}

TEST_F(SweepCollect, TablesForPagesAndPapersHaveTheKnobsThatVaryCyclesAndLatency) {
  const std::string file = swept();
  const Outcome outcome =
      sweep("collect", file, "store", {"--markdown", path("t.md"), "--latex", path("t.tex")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "4 points: 2 ok, 1 unmappable, 1 missing\n");
  EXPECT_EQ(read(path("t.md")),
            "| /hidden | /place\\_effort | /seed | cycles | latency\\_ms |\n"
            "|---:|---:|---:|---:|---:|\n"
            "|  | 1 | 1 | 301 | 0.000301 |\n"
            "|  | 1 | 2 | 311 | 0.000311 |\n"
            "| 4096 |  |  |  |  |\n"
            "|  |  | 99 |  |  |\n");
  EXPECT_EQ(read(path("t.tex")),
            "% needs \\usepackage{booktabs}\n"
            "\\begin{tabular}{rrrrr}\n"
            "\\toprule\n"
            "/hidden & /place\\_effort & /seed & cycles & latency\\_ms \\\\\n"
            "\\midrule\n"
            " & 1 & 1 & 301 & 0.000301 \\\\\n"
            " & 1 & 2 & 311 & 0.000311 \\\\\n"
            "4096 &  &  &  &  \\\\\n"
            " &  & 99 &  &  \\\\\n"
            "\\bottomrule\n"
            "\\end{tabular}\n");
}

TEST_F(SweepCollect, ColumnsChooseAndOrderThoseOfCsvMarkdownAndLatex) {
  const std::string file = swept();
  const auto table = [&](const char* option) {
    return sweep("collect", file, "store", {"--columns", "cycles,/seed,status", option, "-"}).out;
  };
  EXPECT_EQ(table("--csv"),
            "cycles,/seed,status\n"
            "301,1,ok\n"
            "311,2,ok\n"
            ",,unmappable\n"
            ",99,missing\n");
  EXPECT_EQ(table("--markdown").find("| cycles | /seed | status |\n|---:|---:|---|\n"), 0u);
  EXPECT_NE(table("--latex").find("{rrl}\n\\toprule\ncycles & /seed & status \\\\\n"),
            std::string::npos);
}

TEST_F(SweepCollect, FigureOfASweepThatHasNotRunIsAnEmptyColumn) {
  fs::create_directory(path("empty"));
  const Outcome outcome = sweep("collect", write(points(1)), "empty",
                                {"--columns", "/seed,utilization.pcu", "--csv", "-"});
  EXPECT_EQ(outcome.out, "/seed,utilization.pcu\n1,\n") << outcome.err;
}

TEST_F(SweepCollect, ColumnThatNoPointHasIsRefusedNamingTheNearest) {
  const std::string file = swept();
  const auto refused = [&](std::vector<std::string> words, const std::vector<std::string>& parts) {
    expect_refusal(sweep("collect", file, "store", words), 64, parts);
    EXPECT_FALSE(fs::exists(path("t.csv")));
  };
  refused({"--csv", path("t.csv"), "--columns", "/seed,latncy_ms"},
          {"--columns: the points have no knob or figure latncy_ms; did you mean \"latency_ms\"?"});
  refused({"--csv", path("t.csv"), "--columns", "/seed,cycles,/seed"},
          {"--columns: /seed is given twice"});
  refused({"--sqlite", path("t.db"), "--columns", "/seed"}, {"a database has all columns"});
}

TEST_F(SweepCollect, TwoTablesInOneFileAreRefused) {
  const auto refused = [&](std::vector<std::string> words, const std::string& part) {
    expect_refusal(sweep("collect", "p", "store", words), 64, {part});
  };
  refused({"--csv", "-", "--latex", "-"}, "--latex: stdout is the file of another option");
  refused({"--csv", path("t"), "--markdown", path("./t")}, "is the file of another option");
  refused({"--sqlite", path("t"), "--csv", path("t")}, "--csv: ");
  refused({"--markdown", path("t.tex")}, "the name says LaTeX, but Markdown would be written");
  refused({"--latex", path("t.md")}, "the name says Markdown, but LaTeX would be written");
}

TEST_F(SweepCollect, WhatCannotBeWrittenIsCode74) {
  const std::string file = swept();
  expect_refusal(sweep("collect", file, "store", {"--csv", path("none/t.csv")}), 74,
                 {"none/t.csv"});
  expect_refusal(sweep("collect", file, "store", {"--sqlite", path("none/t.db")}), 74,
                 {"none/t.db"});
  expect_refusal(sweep("collect", file, "store", {"--latex", path("none/t.tex")}), 74,
                 {"none/t.tex"});
  EXPECT_EQ(
      rdasim({"sweep", "collect", file, "--store", path("store"), "--csv", "-"}, "/dev/full").code,
      74);
}

TEST_F(SweepCollect, CorruptResultIsNamed) {
  const std::string file = swept();
  const fs::path bad = sweep::Store(path("store")).result_file(points(1)[0].key);
  fs::resize_file(bad, 50);
  for (const char* verb : {"collect", "status"})
    expect_refusal(sweep(verb, file), 2, {bad.string()});
}

}  // namespace
}  // namespace rda::cli
