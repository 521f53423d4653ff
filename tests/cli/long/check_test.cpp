// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/support.h"

namespace rda::cli {
namespace {

using Json = nlohmann::json;

/// A golden file of the smallest chip and workload, each a copy in the test's folder.
class Check : public Cli {
 protected:
  Check() {
    for (const char* name : {"GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"}) unsetenv(name);
    file("chip.json", read(chip_));
    file("workload.json", read(workload_));
  }

  Json golden() const {
    return {{"cases", {{"small", {{"chip", "chip.json"}, {"workload", "workload.json"}}}}}};
  }
  std::string write(const Json& golden) const { return file("golden.json", golden.dump()); }
  Json now() const { return Json::parse(read(path("golden.json"))); }

  Outcome check(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"check", path("golden.json")});
    return rdasim(words);
  }
  Outcome update(const std::string& why = "first numbers") const {
    return check({"--update", "--why", why});
  }
  /// A golden file as --update wrote it, its cycles off by one.
  void write_moved() const {
    write(golden());
    ASSERT_EQ(update().code, 0);
    Json moved = now();
    Json& cycles = moved["cases"]["small"]["metrics"]["cycles"]["is"];
    cycles = cycles.get<int>() - 1;
    write(moved);
  }
};

TEST_F(Check, NewCaseFailsUnlessNewOnesAreAllowedAndUpdateRecordsIt) {
  write(golden());
  const Outcome fresh = check();
  EXPECT_EQ(fresh.code, 1) << fresh.err;
  expect_parts(fresh.out, {"1 case, 1 failed", "FAILED small", "cycles is new"});
  EXPECT_EQ(check({"--allow-new"}).code, 0);
  const Outcome updated = update();
  EXPECT_EQ(updated.code, 0) << updated.err;
  expect_parts(updated.out, {"small: cycles - -> 291", "written"});
  const Json metric = now()["cases"]["small"]["metrics"]["cycles"];
  EXPECT_EQ(metric, (Json{{"is", 291}, {"why", "first numbers"}}));
  const Outcome same = check();
  EXPECT_EQ(same.code, 0) << same.out;
  EXPECT_EQ(same.out, path("golden.json") + ": 1 case, as recorded\n");
}

TEST_F(Check, UpdateOfNothingLeavesTheFilesAsTheyAre) {
  write(golden());
  ASSERT_EQ(update().code, 0);
  const std::string golden = read(path("golden.json")), profile = read(path("golden.profile.json"));
  EXPECT_EQ(update("another reason").code, 0);
  EXPECT_EQ(read(path("golden.json")), golden);
  EXPECT_EQ(read(path("golden.profile.json")), profile);
}

TEST_F(Check, MovedCyclesFailInEveryFormat) {
  write_moved();
  const Outcome text = check();
  EXPECT_EQ(text.code, 1);
  expect_parts(text.out,
               {"FAILED small", "cycles 290 -> 291, x 1.0034", "recorded because: first numbers"});
  const Outcome json = check({"--format", "json"});
  EXPECT_EQ(json.code, 1);
  const Json row = Json::parse(json.out)["cases"][0]["rows"][1];
  EXPECT_EQ(row["recorded"], 290);
  EXPECT_EQ(row["now"], 291);
  EXPECT_EQ(row["verdict"], "moved");
  const Outcome md = check({"--format", "md"});
  EXPECT_EQ(md.code, 1);
  expect_parts(md.out, {"| small | cycles | 290 | 291 | 1.0034 | moved |"});
  const Outcome junit = check({"--format", "junit"});
  EXPECT_EQ(junit.code, 1);
  expect_parts(junit.out, {"<failure message=\"cycles 290 -&gt; 291, x 1.0034\"",
                           "failures=\"1\" errors=\"0\""});
}

TEST_F(Check, SeveralFormatsComeOutOfOneRun) {
  write_moved();
  const Outcome outcome = check({"--junit", path("j.xml"), "--markdown", path("c.md"), "--json",
                                 path("c.json"), "--format", "json"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_EQ(outcome.out, read(path("c.json")));
  expect_parts(read(path("c.md")), {"FAILED", "inputs: as recorded"});
  expect_parts(read(path("j.xml")),
               {"<testcase classname=\"" + path("golden.json") + "\" name=\"small\" time=\""});
  EXPECT_EQ(outcome.out.find("seconds"), std::string::npos) << "host time in JSON";
  expect_refusal(check({"--junit", "-"}), 64, {"--junit", "name a file"});
  expect_refusal(check({"--junit", path("x"), "--json", path("x")}), 64, {"--json", "another"});
  expect_refusal(check({"--json", path("golden.json")}), 64, {"--json", "is an input"});
}

TEST_F(Check, CaseRunsOnlyWhatMatchesAndUpdateLeavesTheOthers) {
  Json two = golden();
  two["cases"]["other one"] = two["cases"]["small"];
  two["cases"]["other one"]["set"] = {{"/seed", 2}};
  write(two);
  ASSERT_EQ(update().code, 0);
  const Outcome one = check({"--case", "oth*", "-v"});
  EXPECT_EQ(one.code, 0) << one.out;
  expect_parts(one.out, {"1 case, as recorded", "passed other one: cycles "});
  EXPECT_EQ(one.out.find("small"), std::string::npos) << one.out;
  expect_parts(check({"--case", "small", "--case", "other one"}).out, {"2 cases"});
  expect_refusal(check({"--case", "smal"}), 2,
                 {"--case smal", "did you mean \"small\"?", "(cases: "});

  const Json before = now();
  Json chip = Json::parse(read(path("chip.json")));
  chip["network"]["hop_latency"] = 2;
  file("chip.json", chip.dump());
  EXPECT_EQ(check({"--case", "small", "--update", "--why", "longer links"}).code, 0);
  EXPECT_NE(now()["cases"]["small"], before["cases"]["small"]);
  EXPECT_EQ(now()["cases"]["other one"], before["cases"]["other one"]);
  const Outcome rest = check();
  expect_parts(rest.out, {"2 cases, 1 failed", "FAILED other one", "which values cannot be told"});
  EXPECT_EQ(update("longer links").code, 0);
  EXPECT_EQ(check().code, 0);
}

TEST_F(Check, HeadlineNamesTheKnobThatMovedWhereverItIsSet) {
  write(golden());
  ASSERT_EQ(update().code, 0);
  Json chip = Json::parse(read(path("chip.json")));
  chip["network"]["hop_latency"] = 2;
  file("chip.json", chip.dump());
  expect_parts(check({"--junit", path("j.xml")}).out,
               {": 1 case, 1 failed\ninputs: /network/hop_latency 1 -> 2 (chip; 1 case)\n"});
  expect_parts(read(path("j.xml")),
               {"message=\"inputs: /network/hop_latency 1 -&gt; 2 (chip); cycles "});
  ASSERT_EQ(update().code, 0);
  Json moved = now();
  moved["cases"]["small"]["set"] = {{"/network/hop_latency", 3}};
  write(moved);
  expect_parts(check().out, {"inputs: /network/hop_latency absent -> 3 (case; 1 case)\n"});
}

TEST_F(Check, ToleranceOfTheFileHoldsForFiguresWithoutARuleOfTheirOwn) {
  write_moved();
  Json all = now();
  all["tolerance"] = {{"abs", 1}};
  write(all);
  const Outcome within = check();
  EXPECT_EQ(within.code, 0) << within.out;
  expect_parts(within.out, {"small: cycles 290 -> 291", "(+-1)"});
  all["cases"]["small"]["metrics"]["cycles"]["range"] = {1, 1};
  write(all);
  EXPECT_EQ(check().code, 1);
  all["tolerance"] = {{"range", {2, 1}}};
  write(all);
  expect_refusal(check(), 2, {"/tolerance/range", "[least, most]"});
}

TEST_F(Check, OutputTakesTheFormatAndStdoutTheText) {
  write_moved();
  const Outcome outcome = check({"--format", "junit", "-o", path("junit.xml")});
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out, {"FAILED small"});
  expect_parts(read(path("junit.xml")), {"<?xml version", "</testsuites>"});
}

TEST_F(Check, LongerLinksAreNamedAsTheCauseWhereTheMappingIsTheSame) {
  Json slow = golden();
  slow["cases"]["small"]["set"] = {{"/network/hop_latency", 1}};
  write(slow);
  ASSERT_EQ(update().code, 0);
  slow = now();
  slow["cases"]["small"]["set"] = {{"/network/hop_latency", 2}, {"/seed", 1}};
  write(slow);
  const Json found = Json::parse(check({"--format", "json"}).out)["cases"][0];
  EXPECT_TRUE(found["failed"]);
  EXPECT_EQ(found["where"]["spent"][0]["what"], "network") << found;
}

TEST_F(Check, ChangedInputFailsAndNamesTheValue) {
  write(golden());
  ASSERT_EQ(update().code, 0);
  Json workload = Json::parse(read(path("workload.json")));
  workload["data_seed"] = 7;  // values move no cycle
  file("workload.json", workload.dump());
  const Outcome outcome = check({"--allow-new"});
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out, {"\ninputs: /data_seed 1 -> 7 (workload; 1 case)\n",
                             "\n  inputs: /data_seed 1 -> 7 (workload)\n"});
  EXPECT_EQ(outcome.out.find("cycles 2"), std::string::npos) << outcome.out;
  EXPECT_EQ(update("other data").code, 0);
  EXPECT_EQ(check().code, 0);
  EXPECT_EQ(now()["cases"]["small"]["metrics"]["cycles"]["why"], "first numbers");
}

TEST_F(Check, DescriptionOfAChipsValuesIsNoInput) {
  write(golden());
  ASSERT_EQ(update().code, 0);
  Json chip = Json::parse(read(path("chip.json")));
  chip["sources"]["/pcu/lanes"] = "elsewhere";
  file("chip.json", chip.dump(4));
  EXPECT_EQ(check().code, 0);
}

TEST_F(Check, RefusalIsAnOutcomeLikeAnother) {
  Json large = golden();
  large["cases"]["small"]["set"] = {{"/pcu/inputs/vector", 1}};
  write(large);
  EXPECT_EQ(check().code, 1);
  ASSERT_EQ(update().code, 0);
  const Json refusal = now()["cases"]["small"]["refusal"];
  EXPECT_EQ(refusal["why"], "first numbers");
  EXPECT_NE(refusal["message"].get<std::string>().find("vector inputs"), std::string::npos);
  EXPECT_EQ(check().code, 0);
  Json other = now();
  other["cases"]["small"]["refusal"]["message"] = "no room";
  write(other);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out, {"it came to:   exit 3: no room", "now it is:    exit 3: "});
}

TEST_F(Check, CaseThatCannotRunFailsAndTheOthersStillCount) {
  Json two = golden();
  two["cases"]["gone"] = {{"chip", "none.json"}, {"workload", "workload.json"}};
  write(two);
  const Outcome outcome = check({"--format", "junit", "--allow-new"});
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out,
               {"<error message=\"it cannot run: ", "none.json", "failures=\"0\" errors=\"1\""});
  const Outcome updated = update();
  EXPECT_EQ(updated.code, 1);
  expect_parts(updated.out, {"gone: it cannot run"});
  expect_parts(updated.out, {"golden.json: written (1 case could not run, and is as it was)"});
  EXPECT_TRUE(now()["cases"]["small"]["metrics"]["cycles"].contains("is"));
  expect_parts(update().out, {"golden.json: nothing moved (1 case could not run"});
  const Outcome alone =
      rdasim({"check", path("golden.json"), "--case", "gone", "--update", "--why", "so"});
  expect_parts(alone.out, {"golden.json: unchanged: no case could run"});
}

TEST_F(Check, FileMayHaveCommentsUntilItIsWrittenAnew) {
  const std::string text = golden().dump();
  file("golden.json", "// two lines\n" + text.substr(0, text.size() - 1) + ",}");
  const Outcome updated = update();
  EXPECT_EQ(updated.code, 0) << updated.err;
  expect_parts(updated.err, {"without comments"});
  EXPECT_EQ(check().code, 0);
  EXPECT_EQ(update("again").err, "");
}

TEST_F(Check, RangeLetsAFigureMoveAndUpdateLeavesIt) {
  write_moved();
  Json wide = now();
  wide["cases"]["small"]["metrics"]["cycles"]["range"] = {0.9, 1.1};
  write(wide);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  expect_parts(outcome.out, {"small: cycles 290 -> 291", "range [0.9, 1.1]"});
  ASSERT_EQ(update().code, 0);
  EXPECT_EQ(now()["cases"]["small"]["metrics"]["cycles"]["is"], 290);
}

TEST_F(Check, LongRunsSayWhereFromTheirFirstSteps) {
  Json many = golden();
  many["cases"]["small"]["steps"] = 20;
  write(many);
  ASSERT_EQ(update().code, 0);
  const Json profile = Json::parse(read(path("golden.profile.json")))["cases"]["small"];
  EXPECT_EQ(profile["chain_steps"], 8);
  std::int64_t sum = 0;
  for (const auto& cycles : profile["chain"]) sum += cycles.get<std::int64_t>();
  EXPECT_GT(sum, 0);
  EXPECT_LT(sum, profile["cycles"].get<std::int64_t>());
}

TEST_F(Check, AnnotationsAreForGitHubAlone) {
  write_moved();
  EXPECT_EQ(check().err.find("::error"), std::string::npos);
  setenv("GITHUB_ACTIONS", "true", 1);
  const Outcome outcome = check();
  expect_parts(outcome.err, {"::error file=", "golden.json,title=rdasim check%3A small::cycles"});
  EXPECT_EQ(outcome.out.find("::error"), std::string::npos);
}

TEST_F(Check, SummaryIsAppendedToGitHubsPage) {
  write_moved();
  file("summary.md", "before\n");
  setenv("GITHUB_STEP_SUMMARY", path("summary.md").c_str(), 1);
  EXPECT_EQ(check().code, 1);
  const std::string page = read(path("summary.md"));
  EXPECT_EQ(page.find("before\n"), 0u);
  expect_parts(page, {"| small | cycles | 290 | 291 |"});
  setenv("GITHUB_STEP_SUMMARY", path("no/such/page.md").c_str(), 1);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.err, {"the summary cannot be written"});
}

TEST_F(Check, WrongWordsAreRefusedBeforeAnyWork) {
  write(golden());
  expect_refusal(check({"--update"}), 64, {"--update", "--why"});
  expect_refusal(check({"--update", "--why", ""}), 64, {"--why"});
  expect_refusal(check({"--why", "so"}), 64, {"--why", "--update"});
  for (const char* option : {"--format", "-o"})
    expect_refusal(check({"--update", "--why", "so", option, "text"}), 64, {"--update"});
  expect_refusal(check({"--format", "xml"}), 64, {"xml", "junit"});
  expect_refusal(check({"-j", "0"}), 64, {"--jobs"});
  expect_refusal(check({"-o", path("golden.json")}), 64, {"is an input"});
  expect_refusal(check({"-o", path("no/such/folder")}), 74, {"folder"});
  expect_refusal(rdasim({"check"}), 64, {"GOLDEN"});
  expect_refusal(rdasim({"check", path("none.json")}), 2, {"none.json"});
}

TEST_F(Check, MistypedMetricNamesTheNearest) {
  Json odd = golden();
  odd["cases"]["small"]["metrics"] = {{"cycle", Json::object()}};
  write(odd);
  expect_refusal(check(), 2, {"/cases/small/metrics/cycle", "did you mean \"cycles\"?"});
}

TEST_F(Check, RecordedMetricThatReportsNoLongerHaveIsMissing) {
  Json odd = golden();
  odd["cases"]["small"]["metrics"] = {{"tokens", {{"is", 3}}}};
  write(odd);
  const Outcome outcome = check({"--allow-new"});
  EXPECT_EQ(outcome.code, 1);
  expect_parts(outcome.out, {"tokens 3 -> missing"});
}

TEST_F(Check, CorruptProfileIsNamed) {
  write(golden());
  ASSERT_EQ(update().code, 0);
  file("golden.profile.json", "{");
  expect_refusal(check(), 2, {"golden.profile.json"});
}

}  // namespace
}  // namespace rda::cli
