// SPDX-License-Identifier: Apache-2.0
#include "regress/where.h"

#include <gtest/gtest.h>

namespace rda::regress {
namespace {

/// Two dot units and a stream of two links.
Profile profile() {
  Profile p;
  p.cycles = 100;
  p.chain_steps = 3;
  p.chain = {
      {"network layer0 dot -> sum", 20}, {"pipelines layer0 dot", 10}, {"work layer0 dot", 70}};
  p.units["layer0 dot"] = {2, 70, 140, 0, 0, 10, 50, 0, 14};
  p.streams["layer0 dot -> sum"] = {1, 70, 2, 140, 0, 3};
  return p;
}

TEST(Where, EqualRunsHaveNoCause) {
  const Where none = where(profile(), profile());
  EXPECT_EQ(none.cause, "");
  EXPECT_TRUE(none.says.empty() && none.chain.empty() && none.units.empty() &&
              none.streams.empty());
}

TEST(Where, LongerLinksAreTheNetwork) {
  Profile now = profile();
  now.chain["network layer0 dot -> sum"] = 26;
  now.streams["layer0 dot -> sum"][5] = 5;
  now.units["layer0 dot"][6] = 56;
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "network");
  EXPECT_EQ(found.spent.front().what, "network");
  EXPECT_EQ(found.spent.front().by(), 6);
  ASSERT_EQ(found.chain.size(), 1u);
  EXPECT_EQ(found.chain[0].what, "network layer0 dot -> sum");
  ASSERT_EQ(found.streams.size(), 1u);
  EXPECT_EQ(found.streams[0].what, "layer0 dot -> sum way");
  ASSERT_EQ(found.units.size(), 1u);
  EXPECT_EQ(found.units[0].what, "layer0 dot starved");
  EXPECT_NE(found.says.at(0).find("network streams"), std::string::npos);
  EXPECT_NE(found.says.at(1).find("3 -> 5 cycles"), std::string::npos);
}

TEST(Where, CauseIsWhatGrewWhereTheRunGotLonger) {
  Profile now = profile();
  now.chain["work layer0 dot"] = 40;       // less work, by more than anything grew
  now.chain["pipelines layer0 dot"] = 45;  // +35
  now.chain["network layer0 dot -> sum"] = 21;
  EXPECT_EQ(where(profile(), now).cause, "pipelines");
  EXPECT_EQ(where(now, profile()).cause, "pipelines");
}

TEST(Where, WaitingFollowsFromLongerLinksIfThereAreSome) {
  Profile now = profile();
  now.chain["waiting layer0 dot"] = 50;
  EXPECT_EQ(where(profile(), now).cause, "waiting");
  now.units["layer0 dot"][8] = 16;
  EXPECT_EQ(where(profile(), now).cause, "pipelines");
  now.streams["layer0 dot -> sum"][5] = 5;
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "network");
  EXPECT_NE(found.says.at(1).find("network streams"), std::string::npos) << found.says.at(1);
}

TEST(Where, OtherUnitsAreTheCauseWhateverTheCyclesWentTo) {
  Profile now = profile();
  now.chain["network layer0 dot -> sum"] = 26;
  now.units["layer0 dot"][0] += 1;
  EXPECT_EQ(where(profile(), now).cause, "mapping");
}

TEST(Where, OtherRoutesAloneAreTheCauseOnlyIfNoCyclesSayMore) {
  Profile now = profile();
  now.streams["layer0 dot -> sum"][2] = 4;
  EXPECT_EQ(where(profile(), now).cause, "mapping");
  now.chain["network layer0 dot -> sum"] = 26;
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "network");
  EXPECT_EQ(found.says.at(0), "The mapping differs: 2 units, 1 streams, 2 -> 4 links of routes.");
}

TEST(Where, GroupOnOneSideOnlyCountsAsNothingOnTheOther) {
  Profile now = profile();
  now.units["layer0 look_up"] = {1, 5, 5, 0, 0, 0, 0, 0, 1};
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "mapping");
  EXPECT_EQ(found.units.at(0).before, 0);
}

TEST(Where, ChainsOfDifferentLengthsAreNotCompared) {
  Profile now = profile();
  now.chain_steps = 2;
  now.chain["network layer0 dot -> sum"] = 26;
  EXPECT_EQ(where(profile(), now).chain_steps, 0);
  EXPECT_TRUE(where(profile(), now).spent.empty());
}

}  // namespace
}  // namespace rda::regress
