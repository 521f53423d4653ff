// SPDX-License-Identifier: Apache-2.0
// import-gpu and compare-gpu, from the output of a profiler to a table.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "cli/support.h"
#include "cli/support_page.h"

namespace rda::cli {
namespace {

/// Two calls of an LSTM on a GPU, as nsys prints them: an input product, and four times a product
/// and an element-wise kernel, in 100 us; the second call begins after 200 us.
std::string nsys_trace() {
  std::string text =
      "Start (ns),Duration (ns),CorrId,GrdX,GrdY,GrdZ,BlkX,BlkY,BlkZ,Reg/Trd,StcSMem (MB),"
      "DymSMem (MB),Bytes (MB),Throughput (MB/s),SrcMemKd,DstMemKd,Device,Ctx,GreenCtx,Strm,Name\n";
  const auto add = [&](int start_us, int us, const std::string& name) {
    text += std::to_string(start_us) + "000," + std::to_string(us) +
            "000,1,1,1,1,128,1,1,32,0.000,0.000,,,,,Example GPU (0),1,,7," + name + "\n";
  };
  for (const int call : {0, 200}) {
    add(call, 12, "big_sgemm_128x64");
    for (int step = 0; step < 4; ++step) {
      add(call + 20 + 20 * step, 10, "small_sgemm_32x32");
      add(call + 32 + 20 * step, 4, "elemWiseRNNcell");
    }
  }
  return text;
}

const std::string kMeasured = "calls=2,precision=fp8_e4m3,phase=inference";

class Gpu : public Cli {
 protected:
  /// A timeline of the trace above, as one of the smallest workload.
  std::string timeline(const std::string& measured = kMeasured) const {
    const std::string made = path("timeline.json");
    const Outcome outcome = rdasim({"import-gpu", file("trace.csv", nsys_trace()), "--workload",
                                    workload_, "--measured", measured, "-o", made});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return made;
  }
  Outcome compare(const std::vector<std::string>& more) const {
    std::vector<std::string> words{"compare-gpu", chip_, workload_};
    words.insert(words.end(), more.begin(), more.end());
    return rdasim(words);
  }
};

void expect_narrow(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(Gpu, ImportPrintsTimesByClassWithin80Columns) {
  const Outcome outcome = rdasim({"import-gpu", file("trace.csv", nsys_trace())});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out, {"device      Example GPU", "18 launches, 136.000 us together",
                             "136.000 us, 45.9 % of 296.000 us", "recurrent GEMM", "element wise"});
  expect_narrow(outcome.out);
}

TEST_F(Gpu, AnImportedTimelineIsValidAndImportsAsItself) {
  const std::string made = timeline();
  EXPECT_EQ(rdasim({"validate", made}).code, 0);
  EXPECT_EQ(rdasim({"validate", "timeline", made}).code, 0);
  const Outcome again = rdasim({"import-gpu", made, "-o", "-"});
  EXPECT_EQ(again.out, read(made));
}

TEST_F(Gpu, CompareSaysHowMuchFasterTheChipIsWithAndWithoutGaps) {
  const Outcome outcome = compare({"--gpu", timeline(), "--format", "csv"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  // 68 us of kernels a call; 96 us from its first to its last kernel.
  expect_parts(outcome.out, {",trace,Example GPU,", ",68,96,"});
  const Outcome text = compare({"--gpu", path("timeline.json")});
  EXPECT_EQ(text.code, 0) << text.err;
  expect_parts(text.out, {"kernels of a call", "recurrent GEMM", "chip's units"});
  expect_narrow(text.out);
}

TEST_F(Gpu, EveryFormatIsWritten) {
  const std::string made = timeline();
  for (const auto& [format, part] :
       {std::pair("md", "| run on |"), {"latex", "\\toprule"}, {"json", "\"overall\""}}) {
    const Outcome outcome = compare({"--gpu", made, "--format", format});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    expect_parts(outcome.out, {part});
  }
}

TEST_F(Gpu, UnlikeRunsAreRefusedByPropertyUnlessAllowed) {
  const std::string made = timeline(kMeasured + ",batch=3,steps=8");
  expect_refusal(compare({"--gpu", made}), 2,
                 {"batch 3, on the chip 1 (--allow-different batch)",
                  "steps 8, on the chip 4 (--allow-different steps)"},
                 2);
  EXPECT_EQ(compare({"--gpu", made, "--allow-different", "batch,steps"}).code, 0);
  expect_refusal(compare({"--gpu", made, "--allow-different", "bach"}), 64,
                 {"bach is no property; did you mean \"batch\"?"});
}

TEST_F(Gpu, WhatATimelineDoesNotStateIsAskedFor) {
  const Outcome import = rdasim({"import-gpu", file("trace.csv", nsys_trace()), "--measured",
                                 "cell=lstm", "-o", path("timeline.json")});
  EXPECT_EQ(import.code, 0) << import.err;
  expect_refusal(compare({"--gpu", path("timeline.json")}), 2,
                 {"does not state hidden (import-gpu --measured hidden=..."}, 10);
}

TEST_F(Gpu, OutputOfAProfilerIsNoTimelineYet) {
  expect_refusal(compare({"--gpu", file("trace.csv", nsys_trace())}), 2,
                 {"is the output of a profiler: rdasim import-gpu"});
}

TEST_F(Gpu, NumbersOfOnesOwnStandBesidePublishedOnesAndEstimates) {
  const std::string own = file("own.csv", "workload,latency_ms,precision\nlstm_16_4,0.5,fp32\n");
  const Outcome outcome =
      compare({"--gpu", own, "--gpu", "model:v100", "--gpu", "model:a100:cuda_graph:fp32",
               "--allow-different", "precision", "--format", "csv"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out,
               {",numbers,,", "model:v100,estimate,", "model:a100:cuda_graph:fp32,estimate,"});
}

TEST_F(Gpu, AnEstimateOfTrainingIsNoInference) {
  expect_refusal(compare({"--gpu", "model:v100:training", "--allow-different", "precision"}), 2,
                 {"phase training, on the chip inference (--allow-different phase)"});
  EXPECT_EQ(compare({"--gpu", "model:v100:training", "--allow-different", "precision,phase"}).code,
            0);
}

TEST_F(Gpu, AWordOfGpuThatIsWrongSaysWhatWouldBeRight) {
  expect_refusal(compare({"--gpu", "model:v1000"}), 64, {"did you mean \"v100\"?"});
  expect_refusal(compare({"--gpu", "model:v100:cudn"}), 64, {"cudn is no style"});
  expect_refusal(compare({"--gpu", "published:v100_servin"}), 2,
                 {"did you mean \"v100_serving\"?"});
  expect_refusal(compare({"--gpu", "published:v100_serving"}), 2, {"no row for lstm"});
  expect_refusal(compare({"--gpu", path("missing.json")}), 2, {"missing.json"});
  expect_refusal(compare({}), 64, {"--gpu"});
}

TEST_F(Gpu, OutputIsNoInputOfEitherCommand) {
  const std::string trace = file("trace", nsys_trace()), made = timeline();
  const std::string own = file("own.csv", "workload,latency_ms,precision\nlstm_16_4,1,fp8\n");
  const std::string second = file("second.json", read(workload_));
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"import-gpu", trace, "-o", trace},
           {"import-gpu", made, "-o", made},
           {"compare-gpu", chip_, workload_, "--gpu", made, "--format", "json", "-o", made},
           {"compare-gpu", chip_, workload_, "--gpu", own, "--format", "csv", "-o", own},
           {"compare-gpu", chip_, workload_, second, "--gpu", own, "--format", "json", "-o",
            second}})
    expect_refusal(rdasim(words), 64, {"is an input"});
  EXPECT_EQ(read(trace), nsys_trace());
}

TEST_F(Gpu, KernelsThatAreNotOfTheNetworkAreLeftOutByName) {
  const std::string trace = file("trace.csv", nsys_trace());
  const Outcome outcome = rdasim({"import-gpu", trace, "--leave-out", "BIG_sgemm"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out, {"16 launches, 112.000 us together",
                             "without 2 launches of BIG_sgemm, 24.000 us together"});
  expect_refusal(rdasim({"import-gpu", trace, "--leave-out", "nobody"}), 64,
                 {"no kernel is named"});
}

TEST_F(Gpu, NothingToCompareIsAnErrorAndAGpuCountsOnce) {
  const std::string second = repository("workloads/small/gru_16_4.json");
  expect_refusal(
      rdasim({"compare-gpu", chip_, workload_, second, "--gpu", "published:v100_serving"}), 2,
      {"nothing to compare"});
  expect_refusal(compare({"--gpu", "model:v100", "--gpu", "model:v100"}), 64, {"given twice"});
  const Outcome named =
      compare({"--gpu", "Volta=model:v100", "--allow-different", "precision", "--format", "csv"});
  EXPECT_EQ(named.code, 0) << named.err;
  expect_parts(named.out, {",Volta,estimate,"});
}

TEST_F(Gpu, AnEstimateIsOfThePersistentKernelWherePyTorchChoosesIt) {
  const Outcome outcome = compare(
      {"--gpu", "model:v100", "--gpu", "model:v100:cudnn", "--allow-different", "precision"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out, {"persistent RNN", "style persistent", "style cudnn"});
}

TEST_F(Gpu, WordsOfMeasuredThatAreWrongAreRefused) {
  const std::string trace = file("trace.csv", nsys_trace());
  expect_refusal(rdasim({"import-gpu", trace, "--measured", "step=4"}), 64,
                 {"unknown key step; did you mean \"steps\"?"});
  expect_refusal(rdasim({"import-gpu", trace, "--measured", "precision=fp99"}), 64,
                 {"precision=fp99: not known"});
  expect_refusal(rdasim({"import-gpu", trace, "--measured", "steps"}), 64, {"is not KEY=VALUE"});
  expect_refusal(rdasim({"import-gpu", trace, "--measured", "steps=0"}), 2, {"steps"});
}

TEST_F(Gpu, SeveralWorkloadsMakeATableAndOneThatDoesNotRunIsSaid) {
  const Outcome outcome = rdasim({"compare-gpu", repository("configs/plasticine_rnn.json"),
                                  repository("workloads/deepbench/lstm_256_150.json"),
                                  repository("workloads/deepbench/gru_512_1.json"),
                                  repository("workloads/deepbench/gru_2816_750.json"), "--gpu",
                                  "published:v100_serving", "--allow-different", "precision"});
  EXPECT_EQ(outcome.code, 3);
  expect_parts(outcome.err, {"rdasim: deepbench/gru_2816_750: "});
  expect_parts(outcome.out, {"left out: "});
  // 1690 us / 22.874 us, and 390 us / 0.334 us: the published times over the golden cycles.
  expect_parts(outcome.out, {"73.88 x", "1168 x", "geometric mean of 2"});
  expect_narrow(outcome.out);
}

TEST_F(Gpu, ASummaryOfTheProfileScriptStatesTheNetwork) {
  const std::string summary =
      file("summary.json",
           R"({"measured": {"cell": "lstm", "hidden": 16, "steps": 4, "calls": 2}, "device": "X", )"
           R"("torch": "2.1", "command": "..."})");
  const Outcome outcome =
      rdasim({"import-gpu", file("trace.csv", nsys_trace()), "--summary", summary});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out,
               {"device      Example GPU\n", "lstm, hidden 16, steps 4, calls 2", "PyTorch 2.1"});
  expect_refusal(rdasim({"import-gpu", file("trace.csv", nsys_trace()), "--summary", chip_}), 2,
                 {"is no summary"});
}

TEST_F(Gpu, PageHasTheComparisonThatJsonHas) {
  const Outcome outcome = compare(
      {"--gpu", timeline(), "--html", path("p.html"), "--format", "json", "-o", path("c.json")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(on_page(path(""),
                    "assert data['kind'] == 'gpu'\n"
                    "assert data['beside'] == json.load(open('c.json'))\n"
                    "assert data['command'].startswith('rdasim compare-gpu ')\n"
                    "assert page.policy.endswith('script-src ' + hash_of(page.texts['script']) +\n"
                    "    '; style-src ' + hash_of(page.texts['style'])), page.policy\n"),
            0);
}

TEST_F(Gpu, PageIsAnHtmlFileThatNothingElseIs) {
  const std::string made = timeline();
  expect_refusal(compare({"--gpu", made, "--html", path("p.json")}), 64, {"--html", ".html"});
  expect_refusal(compare({"--gpu", made, "--html", path("p.html"), "-o", path("p.html")}), 64,
                 {"p.html"});
  std::filesystem::create_symlink(made, path("link.html"));
  expect_refusal(compare({"--gpu", made, "--html", path("link.html")}), 64, {"--html", "link"});
}

}  // namespace
}  // namespace rda::cli
