// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/support.h"

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

}  // namespace
}  // namespace rda::cli
