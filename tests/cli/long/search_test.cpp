// SPDX-License-Identifier: Apache-2.0
// Policy auto, seen from outside.
#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "cli/support.h"

namespace rda::cli {
namespace {

using Json = nlohmann::json;

class SearchCommand : public Cli {
 protected:
  static std::string small(const std::string& name) {
    return repository("workloads/small/" + name + ".json");
  }

  /// Leaves FIFOs as they are: trying others takes long.
  static inline const std::vector<std::string> kFifos{"--set", "/vector_fifo_limit=4"};

  /// `rdasim run` of a small workload with auto and a small budget, as JSON to stdout.
  Outcome search(const std::string& name, std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"run", chip_, small(name), "--mapping", "auto", "-o", "-"});
    words.insert(words.end(), kFifos.begin(), kFifos.end());
    if (std::ranges::find(words, "--search-budget") == words.end())
      words.insert(words.end(), {"--search-budget", "3"});
    return rdasim(words);
  }

  static std::int64_t cycles(const Outcome& outcome) {
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.code == 0 ? Json::parse(outcome.out).at("cycles").get<std::int64_t>() : -1;
  }

  /// What `map` tried.
  Json log(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"map", chip_, workload_, "--mapping", "auto", "--search-log",
                                 path("log.json"), "-o", path("mapping.json")});
    const Outcome outcome = rdasim(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return Json::parse(read(path("log.json")));
  }
};

TEST_F(SearchCommand, IsNeverSlowerThanThePublishedUnrolling) {
  for (const char* name : {"lstm_16_4", "lstm_17_4", "gru_16_4", "gru_16_4_reset_before",
                           "rnn_24_3", "lstm_16_4_batch_3", "lstm_16_4_two_layers"}) {
    const std::int64_t paper = cycles(rdasim({"run", chip_, small(name), "-o", "-"}));
    EXPECT_LE(cycles(search(name, {"--search-budget", "1"})), paper) << name;
    EXPECT_LE(cycles(search(name)), paper) << name;
  }
}

TEST_F(SearchCommand, ReportsThatItSearchedAndStaysBitExact) {
  const Outcome outcome = search("lstm_16_4", {"--verify-steps", "all"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "") << "progress is for terminals";
  const Json report = Json::parse(outcome.out);
  EXPECT_EQ(report.at("mapping").at("policy"), "auto");
  EXPECT_EQ(report.at("verification").at("bit_exact"), true);
}

TEST_F(SearchCommand, PolicyOfTheOptionsSearchesAsWell) {
  const std::vector<std::string> rest{"--search-budget", "3", "-o", "-"};
  std::vector<std::string> words = kFifos;
  words.insert(words.end(), {"--set", "/policy=auto"});
  words.insert(words.end(), rest.begin(), rest.end());
  EXPECT_EQ(results_in(run(words).out), results_in(search("lstm_16_4").out));
}

TEST_F(SearchCommand, GivesTheSameBytesOnOneCoreAndOnAll) {
  const Outcome on_all = search("gru_16_4", {"--seed", "3"});
  ASSERT_EQ(on_all.code, 0) << on_all.err;
  cpu_set_t all, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
  int core = 0;
  while (!CPU_ISSET(core, &all)) ++core;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(search("gru_16_4", {"--seed", "3"}).out, on_all.out);
}

TEST_F(SearchCommand, GivesTheSameBytesForAnyNumberOfJobs) {
  const Outcome usual = search("gru_16_4");
  for (const char* jobs : {"1", "3"}) EXPECT_EQ(search("gru_16_4", {"-j", jobs}).out, usual.out);
  for (const char* jobs : {"0", "-1", "x", "4097"})
    expect_refusal(search("gru_16_4", {"-j", jobs}), 64, {"--jobs", jobs});
}

TEST_F(SearchCommand, EnginesGiveTheSameBytes) {
  const Outcome fast = search("lstm_16_4", {"--engine", "fast"});
  ASSERT_EQ(fast.code, 0) << fast.err;
  EXPECT_EQ(fast.out, search("lstm_16_4", {"--engine", "reference"}).out);
}

/// Leaves the search the whole chip alone, and its FIFOs as they are.
const std::vector<std::string> kWhole{"--set", "/region_rows=8",       "--set", "/region_cols=9",
                                      "--set", "/vector_fifo_limit=4", "--set", "/hv=1"};

TEST_F(SearchCommand, BudgetOneTriesThePublishedOneAlone) {
  std::vector<std::string> words = kWhole;
  words.insert(words.end(), {"--search-budget", "1"});
  const Json one = log(words);
  const Json& trials = one.at("trials");
  ASSERT_EQ(trials.size(), 1U);
  EXPECT_GT(one.at("considered"), trials.size());
  EXPECT_TRUE(trials.at(0).at("published"));
}

TEST_F(SearchCommand, LogListsWhatWasTriedTheFastestFirst) {
  std::vector<std::string> words = kWhole;
  words.insert(words.end(), {"--search-budget", "6"});
  const Json all = log(words);
  EXPECT_EQ(all.at("steps"), 4);
  const Json& trials = all.at("trials");
  ASSERT_GE(trials.size(), 2U);
  ASSERT_LE(trials.size(), 6U);
  std::int64_t before = 0;
  for (const Json& trial : trials) {
    for (const char* key :
         {"hu", "ru", "rv", "turns", "sums", "products", "pcus", "pmus", "track_limit",
          "vector_fifo_limit", "scalar_fifo_limit", "seed", "place_effort"})
      EXPECT_TRUE(trial.contains(key)) << key;
    EXPECT_GT(trial.at("model_cycles"), 0);
    if (!trial.contains("cycles")) {
      EXPECT_NE(trial.at("problem"), "");
      before = INT64_MAX;
      continue;
    }
    EXPECT_GE(trial.at("cycles"), before);
    before = trial.at("cycles");
  }
}

TEST_F(SearchCommand, MappingThatWinsRunsAsLongAsTheLogSays) {
  const Json best = log({"--search-budget", "3"}).at("trials").at(0);
  const Outcome outcome = run({"--mapping-file", path("mapping.json"), "-o", "-"});
  EXPECT_EQ(cycles(outcome), best.at("cycles"));
  EXPECT_EQ(Json::parse(outcome.out).at("mapping").at("hu"), best.at("hu"));
}

TEST_F(SearchCommand, LogAloneIsOnStdoutIfAskedFor) {
  const Outcome outcome = rdasim({"map", chip_, workload_, "--mapping", "auto", "--search-budget",
                                  "1", "--search-log", "-", "-o", path("mapping.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(Json::parse(outcome.out).contains("trials"));
}

TEST_F(SearchCommand, MapPrintsATableOfItThatFitsInto80Columns) {
  const Outcome outcome = rdasim({"map", chip_, workload_, "--mapping", "auto"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  for (const char* part : {"auto", "\nsearch ", " trials of ", "; 4 steps each\n", "simulated"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in\n" << outcome.out;
  const std::size_t table = outcome.out.find("\nsearch ");
  for (std::size_t at = table + 1, end = 0; at < outcome.out.size(); at = end + 1) {
    end = outcome.out.find('\n', at);
    EXPECT_LE(end - at, 80U);
  }
}

TEST_F(SearchCommand, FixedKnobsStay) {
  const Json trials =
      log({"--set", "/hu=2", "--set", "/turns=2", "--search-budget", "5"}).at("trials");
  EXPECT_GT(trials.size(), 1U);
  for (const Json& trial : trials) {
    EXPECT_EQ(trial.at("hu"), 2);
    EXPECT_EQ(trial.at("turns"), 2);
  }
}

TEST_F(SearchCommand, MoreRowsOrSlicesThanThereAreAreAskedForInVain) {
  EXPECT_GT(cycles(search("lstm_16_4", {"--set", "/hidden=4", "--set", "/hu=64"})), 0);
  EXPECT_GT(cycles(search("lstm_16_4", {"--set", "/ru=64"})), 0);
  EXPECT_GT(cycles(search("rnn_24_3", {"--set", "/turns=64"})), 0);
}

TEST_F(SearchCommand, WorkloadThatDoesNotFitIsRefusedInOneLine) {
  expect_refusal(run({"--set", "/hidden=4096", "--set", "/input=4096", "--mapping", "auto"}), 3,
                 {"need"});
  expect_refusal(run({"--set", "/network/tracks/scalar=0", "--set", "/place_effort=1", "--mapping",
                      "auto", "--search-budget", "1"}),
                 3, {"no candidate could be mapped; the first: "});
}

TEST_F(SearchCommand, BudgetHasToBeACount) {
  for (const char* budget : {"0", "-1", "x", "1.5", "100001", ""})
    expect_refusal(run({"--mapping", "auto", "--search-budget", budget}), 64,
                   {"--search-budget", budget});
}

TEST_F(SearchCommand, BudgetAndLogWithoutASearchAreRefused) {
  expect_refusal(run({"--search-budget", "2"}), 64, {"--search-budget", "--mapping auto"});
  expect_refusal(run({"--search-log", path("l.json")}), 64, {"--search-log", "--mapping auto"});
  expect_refusal(run({"--mapping-file", path("m.json"), "--search-budget", "2"}), 64,
                 {"--mapping-file", "--search-budget"});
}

TEST_F(SearchCommand, LogThatCannotBeWrittenIsRefusedBeforeTheSearch) {
  const Outcome outcome =
      run({"--mapping", "auto", "--search-log", path("no/folder.json"), "-o", "-"});
  expect_refusal(outcome, 74, {"no/folder.json"});
}

TEST_F(SearchCommand, ExplainExplainsTheMappingThatWins) {
  const Outcome outcome = rdasim(
      {"explain", chip_, workload_, "--mapping", "auto", "--search-budget", "2", "--no-what-if"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out, rdasim({"explain", chip_, workload_, "--no-what-if"}).out);
}

}  // namespace
}  // namespace rda::cli
