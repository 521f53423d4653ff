// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

using Json = nlohmann::json;

class Compare : public SweepCli {
 protected:
  /// A report of the smallest run. @return its file
  std::string report(const std::string& name, const std::vector<std::string>& words = {}) const {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"-o", path(name)});
    EXPECT_EQ(run(all).code, 0);
    return path(name);
  }
  static Outcome compare(const std::string& a, const std::string& b,
                         std::vector<std::string> words = {}) {
    words.insert(words.begin(), {"compare", a, b});
    return rdasim(words);
  }
  /// A golden file with the cases "one", of so many cycles, and `second`. @return its path
  std::string golden(const std::string& name, int cycles, const std::string& second) const {
    const Json files{{"chip", "c"}, {"workload", "w"}};
    Json one = files, two = files;
    one["metrics"]["cycles"]["is"] = cycles;
    two["metrics"]["cycles"]["is"] = 7;
    return file(name, Json{{"cases", {{"one", one}, {second, two}}}}.dump());
  }
  std::string store(const std::string& name, const std::vector<sweep::Point>& points) const {
    const std::string file = write(points, name + ".jsonl");
    EXPECT_EQ(sweep_run(file, name).code, 0);
    return path(name);
  }
};

TEST_F(Compare, ReportAndItselfAreEqual) {
  const std::string a = report("a.json");
  const Outcome outcome = compare(a, a);
  EXPECT_EQ(outcome.code, 0);
  expect_parts(outcome.out, {"all equal", "small/lstm_16_4 on tiny"});
}

TEST_F(Compare, TwoReportsDifferInRatiosAndWhere) {
  const std::string a = report("a.json");
  const std::string b = report("b.json", {"--set", "/network/hop_latency=3"});
  const Outcome outcome = compare(a, b);
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out, {"figures differ", "most off\n  cycles ", "where", "streams"});
  const Json json = Json::parse(compare(a, b, {"--format", "json", "--metric", "cycles"}).out);
  ASSERT_EQ(json["pairs"].size(), 1u);
  const Json& pair = json["pairs"][0];
  EXPECT_EQ(pair["ratio"].get<double>(), pair["b"].get<double>() / pair["a"].get<double>());
  EXPECT_EQ(json["summaries"][0]["geomean"], pair["ratio"]);
}

TEST_F(Compare, NamesTheKnobsThatDifferBeforeAnyFigure) {
  const std::string a = report("a.json");
  const std::string b = report(
      "b.json", {"--set", "/network/hop_latency=3", "--set", "/name=other", "--verify-steps", "1"});
  const std::string text = compare(a, b).out;
  const std::size_t knobs = text.find(
      "knobs that differ\n  chip.network.hop_latency: 1 -> 3\n  run.verify_steps: 2 -> 1\n");
  ASSERT_NE(knobs, text.npos) << text;
  EXPECT_LT(knobs, text.find("figures differ"));
  const Json json = Json::parse(compare(a, b, {"--format", "json"}).out);
  EXPECT_EQ(json["knobs"].size(), 2u);
  expect_parts(compare(a, b, {"--format", "md"}).out, {"| chip.network.hop\\_latency | 1 | 3 |"});
}

TEST_F(Compare, KnobsThatChangeNoFigureAreNoDifference) {
  const std::string a = report("a.json");
  const std::string b = report("b.json", {"--set", "/pmu/max_slots=254"});
  const Outcome outcome = compare(a, b);
  EXPECT_EQ(outcome.code, 0);
  expect_parts(outcome.out, {"chip.pmu.max_slots", "all equal"});
}

TEST_F(Compare, ReportOfTheFirstFormatHasNoKnobs) {
  Json old = Json::parse(read(report("a.json")));
  for (const char* key : {"inputs", "command", "simulator_commit"}) old.erase(key);
  old["schema_version"] = 1;
  const Outcome outcome = compare(file("old.json", old.dump()), report("b.json"));
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_EQ(outcome.out.find("knobs"), outcome.out.npos) << outcome.out;
}

TEST_F(Compare, KnobsOfStreamPortsAreKnobs) {
  const std::string b = report("b.json", {"--set", "/stream/sources/interval=7"});
  expect_parts(compare(report("a.json"), b).out, {"chip.stream.sources.interval: 1 -> 7"});
}

TEST_F(Compare, FailOverLetsARatioPass) {
  const std::string a = report("a.json");
  const std::string b = report("b.json", {"--set", "/network/hop_latency=3"});
  const std::vector<std::string> cycles{"--metric", "cycles", "--fail-over"};
  auto with = [&](const std::string& ratio) {
    std::vector<std::string> words = cycles;
    words.push_back(ratio);
    return words;
  };
  EXPECT_EQ(compare(a, b, with("100")).code, 0);
  EXPECT_EQ(compare(a, b, with("1.01")).code, 1);
  EXPECT_EQ(compare(b, a, with("1.01")).code, 0);  // faster
}

TEST_F(Compare, CsvHasEveryPair) {
  const std::string a = report("a.json"), b = report("b.json", {"--set", "/name=\"x, y\""});
  const Outcome outcome =
      compare(a, b, {"--format", "csv", "--metric", "/utilization/pcu", "--metric", "cycles"});
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 3) << outcome.out;
  expect_parts(outcome.out, {"name,metric,first,second,ratio\n", "x, y\"", ",cycles,291,291,1.0\n",
                             ",utilization.pcu,"});
}

TEST_F(Compare, StoresAreJoinedByWhatTheirPointsAre) {
  const sweep::Point fast = point(), slow = point({{"/network/hop_latency", "2"}}),
                     other = point({{"/seed", "5"}});
  const std::string a = store("a", {fast, slow}), b = store("b", {slow, fast, other});
  const Outcome outcome = compare(a, b);
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out, {"2 figures, all equal; 1 only in the second", "seed 5"});
  EXPECT_EQ(compare(a, b, {"--fail-over", "1"}).code, 0);
  EXPECT_EQ(compare(b, a, {"--fail-over", "1"}).code, 1);
  EXPECT_EQ(compare(a, a).code, 0);
}

TEST_F(Compare, StoreOfAnotherSimulatorVersionIsJoinedAllTheSame) {
  const std::string a = store("a", {point()}), b = store("b", {point()});
  const std::string old_file = files("b").begin()->first;
  Json result = Json::parse(files("b").begin()->second);
  result.erase("sha256");  // as an earlier program wrote it
  result["simulator"] = "another";
  result["report"]["cycles"] = 2 * result["report"]["cycles"].get<int>();
  std::filesystem::remove_all(path("b"));
  std::filesystem::create_directories(path("b") + "/00");
  file("b/00/" + std::string(64, '0') + ".json", result.dump());
  const Json found = Json::parse(compare(a, b, {"--format", "json"}).out);
  ASSERT_EQ(found["pairs"].size(), 1u) << found;
  EXPECT_EQ(found["pairs"][0]["ratio"], 2.0);
}

TEST_F(Compare, CollectedTablesAreJoinedByTheirKnobs) {
  const std::string points =
      write({point({{"/seed", "5"}}), point({{"/network/hop_latency", "2"}})}, "points.jsonl");
  ASSERT_EQ(sweep_run(points, "a").code, 0);
  ASSERT_EQ(sweep("collect", points, "a", {"--csv", path("a.csv")}).code, 0);
  std::string other = read(path("a.csv"));
  const std::size_t key = other.find('\n') + 1;
  other.replace(key, 64, std::string(64, '0'));  // another simulator's key
  file("b.csv", other);
  const Outcome same = compare(path("a.csv"), path("b.csv"));
  EXPECT_EQ(same.code, 0) << same.err;
  expect_parts(same.out, {"2 figures, all equal"});
  file("b.csv", other.substr(0, other.rfind('\n', other.size() - 2) + 1));
  EXPECT_EQ(compare(path("a.csv"), path("b.csv")).code, 1);
  file("b.csv", other + "short,row\n");
  expect_refusal(compare(path("a.csv"), path("b.csv")), 2, {"b.csv:4", "2 columns"});
}

TEST_F(Compare, PointThatNoLongerMapsIsNoRatio) {
  const std::string a = store("a", {point()}), b = store("b", {point()});
  const auto [name, text] = *files("b").begin();
  Json result = Json::parse(text);
  result.erase("report");
  result.erase("sha256");  // as an earlier program wrote it
  result["status"] = "unmappable";
  result["message"] = "pcus: needs 9";
  std::filesystem::remove_all(path("b"));
  std::filesystem::create_directories(path("b") + "/00");
  file("b/00/" + std::string(64, '0') + ".json", result.dump());
  const Outcome outcome = compare(a, b, {"--fail-over", "10"});
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out, {"outcome: ok -> unmappable: pcus: needs 9"});
}

TEST_F(Compare, GoldenFilesAreJoinedByNameOfCase) {
  const std::string a = golden("a.json", 100, "two"), b = golden("b.json", 150, "three");
  const Outcome outcome = compare(a, b, {"--format", "md"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out.substr(outcome.out.find('\n')),
            "\n\n1 of 1 figures differ; 1 only in the first; 1 only in the second\n\n"
            "| figure | pairs | differ | geomean | least | most | correlation |\n"
            "|---|---:|---:|---:|---:|---:|---:|\n"
            "| cycles | 1 | 1 | 1.5000 | 1.5000 | 1.5000 | - |\n\n"
            "| most off | figure | first | second | ratio |\n"
            "|---|---|---:|---:|---:|\n"
            "| one | cycles | 100 | 150 | 1.5000 |\n\n"
            "- only in the first: two\n\n"
            "- only in the second: three\n");
}

TEST_F(Compare, LatexHasTheTablesOfTheText) {
  const std::string a = golden("a.json", 100, "two"), b = golden("b.json", 150, "three");
  const Outcome outcome = compare(a, b, {"--format", "latex", "-o", path("ab.tex")});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  const std::string begin = "\n\\begin{table}\n\\centering\n",
                    end = "\\bottomrule\n\\end{tabular}\n\\end{table}\n";
  EXPECT_EQ(read(path("ab.tex")),
            "% needs \\usepackage{booktabs}\n"
            "% first: " +
                a + "\n% second: " + b +
                "\n"
                "% 1 of 1 figures differ; 1 only in the first; 1 only in the second\n"
                "% only in the first: two\n"
                "% only in the second: three\n" +
                begin +
                "\\caption{second / first}\n"
                "\\begin{tabular}{lrrrrrr}\n\\toprule\n"
                "figure & pairs & differ & geomean & least & most & correlation \\\\\n\\midrule\n"
                "cycles & 1 & 1 & 1.5000 & 1.5000 & 1.5000 & - \\\\\n" +
                end + begin +
                "\\caption{most off}\n"
                "\\begin{tabular}{llrrr}\n\\toprule\n"
                "most off & figure & first & second & ratio \\\\\n\\midrule\n"
                "one & cycles & 100 & 150 & 1.5000 \\\\\n" +
                end);
}

TEST_F(Compare, LatexOfReportsHasKnobsAndWhereTheyDiffer) {
  const std::string a = report("a.json");
  const std::string b = report("b.json", {"--set", "/network/hop_latency=3"});
  expect_parts(compare(a, b, {"--format", "latex"}).out,
               {"\\caption{knobs that differ}\n\\begin{tabular}{lrr}\n\\toprule\n"
                "knob & first & second \\\\\n\\midrule\n"
                "chip.network.hop\\_latency & 1 & 3 \\\\\n",
                "units & before & now & change \\\\\n", "streams & before & now & change \\\\\n"});
}

TEST_F(Compare, WorstSaysHowManyAreListed) {
  const std::string a = report("a.json");
  const std::string b = report("b.json", {"--set", "/network/hop_latency=3"});
  const std::string none = compare(a, b, {"--worst", "0"}).out;
  EXPECT_EQ(none.find("most off"), std::string::npos) << none;
}

TEST_F(Compare, WhatCannotBeComparedIsRefused) {
  const std::string a = report("a.json");
  expect_refusal(compare(a, path("none.json")), 2, {"none.json"});
  expect_refusal(compare(a, chip_), 2, {"tiny.json", "is a chip"});
  expect_refusal(compare(a, path(".")), 2, {"without results"});
  const std::string golden = file("g.json", R"({"cases": {"a": {"chip": "c", "workload": "w"}}})");
  expect_refusal(compare(a, golden), 2, {"two reports"});
  expect_refusal(compare(a, a, {"--metric", "cycle"}), 2, {"cycle", "\"cycles\""});
  expect_refusal(compare(a, a, {"--fail-over", "fast"}), 64, {"--fail-over", "fast"});
  expect_refusal(compare(a, a, {"--fail-over", "0"}), 64, {"--fail-over"});
  expect_refusal(compare(a, a, {"--format", "junit"}), 64, {"junit", "csv"});
  expect_refusal(compare(a, a, {"--format", "latex", "-o", path("a.md")}), 64,
                 {"the name says Markdown, but LaTeX would be written"});
  expect_refusal(compare(a, a, {"-o", path("no/folder")}), 74, {"folder"});
  expect_refusal(rdasim({"compare", a}), 64, {"B"});
}

}  // namespace
}  // namespace rda::cli
