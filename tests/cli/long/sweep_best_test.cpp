// SPDX-License-Identifier: Apache-2.0
// What `rdasim sweep best` and `sweep plot` print, draw and refuse.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

/// Four designs, of which two hop latencies and two FIFO depths, all run; and one that has not.
class SweepBest : public SweepCli {
 protected:
  SweepBest() {
    std::vector<sweep::Point> all;
    for (const char* hops : {"1", "2"})
      for (const char* seed : {"1", "2"})
        all.push_back(point({{"/network/hop_latency", hops}, {"/seed", seed}}));
    points_ = write(all);
    EXPECT_EQ(sweep_run(points_).code, 0);
    all.push_back(point({{"/network/hop_latency", "3"}, {"/seed", "1"}}));
    points_ = write(all, "all.jsonl");
  }
  Outcome best(const std::vector<std::string>& words) const {
    return sweep("best", points_, "store", words);
  }
  Outcome plot(const std::vector<std::string>& words) const {
    return sweep("plot", points_, "store", words);
  }

  std::string points_;
};

std::size_t longest_line(const std::string& text) {
  std::size_t most = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    most = std::max(most, end - begin);
    begin = end + 1;
  }
  return most;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(SweepBest, PrintsATableOfTheFrontAndCountsWhatIsMissing) {
  const Outcome outcome = best({"--minimize", "cycles"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out.find("5 points: 4 ok, 1 missing\n"), 0u) << outcome.out;
  EXPECT_TRUE(has(outcome.out, "best of 4 designs by least cycles")) << outcome.out;
  EXPECT_TRUE(has(outcome.out, "\n1 ")) << outcome.out;
}

TEST_F(SweepBest, KeepsTablesWithinEightyColumns) {
  const Outcome outcome =
      best({"--minimize", "bandwidth.on_chip_possible_bytes_per_second", "--maximize",
            "bandwidth.network_possible_bytes_per_second", "--minimize", "activities.pcu.starved",
            "--minimize", "activities.source.blocked", "--minimize", "activities.pmu.active",
            "--minimize", "activities.sink.starved", "--minimize", "verification.max_abs_error"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_LE(longest_line(outcome.out), 80u) << outcome.out;
}

TEST_F(SweepBest, WritesCsvAndJsonForOtherPrograms) {
  const Outcome csv = best({"--minimize", "cycles", "--format", "csv"});
  EXPECT_EQ(csv.out.find("group,key,cycles,"), 0u) << csv.out;
  const Outcome json = best({"--minimize", "cycles", "--format", "json", "-n", "1"});
  EXPECT_TRUE(has(json.out, "\"points\": 5")) << json.out;
  EXPECT_TRUE(has(json.out, "\"missing\": 1")) << json.out;
}

TEST_F(SweepBest, WritesTheTableAsMarkdownAndAsLatex) {
  const std::string key = point({{"/network/hop_latency", "1"}, {"/seed", "1"}}).key.substr(0, 8);
  const Outcome page = best({"--minimize", "cycles", "--format", "md", "-o", path("best.md")});
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_EQ(read(path("best.md")),
            "5 points: 4 ok, 1 missing\n\n"
            "### best of 4 designs by least cycles\n\n"
            "| cycles | /network/hop\\_latency | /seed | line | key |\n"
            "|---:|---:|---:|---:|---|\n"
            "| 291 | 1 | 1 | 1 | " +
                key + " |\n");
  const Outcome paper = best({"--minimize", "cycles", "--maximize", "/seed", "-n", "1", "--format",
                              "latex", "-o", path("best.tex")});
  EXPECT_EQ(paper.code, 0) << paper.err;
  EXPECT_EQ(read(path("best.tex")),
            "% needs \\usepackage{booktabs}\n"
            "% 5 points: 4 ok, 1 missing\n\n"
            "\\begin{table}\n"
            "\\centering\n"
            "\\caption{best of 4 designs by least cycles, most /seed}\n"
            "\\begin{tabular}{rrrrl}\n"
            "\\toprule\n"
            "cycles & /seed & /network/hop\\_latency & line & key \\\\\n"
            "\\midrule\n"
            "291 & 1 & 1 & 1 & " +
                key +
                " \\\\\n"
                "\\bottomrule\n"
                "\\end{tabular}\n"
                "\\end{table}\n"
                "% not shown: 1 more\n");
}

TEST_F(SweepBest, RefusesWhatNoPointHasNamingTheNearest) {
  expect_refusal(best({"--minimize", "latncy_ms"}), 2,
                 {"no number latncy_ms", "did you mean \"latency_ms\"?"});
  expect_refusal(best({"--minimize", "cycles", "--by", "sed"}), 2, {"no knob sed"});
  expect_refusal(plot({"--x", "cycles", "--y", "steps", "--label", "sed", "-o", path("a.svg")}), 2,
                 {"no knob sed"});
  expect_refusal(plot({"--x", "cycle", "--y", "steps", "-o", path("a.svg")}), 2,
                 {"did you mean \"cycles\"?"});
}

TEST_F(SweepBest, RefusesWrongWords) {
  expect_refusal(best({}), 64, {"a goal is missing (--minimize latency_ms"});
  expect_refusal(best({"--minimize", "cycles", "--maximize", "cycles"}), 64, {"is a goal already"});
  expect_refusal(best({"--minimize", "cycles", "--format", "xml"}), 64, {"xml is no format"});
  expect_refusal(best({"--minimize", "cycles", "--format", "md", "-o", path("t.tex")}), 64,
                 {"the name says LaTeX, but Markdown would be written"});
  expect_refusal(best({"--minimize", "cycles", "--format", "latex", "-o", path("t.md")}), 64,
                 {"the name says Markdown, but LaTeX would be written"});
  expect_refusal(best({"--minimize", "cycles", "-n", "0"}), 64, {"-n: 0"});
  const auto refuse_plot = [&](std::vector<std::string> words, const std::string& part) {
    expect_refusal(plot(words), 64, {part});
  };
  refuse_plot({"--x", "cycles", "--y", "cycles", "-o", "a.svg"}, "cycles is x already");
  refuse_plot({"--x", "cycles", "--y", "steps", "-o", "a.jpg"},
              "a.jpg ends neither in .svg, .png nor in .pdf");
  refuse_plot({"--x", "cycles", "--y", "steps", "--maximize", "h", "-o", "a.svg"}, "neither x nor");
  expect_refusal(plot({"--x", "cycles", "--y", "steps", "-o", path("none/a.svg")}), 74,
                 {"its folder does not exist"});
}

TEST_F(SweepBest, RefusesCorruptFilesNamingThem) {
  const std::string bad = file("bad.jsonl", "{\"key\": 3}\n");
  expect_refusal(sweep("best", bad, "store", {"--minimize", "cycles"}), 2, {"bad.jsonl:1#/chip"});
  expect_refusal(sweep("best", path("none.jsonl"), "store", {"--minimize", "cycles"}), 2,
                 {"none.jsonl", "cannot be read"});
  const std::string stored = files().begin()->first;
  std::ofstream(path("store/" + stored)) << "{";
  expect_refusal(best({"--minimize", "cycles"}), 2, {stored});
}

TEST_F(SweepBest, FindsNothingInAnEmptyStore) {
  std::filesystem::create_directory(path("empty"));
  const Outcome outcome = sweep("best", points_, "empty", {"--minimize", "cycles"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "5 points: 5 missing\n");
  expect_refusal(
      sweep("plot", points_, "empty", {"--x", "cycles", "--y", "h", "-o", path("a.svg")}), 2,
      {"there is nothing to draw: 5 points: 5 missing"});
}

TEST_F(SweepBest, DrawsSvgPngAndPdf) {
  const std::vector<std::string> axes{"--x",        "cycles",           "--y", "tflops_effective",
                                      "--maximize", "tflops_effective", "-o"};
  const auto draw = [&](const std::string& name) {
    std::vector<std::string> words = axes;
    words.push_back(path(name));
    const Outcome outcome = plot(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return read(path(name));
  };
  const std::string svg = draw("front.svg");
  EXPECT_TRUE(has(svg, "tflops_effective [TFLOPS] (more is better)"));
  EXPECT_EQ(svg, draw("again.svg"));
  const std::string pdf = draw("front.pdf");
  EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
  EXPECT_EQ(pdf, draw("again.pdf"));
  const std::string png = draw("front.png");
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
}

}  // namespace
}  // namespace rda::cli
