// SPDX-License-Identifier: Apache-2.0
#include "beside/beside.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "beside/differences.h"
#include "beside/own_numbers.h"
#include "rda/error.h"
#include "regress/numbers.h"

namespace rda::beside {
namespace {

/// An LSTM of 16 on a chip of 1 GHz: 4 steps in 2,000 cycles.
Report small_report() {
  Report report;
  report.chip = "tiny";
  report.workload = "small/lstm_16_4";
  report.clock_mhz = 1000;
  report.cycles = 2000;
  report.steps = 4;
  report.latency_ms = 0.002;
  report.mapping.policy = "paper";
  report.inputs.workload.hidden = 16;
  report.inputs.workload.steps = 4;
  report.inputs.workload.formats.weights = Format::fp16;
  BreakdownRow row{0, "", "i", "pcu", 2, {}};
  row.activity.active = 1600;  // of both units together
  report.breakdown.push_back(row);
  return report;
}

gpu::Kernel kernel(std::string name, std::string kernel_class, std::int64_t start_ns,
                   std::int64_t duration_ns) {
  gpu::Kernel made;
  made.name = std::move(name);
  made.kernel_class = std::move(kernel_class);
  made.start_ns = start_ns;
  made.duration_ns = duration_ns;
  made.stream = "7";
  return made;
}

/// Two calls of that network: a product of 10 us and an element-wise kernel of 2 us each, 4 us
/// apart; 8 us lie between the calls.
gpu::Timeline two_calls() {
  gpu::Timeline timeline;
  timeline.device = "a GPU";
  timeline.start_resolution_ns = 1;
  timeline.measured = network_of(small_report().inputs.workload);
  timeline.measured.calls = 2;
  timeline.kernels = {kernel("gemm", "recurrent GEMM", 0, 10'000),
                      kernel("cell", "element-wise", 14'000, 2'000),
                      kernel("gemm", "recurrent GEMM", 24'000, 10'000),
                      kernel("cell", "element-wise", 38'000, 2'000)};
  return timeline;
}

const std::vector<std::string> kNothing;

Row compared(const gpu::Timeline& timeline, const std::vector<std::string>& allowed = kNothing) {
  Row row = row_of(small_report());
  set_beside(row, side_of(timeline, "timeline.json"), allowed);
  return row;
}

std::vector<std::string> refusals(const gpu::Timeline& timeline,
                                  const std::vector<std::string>& allowed = kNothing) {
  try {
    compared(timeline, allowed);
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    std::vector<std::string> lines{error.what()};
    lines.insert(lines.end(), error.further.begin(), error.further.end());
    return lines;
  }
  return {};
}

TEST(Beside, ATraceIsComparedByTheTimeOfItsKernelsInACall) {
  const Row row = compared(two_calls());
  const Side& side = row.gpus.at(0);
  EXPECT_DOUBLE_EQ(row.us, 2);
  EXPECT_DOUBLE_EQ(side.us, 12);
  EXPECT_DOUBLE_EQ(side.us_per_step.value(), 3);
  EXPECT_DOUBLE_EQ(side.speedup, 6);
}

TEST(Beside, GapsCountApartAndTheTimeBetweenCallsDoesNot) {
  const Side side = compared(two_calls()).gpus.at(0);
  EXPECT_DOUBLE_EQ(side.us_with_gaps.value(), 16);
  EXPECT_DOUBLE_EQ(side.speedup_with_gaps.value(), 8);
  ASSERT_TRUE(side.idle);
  EXPECT_DOUBLE_EQ(side.idle->busy_us, 12);
  EXPECT_DOUBLE_EQ(side.idle->us, 4);
  EXPECT_DOUBLE_EQ(side.idle->share, 0.25);
  EXPECT_FALSE(side.launch_us) << "a trace does not split it";
  EXPECT_DOUBLE_EQ(side.idle->gap_median_us.value(), 4);
}

bool is_noted(const Side& side, const std::string& part) {
  return std::ranges::any_of(side.notes,
                             [&](const std::string& note) { return note.find(part) != note.npos; });
}

TEST(Beside, CallsThatAreNotAlikeKeepTheTimeBetweenThemAndSaySo) {
  gpu::Timeline timeline = two_calls();
  timeline.kernels[2].name = "another";
  const Side side = compared(timeline).gpus.at(0);
  EXPECT_DOUBLE_EQ(side.us_with_gaps.value(), 20);
  EXPECT_TRUE(is_noted(side, "calls cannot be told apart"));
  EXPECT_FALSE(is_noted(compared(two_calls()).gpus.at(0), "calls"));
}

TEST(Beside, ANumberOfCallsThatDoesNotDivideTheLaunchesIsDoubted) {
  gpu::Timeline timeline = two_calls();
  timeline.measured.calls = 3;
  EXPECT_TRUE(is_noted(compared(timeline).gpus.at(0), "4 launches are no multiple of 3 calls"));
}

TEST(Beside, ACallThatBeginsBeforeTheOneBeforeItEndsLosesNothing) {
  gpu::Timeline timeline = two_calls();
  timeline.kernels[2].start_ns = 15'000;
  timeline.kernels[3].start_ns = 29'000;
  EXPECT_DOUBLE_EQ(compared(timeline).gpus.at(0).us_with_gaps.value(), 15.5);
}

TEST(Beside, ATimeWithoutTheProfilerHasASpeedupOfItsOwn) {
  gpu::Timeline timeline = two_calls();
  timeline.measured.call_us_without_profiler = 9;
  const Row row = compared(timeline);
  EXPECT_DOUBLE_EQ(row.gpus.at(0).speedup_without_profiler.value(), 4.5);
  EXPECT_NE(to_text(beside(small_report(), {row})).find("4.500 x faster"), std::string::npos);
}

TEST(Beside, AnotherVariantOfACellIsADifference) {
  gpu::Measured chip = network_of(small_report().inputs.workload), gpu = chip;
  EXPECT_TRUE(differences(chip, gpu).empty());
  chip.variant = "reset before";
  ASSERT_EQ(differences(chip, gpu).size(), 1u);
  EXPECT_EQ(differences(chip, gpu)[0].what, "variant");
  EXPECT_EQ(differences(chip, gpu)[0].gpu, "usual");
}

TEST(Beside, EightBitsOfAGpuAreEitherFormatOfTheChip) {
  gpu::Measured chip = network_of(small_report().inputs.workload), gpu = chip;
  chip.precision = "fp8_e4m3";
  gpu.precision = "fp8";
  EXPECT_TRUE(differences(chip, gpu).empty());
  gpu.precision = "fp8_e5m2";
  EXPECT_EQ(differences(chip, gpu).size(), 1u);
}

TEST(Beside, RemarksOfSomeRowsNameTheirWorkloads) {
  std::vector<Row> rows;
  for (const auto& [name, note] : {std::pair("a", "n"), {"b", "n"}, {"c", "m"}}) {
    Row row = row_of(small_report());
    row.workload = name;
    Side side;
    side.gpu = "g";
    side.network = row.network;
    side.us = 1;
    side.notes = {note, "all"};
    set_beside(row, std::move(side), kNothing);
    rows.push_back(std::move(row));
  }
  Beside made = beside(small_report(), rows);
  made.left_out.push_back({"d", "g", "has no time"});
  const std::string text = to_text(made);
  for (const char* line :
       {"left out: d on g: has no time\n", "g: n (a, b)\n", "g: m (c)\n", "g: all\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << " not in\n" << text;
}

TEST(Beside, ClassesAreOfOneCallLongestFirst) {
  const std::vector<KernelClass> classes = compared(two_calls()).gpus.at(0).classes;
  ASSERT_EQ(classes.size(), 2u);
  EXPECT_EQ(classes[0].name, "recurrent GEMM");
  EXPECT_EQ(classes[0].kernels, 1);
  EXPECT_DOUBLE_EQ(classes[0].launches, 1);
  EXPECT_DOUBLE_EQ(classes[0].us, 10);
  EXPECT_DOUBLE_EQ(classes[0].share, 10.0 / 12);
  EXPECT_DOUBLE_EQ(classes[0].us_per_step.value(), 2.5);
}

TEST(Beside, PhasesAreTimesOfAUnitInAStep) {
  const std::vector<Phase> phases = row_of(small_report()).phases;
  ASSERT_EQ(phases.size(), 1u);
  EXPECT_DOUBLE_EQ(phases[0].us_per_step, 0.2);  // 800 cycles a unit, 4 steps, 1 GHz
  EXPECT_DOUBLE_EQ(phases[0].share, 0.4);
}

TEST(Beside, WhatDiffersIsRefusedByNameUnlessAllowed) {
  gpu::Timeline timeline = two_calls();
  timeline.measured.precision = "fp32";
  timeline.measured.batch = 8;
  const std::vector<std::string> both{
      "timeline.json: batch 8, on the chip 1 (--allow-different batch)",
      "timeline.json: precision fp32, on the chip fp16 (--set /formats/weights=fp32 --set "
      "/formats/activations=fp32 runs the chip like it; --allow-different precision)"};
  EXPECT_EQ(refusals(timeline), both);
  EXPECT_EQ(refusals(timeline, {"batch"}), std::vector<std::string>{both[1]});
  const Row row = compared(timeline, {"batch", "precision"});
  ASSERT_EQ(row.gpus.at(0).differs.size(), 2u);
  EXPECT_EQ(row.gpus[0].differs[1].gpu, "fp32");
}

TEST(Beside, WhatIsNotStatedIsRefusedToo) {
  gpu::Timeline timeline = two_calls();
  timeline.measured.calls.reset();
  timeline.measured.input_product.reset();
  const std::vector<std::string> lines = refusals(timeline);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0],
            "timeline.json: does not state input_product (import-gpu --measured "
            "input_product=..., or --allow-different input_product)");
  EXPECT_EQ(refusals(two_calls()), kNothing);
}

TEST(Beside, OtherNumbersOfStepsAreComparedByTheStep) {
  gpu::Timeline timeline = two_calls();
  timeline.measured.steps = 8;
  EXPECT_DOUBLE_EQ(compared(timeline, {"steps"}).gpus.at(0).speedup, 3);
  timeline.measured.steps.reset();
  EXPECT_DOUBLE_EQ(compared(timeline, {"steps"}).gpus.at(0).speedup, 6);
}

TEST(Beside, ASummaryHasNoGaps) {
  gpu::Timeline timeline = two_calls();
  timeline.kind = gpu::TimelineKind::summary;
  timeline.start_resolution_ns.reset();
  for (gpu::Kernel& k : timeline.kernels) k.start_ns.reset();
  const Side side = compared(timeline).gpus.at(0);
  EXPECT_EQ(side.kind, SideKind::summary);
  EXPECT_DOUBLE_EQ(side.us, 12);
  EXPECT_FALSE(side.us_with_gaps);
  EXPECT_FALSE(side.idle);
}

TEST(Beside, OneKernelsTimesDoNotCountTwiceWhereTheyOverlap) {
  gpu::Timeline timeline = two_calls();
  timeline.kernels[1].start_ns = 5'000;  // within the first product
  timeline.kernels[1].stream = "8";
  EXPECT_DOUBLE_EQ(compared(timeline).gpus.at(0).us, 11);
}

/// The number of a text of somebody's own.
Side own_number(const std::string& text, const std::string& file, const std::string& workload,
                const gpu::Measured& chip) {
  return beside::own_number(regress::numbers_comparand(text, file), workload, chip);
}

TEST(OwnNumbers, AreOfTheWorkloadThatTheyNameExceptWhereColumnsSayOtherwise) {
  const gpu::Measured chip = network_of(small_report().inputs.workload);
  const auto side =
      own_number("workload,latency_ms,batch,precision,device\nlstm_16_4,0.5,2,fp16,my GPU\n",
                 "mine.csv", "small/lstm_16_4", chip);
  EXPECT_DOUBLE_EQ(side.us, 500);
  EXPECT_DOUBLE_EQ(side.us_per_step.value(), 125);
  EXPECT_EQ(side.device, "my GPU");
  EXPECT_EQ(side.network.batch, 2);
  EXPECT_EQ(side.network.steps, 4);
  EXPECT_THROW(
      own_number("workload,latency_ms\nlstm_17_4,0.5\n", "mine.csv", "small/lstm_16_4", chip),
      ConfigError);
}

TEST(OwnNumbers, WithoutAPrecisionDoNotStateIt) {
  const gpu::Measured chip = network_of(small_report().inputs.workload);
  const auto side =
      own_number("workload,latency_ms\nlstm_16_4,0.5\n", "mine.csv", "small/lstm_16_4", chip);
  const std::vector<Difference> found = differences(chip, side.network);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].what, "precision");
}

TEST(OwnNumbers, RefuseATimeThatIsNoneAndABatchOfAFraction) {
  const gpu::Measured chip = network_of(small_report().inputs.workload);
  EXPECT_THROW(own_number("workload,latency_ms\nlstm_16_4,0\n", "m.csv", "lstm_16_4", chip), Error);
  EXPECT_THROW(
      own_number("workload,latency_ms,batch\nlstm_16_4,1,1.5\n", "m.csv", "lstm_16_4", chip),
      Error);
  for (const char* text : {"x", "99x", "abc"})
    EXPECT_THROW(own_number(std::string("workload,latency_ms,hidden\nlstm_16_4,1,") + text + "\n",
                            "m.csv", "lstm_16_4", chip),
                 Error)
        << text;
  EXPECT_EQ(own_number("workload,latency_ms,hidden\nlstm_16_4,1,\n", "m.csv", "lstm_16_4", chip)
                .network.hidden,
            16)
      << "an empty cell says nothing";
}

Row with_speedup(std::string workload, double gpu_us) {
  Row row = row_of(small_report());
  row.workload = std::move(workload);
  Side side;
  side.gpu = "g";
  side.network = row.network;
  side.us = gpu_us;
  side.us_per_step = gpu_us / 4;
  set_beside(row, std::move(side), kNothing);
  return row;
}

TEST(Beside, SeveralWorkloadsHaveTheirGeometricMeanAndTheLeastFive) {
  std::vector<Row> rows;
  for (const auto& [name, us] :
       {std::pair("a", 2.0), {"b", 64.0}, {"c", 4.0}, {"d", 8.0}, {"e", 16.0}, {"f", 32.0}})
    rows.push_back(with_speedup(name, us));
  const Beside made = beside(small_report(), rows);
  ASSERT_EQ(made.overall.size(), 1u);
  EXPECT_NEAR(made.overall[0].geomean, 5.656854249492381, 1e-12);  // 1, 2, .. 32: the root of 32
  EXPECT_DOUBLE_EQ(made.overall[0].least, 1);
  EXPECT_DOUBLE_EQ(made.overall[0].most, 32);
  EXPECT_EQ(made.overall[0].least_of, (std::vector<std::string>{"a", "c", "d", "e", "f"}));
}

void expect_narrow(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), kScreenColumns) << line;
}

TEST(Beside, TextFitsTheScreenWhateverTheNames) {
  gpu::Timeline timeline = two_calls();
  const auto words = [](char letter) {
    std::string text;
    for (int i = 0; i < 8; ++i) text += std::string(25, letter) + ' ';
    return text;
  };
  timeline.device = words('d');
  timeline.kernels[0].kernel_class = std::string(100, 'k');
  timeline.notes.push_back(words('n'));
  Row row = row_of(small_report());
  row.workload = words('w');
  set_beside(row, side_of(timeline, "model:" + words('f')), kNothing);
  expect_narrow(to_text(beside(small_report(), {row})));
}

TEST(Beside, EveryFormHasTheSpeedup) {
  const Beside made = beside(small_report(), {compared(two_calls())});
  EXPECT_NE(to_text(made).find("6.000 x"), std::string::npos);
  EXPECT_NE(to_markdown(made).find("| 6.000 x |"), std::string::npos);
  EXPECT_NE(to_latex(made).find("6.000 x"), std::string::npos);
  EXPECT_NE(to_json(made).find("\"speedup\": 6"), std::string::npos);
  EXPECT_EQ(to_csv(made),
            "workload,gpu,kind,device,chip_us,gpu_us,gpu_us_with_gaps,chip_us_per_step,"
            "gpu_us_per_step,speedup,speedup_with_gaps,differs\n"
            "small/lstm_16_4,timeline.json,trace,a GPU,2,12,16,0.5,3,6,8,\n");
}

}  // namespace
}  // namespace rda::beside
