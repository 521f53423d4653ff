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
  p.chain = {{"network dot[*].sum", 20}, {"pipelines dot[*]", 10}, {"work dot[*]", 70}};
  p.units["dot[*]"] = {2, 70, 140, 0, 0, 10, 50, 0, 14};
  p.streams["dot[*].sum"] = {1, 70, 2, 140, 0, 3};
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
  now.chain["network dot[*].sum"] = 26;
  now.streams["dot[*].sum"][5] = 5;
  now.units["dot[*]"][6] = 56;
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "network");
  EXPECT_EQ(found.spent.front().what, "network");
  EXPECT_EQ(found.spent.front().by(), 6);
  ASSERT_EQ(found.chain.size(), 1u);
  EXPECT_EQ(found.chain[0].what, "network dot[*].sum");
  ASSERT_EQ(found.streams.size(), 1u);
  EXPECT_EQ(found.streams[0].what, "dot[*].sum way");
  ASSERT_EQ(found.units.size(), 1u);
  EXPECT_EQ(found.units[0].what, "dot[*] starved");
  EXPECT_NE(found.says.at(0).find("network streams"), std::string::npos);
  EXPECT_NE(found.says.at(1).find("3 -> 5 cycles"), std::string::npos);
}

TEST(Where, CauseIsWhatGrewWhereTheRunGotLonger) {
  Profile now = profile();
  now.chain["work dot[*]"] = 40;       // less work, by more than anything grew
  now.chain["pipelines dot[*]"] = 45;  // +35
  now.chain["network dot[*].sum"] = 21;
  EXPECT_EQ(where(profile(), now).cause, "pipelines");
  EXPECT_EQ(where(now, profile()).cause, "pipelines");
}

TEST(Where, WaitingFollowsFromLongerLinksIfThereAreSome) {
  Profile now = profile();
  now.chain["waiting dot[*]"] = 50;
  EXPECT_EQ(where(profile(), now).cause, "waiting");
  now.units["dot[*]"][8] = 16;
  EXPECT_EQ(where(profile(), now).cause, "pipelines");
  now.streams["dot[*].sum"][5] = 5;
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "network");
  EXPECT_NE(found.says.at(1).find("network streams"), std::string::npos) << found.says.at(1);
}

TEST(Where, AnotherMappingIsTheCauseWhateverTheCyclesWentTo) {
  Profile now = profile();
  now.chain["network dot[*].sum"] = 26;
  now.streams["dot[*].sum"][2] = 4;
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "mapping");
  EXPECT_NE(found.says.at(0).find("2 -> 4 links"), std::string::npos) << found.says.at(0);
}

TEST(Where, GroupOnOneSideOnlyCountsAsNothingOnTheOther) {
  Profile now = profile();
  now.units["lookup[*]"] = {1, 5, 5, 0, 0, 0, 0, 0, 1};
  const Where found = where(profile(), now);
  EXPECT_EQ(found.cause, "mapping");
  EXPECT_EQ(found.units.at(0).before, 0);
}

TEST(Where, ChainsOfDifferentLengthsAreNotCompared) {
  Profile now = profile();
  now.chain_steps = 2;
  now.chain["network dot[*].sum"] = 26;
  EXPECT_EQ(where(profile(), now).chain_steps, 0);
  EXPECT_TRUE(where(profile(), now).spent.empty());
}

TEST(Group, IsTheNameWithoutNumbersAndGates) {
  EXPECT_EQ(group_of("layer0.i.dot[0][3]"), "layer0.*.dot[*]");
  EXPECT_EQ(group_of("layer0.f.dot[1][2]"), group_of("layer0.i.dot[0][3]"));
  EXPECT_EQ(group_of("layer0.i.dot[0][3].weights0"), "layer0.*.dot[*].weights");
  EXPECT_EQ(group_of("layer1.h[0:2].vectors0"), "layer1.h[*].vectors");
  EXPECT_NE(group_of("layer0.c"), group_of("layer1.c"));
  EXPECT_EQ(group_of("sink.y"), "sink.y");
  EXPECT_EQ(group_of("layer0.i.sum[1].0"), "layer0.*.sum[*].*");
}

}  // namespace
}  // namespace rda::regress
