// SPDX-License-Identifier: Apache-2.0
#include "json/suggest.h"

#include <gtest/gtest.h>

#include <vector>

namespace rda::json {
namespace {

const std::vector<std::string> kPointers{"/name",      "/grid/cols",  "/grid/rows",
                                         "/pcu/lanes", "/pcu/stages", "/pmu/stages",
                                         "/hidden",    "/steps",      "/policy"};

TEST(Suggest, PointersByTheirLastKey) {
  for (const char* word : {"/lanes", "lanes", "pcu.lanes", "/chip/pcu/lanes", "/pcu/lane"})
    EXPECT_EQ(suggest_pointer(word, kPointers), "; did you mean \"/pcu/lanes\"?") << word;
  EXPECT_EQ(suggest_pointer("/pmu/stage", kPointers), "; did you mean \"/pmu/stages\"?");
}

TEST(Suggest, WhatOtherProgramsCallIt) {
  EXPECT_EQ(suggest_pointer("/hidden_size", kPointers), "; did you mean \"/hidden\"?");
  EXPECT_EQ(suggest_pointer("/mapping", kPointers), "; did you mean \"/policy\"?");
  EXPECT_EQ(suggest_key("seq_len", std::vector<std::string>{"name", "steps"}),
            "; did you mean \"steps\"?");
}

TEST(Suggest, NothingIfNothingIsLikeIt) {
  for (const char* word : {"chip", "/chip", "/units", "/", ""})
    EXPECT_EQ(suggest_pointer(word, kPointers), "") << word;
  EXPECT_EQ(suggest_key("chip", std::vector<std::string>{"name", "cell"}), "");
  EXPECT_EQ(suggest_key("seq_len", std::vector<std::string>{"name"}), "");
}

}  // namespace
}  // namespace rda::json
