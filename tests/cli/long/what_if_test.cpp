// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "cli/support.h"
#include "json/value.h"

namespace rda::cli {
namespace {

/// A row of the table.
struct Row {
  std::vector<std::string> sets;  ///< empty: the ideal network
  std::int64_t cycles = 0, saved = 0;
};

/// The rows that have cycles, of an explanation as JSON.
std::vector<Row> rows_of(const std::string& explanation) {
  const json::Value value = json::parse(explanation, "explanation");
  const auto at = [](const json::Value& object, const char* key) -> const json::Value& {
    return object.get<json::Value::Object>().at(key);
  };
  const auto number = [&](const json::Value& row, const char* key) {
    return std::get<std::int64_t>(at(row, key).get<json::Integer>());
  };
  std::vector<Row> rows;
  for (const json::Value& row : at(at(value, "what_if"), "rows").get<json::Value::Array>()) {
    if (at(row, "cycles").is_null()) continue;
    Row& read = rows.emplace_back(Row{{}, number(row, "cycles"), number(row, "saved")});
    for (const json::Value& set : at(row, "set").get<json::Value::Array>())
      read.sets.push_back(set.get<std::string>());
  }
  return rows;
}

class WhatIf : public Cli {
 protected:
  long cycles(std::vector<std::string> words) const {
    words.insert(words.end(), {"-o", "-", "--verify-steps", "0"});
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return number_after(outcome.out, "\"cycles\": ");
  }
  static long number_after(const std::string& text, const std::string& before) {
    const std::size_t at = text.find(before);
    EXPECT_NE(at, std::string::npos) << before << " in\n" << text;
    return at == std::string::npos ? -1 : std::atol(text.c_str() + at + before.size());
  }
};

TEST_F(WhatIf, EveryRowIsARunWithItsKnobsSet) {
  const Outcome outcome = rdasim({"explain", chip_, workload_, "--set", "/steps=8", "-o", "-"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "") << "progress is for terminals";
  const long before = cycles({"--set", "/steps=6"});
  const std::vector<Row> rows = rows_of(outcome.out);
  EXPECT_GE(rows.size(), 10u) << outcome.out;
  for (const Row& row : rows) {
    if (row.sets.empty()) continue;  // no knob removes all hops
    std::vector<std::string> words{"--set", "/steps=6"};
    for (const std::string& set : row.sets) words.insert(words.end(), {"--set", set});
    EXPECT_EQ(row.cycles, cycles(words)) << row.sets.front();
    EXPECT_EQ(row.saved, before - row.cycles) << row.sets.front();
  }
}

TEST_F(WhatIf, MoreLanesHaveACountAlsoWhereTheNumberOfValuesIsGiven) {
  const std::string out = path("explain.json");
  const Outcome outcome = rdasim({"explain", chip_, workload_, "--set", "/rv=16", "-o", out});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string rows = read(out);
  expect_parts(rows, {"\"/rv=0\""});
  EXPECT_EQ(rows.find("is not the number of values"), std::string::npos);
}

TEST_F(WhatIf, TheIdealNetworkIsThatOfARun) {
  const Outcome outcome = rdasim({"explain", chip_, workload_});
  const Outcome report = run({"--ideal-network", "-o", "-", "--verify-steps", "0"});
  EXPECT_EQ(number_after(outcome.out, "--ideal-network"),
            number_after(report.out, "\"ideal_cycles\": "));
}

TEST_F(WhatIf, BestRowsComeFirst) {
  const std::vector<Row> rows = rows_of(rdasim({"explain", chip_, workload_, "-o", "-"}).out);
  EXPECT_GE(rows.size(), 10u);
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_GE(rows[i - 1].saved, rows[i].saved);
}

TEST_F(WhatIf, IsLeftOutWhereItIsNotWanted) {
  const std::string mapping = path("mapping.json");
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", mapping}).code, 0);
  const Outcome whole = rdasim({"explain", chip_, workload_});
  const Outcome without = rdasim({"explain", chip_, workload_, "--no-what-if"});
  EXPECT_EQ(without.out.find("what if"), std::string::npos) << without.out;
  EXPECT_TRUE(whole.out.starts_with(without.out + "\nwhat if: ")) << whole.out;
  EXPECT_EQ(rdasim({"explain", chip_, workload_, "--mapping-file", mapping}).out, without.out)
      << "a mapping file leaves nothing to map anew";
}

TEST_F(WhatIf, AChipTheWorkloadDoesNotMapOntoIsRefused) {
  expect_refusal(rdasim({"explain", chip_, workload_, "--set", "/pcu/inputs/vector=0"}), 3, {});
}

}  // namespace
}  // namespace rda::cli
