// SPDX-License-Identifier: Apache-2.0
#include "cli/support.h"

namespace rda::cli {
namespace {

using RunCommand = Cli;

TEST_F(RunCommand, TextReportAloneIsOnStdout) {
  const Outcome outcome = run();
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  expect_parts(outcome.out, {"cycles", "TFLOPS", "utilization", "bit-exact", "busiest units"});
}

TEST_F(RunCommand, JsonHasTheKeysThatScriptsRelyOn) {
  const Outcome outcome = run({"-o", "-"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out,
               {"\"cycles\"", "\"latency_ms\"", "\"cycles_per_step\"", "\"tflops_effective\"",
                "\"utilization\"", "\"on_chip_bytes_per_second\"", "\"network_bytes_per_second\"",
                "\"off_chip_bytes_per_second\"", "\"policy\": \"paper\"", "\"pcus_used\"",
                "\"pmus_used\"", "\"max_abs_error\"", "\"schema_version\"", "\"hash\""});
}

TEST_F(RunCommand, ReportMatchesItsSchema) {
  ASSERT_EQ(run({"-o", path("report.json")}).code, 0);
  file("schema.json", rdasim({"schema", "report"}).out);
  const std::string script =
      "import json, jsonschema; load = lambda n: json.load(open('" + path("") +
      "' + n)); jsonschema.Draft7Validator.check_schema(load('schema.json')); "
      "jsonschema.validate(load('report.json'), load('schema.json'), jsonschema.Draft7Validator)";
  EXPECT_EQ(std::system(("/usr/bin/python3 -c \"" + script + "\"").c_str()), 0);
}

TEST_F(RunCommand, SameInputsGiveTheSameBytes) {
  const Outcome once = run({"-o", "-", "--seed", "3"});
  EXPECT_EQ(once.code, 0) << once.err;
  EXPECT_EQ(once.out, run({"-o", "-", "--seed", "3"}).out);
}

/// Each of two layers of int8 has a scale of h of its own; the second begins with h of the first.
TEST_F(RunCommand, StatesOfAnotherScaleAreReadWithTheirOwn) {
  for (const char* cell : {"lstm", "gru", "rnn"}) {
    const std::string workload = file("begins.json", fmt::format(R"({{"input": 4,
        "formats": {{"weights": "int8", "activations": "int8", "accumulate": "int32"}},
        "layers": [{{"type": "{0}", "hidden": 4, "scales": {{"hidden": -8}}}},
                   {{"type": "input", "size": 4}},
                   {{"type": "{0}", "hidden": 4, "initial": 0}}]}})",
                                                                 cell));
    const Outcome made = rdasim({"run", repository("configs/plasticine_rnn.json"), workload});
    EXPECT_EQ(made.code, 0) << cell << made.err;
    expect_parts(made.out, {"bit-exact with the chip's arithmetic"});
  }
}

TEST_F(RunCommand, EnginesGiveTheSameBytes) {
  const Outcome fast = run({"-o", "-", "--engine", "fast"});
  EXPECT_EQ(fast.code, 0) << fast.err;
  EXPECT_EQ(fast.out, run({"-o", "-", "--engine", "reference"}).out);
}

TEST_F(RunCommand, HostStatsGoToStderrAndChangeNoByteOfTheReport) {
  const Outcome outcome = run({"-o", "-", "--host-stats", "--no-fast-forward"});
  EXPECT_EQ(outcome.code, 0);
  expect_parts(outcome.err, {"engine", "fast-forward", "none", "simulate", "peak memory"});
  EXPECT_EQ(outcome.out, run({"-o", "-"}).out);
}

TEST_F(RunCommand, VerifiedStepsAreCountedAndChangeNoCycle) {
  const Outcome all = run({"-o", "-", "--verify-steps", "all"});
  const Outcome none = run({"-o", "-", "--verify-steps", "0"});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_EQ(none.code, 0) << none.err;
  expect_parts(all.out, {"\"bit_exact\": true", "\"steps\": 4"});
  expect_parts(none.out, {"\"bit_exact\": false", "\"max_abs_error\": 0.0", "\"steps\": 0"});
  const auto cycles = [](const std::string& json) {
    const std::size_t at = json.find("\"cycles\"");
    return json.substr(at, json.find('\n', at) - at);
  };
  EXPECT_EQ(cycles(all.out), cycles(none.out));
}

TEST_F(RunCommand, OneHiddenUnitWorks) {
  const Outcome outcome = run({"--set", "/hidden=1", "--set", "/input=1", "--verify-steps", "all"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST_F(RunCommand, CycleLimitStopsABillionSteps) {
  expect_refusal(run({"--set", "/steps=1000000000", "--max-cycles", "1000"}), 4, {"1000"});
}

TEST_F(RunCommand, VerifyingMoreThanMemoryHoldsIsRefused) {
  expect_refusal(run({"--set", "/steps=1000000000", "--verify-steps", "all"}), 64,
                 {"--verify-steps", "GB"});
}

TEST_F(RunCommand, ChipWithoutPortsDoesNotMap) {
  expect_refusal(run({"--set", "/pcu/inputs/vector=0"}), 3, {});
  expect_refusal(run({"--set", "/pmu/outputs/vector=0"}), 3, {});
}

TEST_F(RunCommand, ChipWithoutMemoryDoesNotMap) {
  expect_refusal(run({"--set", "/grid/pattern=\"row_strips\"", "--set", "/grid/strip=\"C\""}), 3,
                 {});
}

TEST_F(RunCommand, WorkloadThatIsTooLargeSaysWhatIsNeededAndAvailable) {
  const Outcome outcome = run({"--set", "/hidden=4096", "--set", "/input=4096"});
  expect_refusal(outcome, 3, {"need"});
}

TEST_F(RunCommand, TooManyWeightsSayHowLargeAChipWouldDo) {
  expect_refusal(rdasim({"map", repository("configs/plasticine_rnn.json"),
                         repository("workloads/deepbench/lstm_2048_25.json")}),
                 3,
                 {"pmus: needs 529 (weights alone are 33.6 MB), the chip has 384 (33.0 MB)",
                  "(pmu.capacity_kb = 103 would fit with hu 4, ru 4)", "(grid.rows = ",
                  " would fit with hu ", "(counted only: no placing and routing was tried)"});
}

TEST_F(RunCommand, TooWideWeightsSayWhichFormatWouldDo) {
  expect_refusal(rdasim({"map", repository("configs/plasticine_rnn.json"),
                         repository("workloads/deepbench/lstm_1024_25.json"), "--set",
                         "/formats/weights=fp32", "--set", "/formats/activations=fp32"}),
                 3, {"pmus: needs ", "(weights and activations in bf16 would fit with hu "});
}

TEST_F(RunCommand, TooManyDotUnitsSayHowManyRowsWouldDo) {
  expect_refusal(rdasim({"map", repository("configs/plasticine_rnn.json"),
                         repository("workloads/deepbench/lstm_1024_25.json"), "--set", "/hu=5",
                         "--set", "/ru=8"}),
                 3,
                 {"hu 5, ru 8: pcus: needs 210, the chip has 192", "(grid.rows = 27 would fit)"});
}

TEST_F(RunCommand, TooFewVectorTracksNameTheStreamsThatWantThem) {
  const Outcome outcome = rdasim({"map", repository("configs/plasticine_rnn.json"),
                                  repository("workloads/deepbench/lstm_1536_50.json"), "--set",
                                  "/network/tracks/vector=1", "--set", "/place_effort=1", "--set",
                                  "/hu=4", "--set", "/ru=8"});
  expect_refusal(
      outcome, 3,
      {"deepbench/lstm_1536_50: hu 4, ru 8: link (", " vector streams want its 1 tracks, ",
       "1 too many: ", ", layer0.", "network.tracks.vector = 2 would do"});
}

TEST_F(RunCommand, TooFewScalarTracksNameTheStreamsThatWantThem) {
  const Outcome outcome = rdasim({"map", repository("configs/plasticine_rnn.json"),
                                  repository("workloads/deepbench/lstm_512_25.json"), "--set",
                                  "/network/tracks/scalar=1", "--set", "/place_effort=1", "--set",
                                  "/hu=4", "--set", "/ru=8"});
  expect_refusal(
      outcome, 3,
      {"deepbench/lstm_512_25: hu 4, ru 8: link (", " scalar streams want its 1 tracks, ",
       " too many: layer0.", "network.tracks.scalar = 2 would do"});
}

TEST_F(RunCommand, MappingFileRunsLikeTheMappingItCameFrom) {
  const std::string mapping = path("mapping.json");
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", mapping}).code, 0);
  const Outcome outcome = run({"--mapping-file", mapping, "-o", "-"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(results_in(outcome.out), results_in(run({"-o", "-"}).out));
}

TEST_F(RunCommand, MappingFileOfAnotherChipIsRefused) {
  const std::string mapping = path("mapping.json");
  ASSERT_EQ(
      rdasim({"map", repository("configs/plasticine_rnn.json"), workload_, "-o", mapping}).code, 0);
  expect_refusal(run({"--mapping-file", mapping}), 3, {"mapping.json", "tiny"});
}

TEST_F(RunCommand, MappingFileOfOtherStepsIsRefused) {
  const std::string mapping = path("mapping.json");
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", mapping}).code, 0);
  expect_refusal(run({"--mapping-file", mapping, "--set", "/steps=5"}), 2,
                 {"mapping.json#/steps: 4", "needs 5"});
}

TEST_F(RunCommand, MapPrintsASummary) {
  const Outcome outcome = rdasim({"map", chip_, workload_});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out, {"unrolling", "paper", "pcu", "pmu", "bytes", "streams", "routed",
                             "tracks      vector ", "scalar ", "links full", "recurrence",
                             "the longest path around"});
  expect_parts(outcome.err, {"place", "route"});
}

}  // namespace
}  // namespace rda::cli
