// SPDX-License-Identifier: Apache-2.0
// The trace of a run: rdasim run --trace.
#include <cstdlib>

#include "cli/support.h"

namespace rda::cli {
namespace {

/// Adds up the slices of a trace (argument 1) by unit, and compares with a report (argument 2).
constexpr const char* kSums = R"py(
import collections, json, sys
trace, report = (json.load(open(name)) for name in sys.argv[1:3])
units, sums, end = {}, collections.Counter(), {}
for event in trace["traceEvents"]:
    if event["name"] == "thread_name":
        units[event["tid"]] = event["args"]["name"].rsplit(" ", 1)[0]
    if event["ph"] != "X":
        continue
    unit, args = units[event["tid"]], event["args"]
    sums[unit, event["cat"]] += args["cycles"]
    sums[unit, "firings"] += args.get("firings", 0)
    assert round(event["ts"] * 1000) == args["cycle"] >= end.get(unit, 0), event
    assert round(event["dur"] * 1000) == args["cycles"] > 0, event
    end[unit] = args["cycle"] + args["cycles"]
assert len(units) == len(report["units"])
for unit in report["units"]:
    for activity in ("active", "conflict", "blocked", "starved"):
        assert sums[unit["name"], activity] == unit["activity"][activity], (unit, activity)
    assert sums[unit["name"], "firings"] == unit["firings"], unit
)py";

class TraceFile : public Cli {
 protected:
  Outcome run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--set", "/place_effort=1", "--verify-steps", "0"});
    return Cli::run(words);
  }
  void expect_sums_of_report(const std::string& trace, const std::string& report) const {
    const std::string script = file("sums.py", kSums);
    const std::string command = "/usr/bin/python3 -B '" + script + "' '" + path(trace) + "' '";
    EXPECT_EQ(std::system((command + path(report) + "'").c_str()), 0);
  }
};

TEST_F(TraceFile, AddsUpToTheReportAlsoWherePeriodsAreSkipped) {
  const Outcome outcome =
      run({"--set", "/steps=200", "--trace", path("t.json"), "-o", path("r.json"), "--host-stats"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("cycles skipped"), std::string::npos) << outcome.err;
  expect_sums_of_report("t.json", "r.json");
  ASSERT_EQ(run({"--set", "/steps=200", "-o", path("s.json")}).code, 0);
  EXPECT_EQ(read(path("s.json")), read(path("r.json"))) << "a trace changes the report";
}

TEST_F(TraceFile, AddsUpToTheReportOfTwoDirections) {
  const std::vector<std::string> both{"--set",
                                      "/direction=bidirectional",
                                      "--set",
                                      "/hidden=8",
                                      "--set",
                                      "/input=8",
                                      "-o",
                                      path("r.json"),
                                      "--trace-flows",
                                      "4",
                                      "--trace-counters",
                                      "10"};
  std::vector<std::string> fast = both, reference = both;
  fast.insert(fast.end(), {"--trace", path("t.json")});
  reference.insert(reference.end(), {"--trace", path("u.json"), "--engine", "reference"});
  const Outcome outcome = run(fast);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_sums_of_report("t.json", "r.json");
  expect_parts(read(path("t.json")), {"\"ph\":\"s\"", "\"ph\":\"f\"", "\"ph\":\"C\""});
  ASSERT_EQ(run(reference).code, 0);
  EXPECT_TRUE(read(path("t.json")) == read(path("u.json"))) << "engines differ";
}

TEST_F(TraceFile, IsCompressedIfItsNameSaysSo) {
  ASSERT_EQ(run({"--trace", path("t.json")}).code, 0);
  ASSERT_EQ(run({"--trace", path("t.json.gz")}).code, 0);
  const std::string compare =
      "gzip -dc '" + path("t.json.gz") + "' | cmp - '" + path("t.json") + "'";
  EXPECT_EQ(std::system(compare.c_str()), 0);
  EXPECT_LT(read(path("t.json.gz")).size(), read(path("t.json")).size() / 10);
}

TEST_F(TraceFile, HoldsTheChosenUnitsAndCyclesAlone) {
  ASSERT_EQ(run({"--trace", path("t.json"), "--trace-units", "sink", "--trace-units",
                 "layer0.i.dot*", "--trace-from", "40", "--trace-cycles", "60"})
                .code,
            0);
  const std::string text = read(path("t.json"));
  expect_parts(text, {"sink.y sink_", "layer0.i.dot[0][0] pcu_", "\"trace_from\":40",
                      "\"trace_cycles\":60", "\"name\":\"i.dot\""});
  EXPECT_EQ(text.find("layer0.f.dot"), std::string::npos);
  EXPECT_EQ(text.find("\"cycle\":100"), std::string::npos);
  const Outcome late = run({"--trace", path("t.json"), "--trace-from", "1000000"});
  EXPECT_EQ(late.code, 0);
  expect_parts(late.err, {"t.json: the run ended after", "before --trace-from 1000000"});
}

TEST_F(TraceFile, RefusesWhatItCannotWrite) {
  expect_refusal(run({"--trace", path("t.txt")}), 64, {"--trace", ".json or .json.gz"});
  expect_refusal(run({"--trace", path("r.json"), "-o", path("r.json")}), 64,
                 {"--trace", "is also the file of --output"});
  expect_refusal(run({"--trace", workload_}), 64, {"--trace", "is an input"});
  expect_refusal(run({"--trace-from", "3"}), 64, {"--trace-from", "add --trace"});
  expect_refusal(run({"--trace-flows", "3"}), 64, {"--trace-flows", "add --trace"});
  expect_refusal(run({"--trace", path("t.json"), "--trace-flows", "0"}), 64, {"--trace-flows"});
  expect_refusal(run({"--trace", path("t.json"), "--trace-units", "layer0.i.dto[0][0]"}), 2,
                 {"--trace-units", "layer0.i.dto[0][0]", "did you mean \"layer0.i.dot[0][0]\"?"});
  const Outcome large =
      run({"--set", "/steps=20000", "--trace", path("t.json"), "--trace-max-mb", "1"});
  EXPECT_EQ(large.code, 74);
  expect_parts(large.err, {"t.json: not written", "more than 1 (--trace-max-mb"});
  expect_parts(large.out, {"cycles"});
  EXPECT_FALSE(std::filesystem::exists(path("t.json")));
}

}  // namespace
}  // namespace rda::cli
