// SPDX-License-Identifier: Apache-2.0
#include "regress/golden.h"

#include <gtest/gtest.h>

#include "rda/error.h"

namespace rda::regress {
namespace {

Golden golden_of(const std::string& members) {
  return read_golden(R"({"cases": {"a": {"chip": "c.json", "workload": "w.json")" + members + "}}}",
                     "g.json");
}

/// The message of the error when a case with these members is read.
std::string complaint(const std::string& members) {
  try {
    golden_of(members);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(GoldenFile, CaseOfTwoFilesIsEnoughAndAsksForCycles) {
  const Golden golden = golden_of("");
  const Case& c = golden.cases.at("a");
  ASSERT_EQ(c.metrics.size(), 1u);
  EXPECT_TRUE(c.metrics.at("cycles").is.is_null());
  EXPECT_FALSE(c.recorded());
}

TEST(GoldenFile, NamesOfMetricsGetDots) {
  const Golden golden = golden_of(R"(, "metrics": {"/utilization/pcu": {}, "cycles": {"is": 3}})");
  EXPECT_TRUE(golden.cases.at("a").metrics.contains("utilization.pcu"));
  EXPECT_TRUE(golden.cases.at("a").recorded());
}

TEST(GoldenFile, IsWrittenWithoutWhatItsAbsenceSays) {
  EXPECT_EQ(to_text(golden_of(R"(, "steps": 0, "set": {}, "metrics": {"cycles": {"is": 3,
                              "range": [], "why": ""}})")),
            R"({
  "cases": {
    "a": {
      "chip": "c.json",
      "metrics": {
        "cycles": {
          "is": 3
        }
      },
      "workload": "w.json"
    }
  },
  "schema": 1
}
)");
}

TEST(GoldenFile, ReadsBackAsItWasWritten) {
  const std::string text = to_text(golden_of(
      R"(, "steps": 3, "policy": "auto", "set": {"/pcu/lanes": 8, "/name": "x"},
         "inputs": "ab", "verify_steps": 2, "search_budget": 4,
         "metrics": {"cycles": {"is": 3, "why": "so"},
                     "latency_ms": {"is": 0.5, "range": [0.9, 1.1], "abs": 2.5}})"));
  EXPECT_EQ(to_text(read_golden(text, "g.json")), text);
  EXPECT_NE(text.find("\"range\": [0.9, 1.1]"), std::string::npos) << text;
}

TEST(GoldenFile, RefusalIsKept) {
  const Golden golden = golden_of(R"(, "refusal": {"message": "pcus: needs 9", "why": "small"})");
  EXPECT_TRUE(golden.cases.at("a").recorded());
  EXPECT_EQ(golden.cases.at("a").refusal->exit, 3);
  EXPECT_TRUE(golden.cases.at("a").metrics.empty());
}

TEST(GoldenFile, MistakesAreNamedWithTheirPlace) {
  EXPECT_NE(complaint(R"(, "stepz": 3)").find("did you mean \"steps\""), std::string::npos);
  EXPECT_NE(complaint(R"(, "metrics": {"cycles": {"is": [1]}})").find("/metrics/cycles/is"),
            std::string::npos);
  for (const char* range : {"[1]", "[1, 2, 3]", "[1.1, 0.9]"})
    EXPECT_NE(complaint(R"(, "metrics": {"cycles": {"range": )" + std::string(range) + "}}")
                  .find("expected [least, most]"),
              std::string::npos)
        << range;
  EXPECT_NE(complaint(R"(, "metrics": {"cycles": {"abs": -1}})").find("out of range"),
            std::string::npos);
  EXPECT_NE(complaint(R"(, "steps": 3, "set": {"/steps": 3})").find("given twice"),
            std::string::npos);
  EXPECT_NE(complaint(R"(, "policy": "auto", "set": {"/policy": "auto"})").find("given twice"),
            std::string::npos);
  EXPECT_NE(complaint(R"(, "refusal": {"message": "m"}, "metrics": {"cycles": {"is": 3}})")
                .find("not both"),
            std::string::npos);
}

TEST(GoldenFile, NeedsAChipAWorkloadAndACase) {
  EXPECT_THROW(read_golden("{}", "g.json"), ConfigError);
  EXPECT_THROW(read_golden(R"({"cases": {"a": {"chip": "c.json"}}})", "g.json"), ConfigError);
  EXPECT_THROW(read_golden(R"({"cases": {"a": {"workload": "w.json"}}})", "g.json"), ConfigError);
}

TEST(GoldenFile, OfALaterFormatIsRefused) {
  EXPECT_THROW(
      read_golden(R"({"schema": 2, "cases": {"a": {"chip": "c", "workload": "w"}}})", "g.json"),
      ConfigError);
}

}  // namespace
}  // namespace rda::regress
