// SPDX-License-Identifier: Apache-2.0
#include "regress/numbers.h"

#include <gtest/gtest.h>

#include <string>

#include "rda/error.h"

namespace rda::regress {
namespace {

Comparand numbers(const std::string& rows) {
  return numbers_comparand("workload,latency_ms\n" + rows, "own.csv");
}

Comparand golden(const std::string& workload) {
  Comparand other{"golden.json", Comparand::Kind::golden, {}};
  other.entries["a case"].workload = workload;
  return other;
}

std::string refusal(const auto& run) {
  try {
    run();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(Numbers, AreKnownByTheirColumnsWhateverProgramWroteThem) {
  EXPECT_TRUE(is_numbers("latency_ms,workload\n"));
  EXPECT_TRUE(is_numbers("\xEF\xBB\xBFworkload, latency_ms\r\n"));
  EXPECT_FALSE(is_numbers("workload,latency\n"));
  EXPECT_FALSE(is_numbers("{}"));
}

TEST(Numbers, OfAWorkloadAreFoundWithAndWithoutItsFolder) {
  const Comparand own = numbers("lstm_512_25,2\n");
  EXPECT_EQ(joined(own, golden("deepbench/lstm_512_25")).entries.count("a case"), 1u);
  EXPECT_EQ(joined(own, golden("deepbench/other_lstm_512_25")).entries.count("a case"), 0u);
}

TEST(Numbers, OfTheWholeNameComeFirstAndTwoThatFitAreRefused) {
  const Comparand own = numbers("lstm,1\ndeepbench/lstm,2\n");
  EXPECT_EQ(joined(own, golden("deepbench/lstm")).entries.at("a case").figures.at("latency_ms"), 2);
  const Comparand both = numbers("a/lstm,1\nb/lstm,2\n");
  EXPECT_EQ(refusal([&] { joined(both, golden("lstm")); }),
            "own.csv: a/lstm and b/lstm could both be lstm (write its whole name)");
}

TEST(Numbers, WithoutAPartnerAreNeverAnotherEntry) {
  const Comparand own = numbers("gru,1\n");
  const Comparand all = joined(own, golden("lstm"));
  EXPECT_EQ(all.entries.count("gru"), 0u);
  EXPECT_EQ(all.entries.size(), 1u);
  EXPECT_EQ(all.entries.begin()->second.name, "gru");
}

TEST(Numbers, ThatAreNoneNameTheirRow) {
  EXPECT_EQ(refusal([] { numbers("a,1\na,2\n"); }), "own.csv:3: a has a row already");
  EXPECT_EQ(refusal([] { numbers("a,fast\n"); }), "own.csv:2: latency_ms \"fast\" is no number");
  EXPECT_EQ(refusal([] { numbers(",1\n"); }), "own.csv:2: names no workload");
  EXPECT_EQ(refusal([] { numbers(""); }), "own.csv: has no rows");
}

}  // namespace
}  // namespace rda::regress
