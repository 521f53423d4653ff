// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/support.h"
#include "json/value.h"

namespace rda::cli {
namespace {

class DescribeCost : public Cli {};

TEST_F(DescribeCost, HasTheAreaOfThePublishedChipAsThePageShowsIt) {
  const Outcome outcome =
      rdasim({"describe", "cost", repository("configs/plasticine_isca17.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const std::string table = outcome.out.substr(0, outcome.out.find("\n\nPeaks") + 1);
  EXPECT_NE(table.find("107.180"), std::string::npos) << table;
  EXPECT_NE(read(repository("docs/cost.md")).find(table), std::string::npos)
      << "docs/cost.md does not have\n"
      << table;
}

TEST_F(DescribeCost, FollowsSetAndAnotherTable) {
  const auto words = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"describe", "cost", chip_});
    return more;
  };
  const std::string as_it_is = rdasim(words({})).out;
  EXPECT_NE(rdasim(words({"--set", "/pcu/stages=9"})).out, as_it_is);
  EXPECT_NE(rdasim(words({"--costs", repository("configs/costs/horowitz_45nm.json")})).out,
            as_it_is);
}

TEST_F(DescribeCost, WordsThatAreWrongAreRefused) {
  expect_refusal(rdasim({"describe", "cost"}), 64, {"CHIP: missing"});
  expect_refusal(rdasim({"describe", "chip", chip_}), 64, {"only with describe cost"});
  expect_refusal(rdasim({"describe", "cost", workload_}), 2, {"is a workload, not a chip"});
  expect_refusal(rdasim({"describe", "cost", chip_, "--costs", chip_}), 2,
                 {"is a chip, not a cost table"});
  expect_refusal(rdasim({"describe", "cost", chip_, "--set", "/hidden=3"}), 2, {"/hidden"});
}

class RunCost : public Cli {
 protected:
  json::Value report_of(std::vector<std::string> more) {
    more.insert(more.begin(), {"run", chip_, workload_, "-o", "-"});
    const Outcome outcome = rdasim(more);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(outcome.out, "report");
  }
  static const json::Value& at(const json::Value& value, const std::string& key) {
    return value.get<json::Value::Object>().at(key);
  }
  static double number(const json::Value& report, const std::string& key) {
    return at(at(report, "cost"), key).get<double>();
  }
};

TEST_F(RunCost, IsAnEstimateThatNamesItsTable) {
  const Outcome outcome = rdasim({"run", chip_, workload_});
  EXPECT_NE(outcome.out.find("estimate      by table plasticine_28nm, 28 nm"), std::string::npos)
      << outcome.out;
}

TEST_F(RunCost, FollowsTheTableThatIsAskedFor) {
  const json::Value usual = report_of({});
  const json::Value other = report_of({"--costs", repository("configs/costs/horowitz_45nm.json")});
  EXPECT_EQ(at(at(other, "cost"), "table"), json::Value("horowitz_45nm"));
  EXPECT_GT(number(usual, "static_j"), 0);
  EXPECT_EQ(number(other, "static_j"), 0);
  EXPECT_GT(number(report_of({"--no-power-gating"}), "static_j"), number(usual, "static_j"));
  EXPECT_LT(number(report_of({"--node", "16", "--volts", "0.8"}), "total_j"),
            number(usual, "total_j"));
  EXPECT_EQ(at(usual, "actions"), at(other, "actions"));
}

TEST_F(RunCost, IsTheSameOfTheRunRepeatedFromItsReport) {
  const std::string table =
      file("table.json", read(repository("configs/costs/plasticine_28nm.json")));
  const std::string report = path("report.json");
  ASSERT_EQ(
      rdasim({"run", chip_, workload_, "--costs", table, "--no-power-gating", "-o", report}).code,
      0);
  const Outcome again = rdasim({"run", "--from", report, "-o", "-"});
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(again.err, "");
  EXPECT_EQ(again.out, read(report));
  EXPECT_EQ(rdasim({"run", "--from", report, "--node", "16", "--volts", "0.8"}).err, "");
  std::string changed = read(table);
  changed.replace(changed.find("\"bank_share\": 0.2"), 17, "\"bank_share\": 0.3");
  (void)file("table.json", changed);
  expect_refusal(rdasim({"run", "--from", report}), 2, {"/cost/table_file", "has other values"});
}

TEST_F(RunCost, AnotherEstimateOfAReportNeedsNotItsTable) {
  const std::string table =
      file("table.json", read(repository("configs/costs/plasticine_28nm.json")));
  const std::string report = path("report.json");
  ASSERT_EQ(rdasim({"run", chip_, workload_, "--costs", table, "-o", report}).code, 0);
  std::filesystem::remove(table);
  expect_refusal(rdasim({"run", "--from", report}), 2, {"does not exist"});
  const Outcome other =
      rdasim({"run", "--from", report, "--node", "16", "--volts", "0.8", "-o", "-"});
  EXPECT_EQ(other.code, 0) << other.err;
  EXPECT_NE(other.out.find("\"command\": \"\""), std::string::npos) << "it is another estimate";
}

TEST_F(RunCost, WordsThatAreWrongAreRefusedBeforeAnythingRuns) {
  expect_refusal(rdasim({"run", chip_, workload_, "--costs", chip_}), 2,
                 {"is a chip, not a cost table"});
  expect_refusal(rdasim({"run", chip_, workload_, "--node", "5"}), 2,
                 {"--node: 5 nm", "factors are for"});
  expect_refusal(rdasim({"run", chip_, workload_, "--power", path("power")}), 64,
                 {"--power", "is no name of a .csv file"});
  expect_refusal(rdasim({"run", chip_, workload_, "--power", "-"}), 64,
                 {"stdout holds the report"});
  expect_refusal(rdasim({"run", chip_, workload_, "--node", "0"}), 64,
                 {"--node: 0 is not a number"});
}

// 32 lanes on 16 banks: a vector takes two cycles of a PMU.
TEST_F(RunCost, TheLimitsLineTellsWhatFewerBanksThanLanesCost) {
  const std::vector<std::string> words{"run", repository("configs/plasticine_rnn.json"),
                                       repository("workloads/iot/lstm_25_50.json")};
  EXPECT_EQ(rdasim(words).out.find("16 banks"), std::string::npos);
  std::vector<std::string> more = words;
  more.insert(more.end(), {"--set", "/pcu/lanes=32"});
  const std::string text = rdasim(more).out;
  EXPECT_NE(text.find("limits        a vector of 32 words takes 2 cycles of 16 banks"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("worth at most"), std::string::npos);
}

}  // namespace
}  // namespace rda::cli
