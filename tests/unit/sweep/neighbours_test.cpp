// SPDX-License-Identifier: Apache-2.0
#include "sweep/neighbours.h"

#include <gtest/gtest.h>

namespace rda::sweep {
namespace {

using Lines = std::vector<std::size_t>;

/// A design with these knobs, as JSON.
Design design(std::size_t line, const std::string& knobs, std::size_t group = 0) {
  return {group, {}, "", {line}, json::parse(knobs, "knobs")};
}

Lines next_to(const std::vector<Design>& designs, std::size_t line) {
  Neighbours neighbours;
  for (const Design& one : designs) neighbours.note(one);
  for (const Design& one : designs)
    if (one.line() == line) return neighbours.of(one);
  return {};
}

/// 3 x 3 designs, in lines 1 to 9; b is derived from a.
std::vector<Design> square() {
  std::vector<Design> all;
  for (const int a : {4, 8, 16})
    for (const int c : {1, 2, 10})
      all.push_back(design(all.size() + 1, "{\"a\": " + std::to_string(a) +
                                               ", \"b\": " + std::to_string(2 * a) +
                                               ", \"c\": " + std::to_string(c) + "}"));
  return all;
}

TEST(Neighbours, AreAStepAwayOnOneAxis) {
  EXPECT_EQ(next_to(square(), 5), (Lines{2, 4, 6, 8}));
  EXPECT_EQ(next_to(square(), 1), (Lines{2, 4}));
}

TEST(Neighbours, OfAnAxisWithAGapAreTheNearestThere) {
  std::vector<Design> designs = square();
  designs.erase(designs.begin() + 5);  // line 6
  designs.erase(designs.begin() + 3);  // line 4
  EXPECT_EQ(next_to(designs, 5), (Lines{2, 8}));
  EXPECT_EQ(next_to(designs, 1), (Lines{2, 7}));
}

TEST(Neighbours, OfSeveralPointsCountWithAllOfThem) {
  Design low = design(1, R"({"a": 1})"), high = design(2, R"({"a": 2})");
  low.lines = {1, 3};
  high.lines = {2, 4};
  EXPECT_EQ(next_to({low, high}, 1), (Lines{2, 4}));
}

TEST(Neighbours, OfNumbersLieInTheOrderOfTheNumbers) {
  EXPECT_EQ(
      next_to({design(1, R"({"a": 10})"), design(2, R"({"a": 9})"), design(3, R"({"a": 2})")}, 3),
      (Lines{2}));
}

TEST(Neighbours, OfTextsLieInTheirOrder) {
  EXPECT_EQ(
      next_to({design(1, R"({"a": "x"})"), design(2, R"({"a": "z"})"), design(3, R"({"a": "y"})")},
              1),
      (Lines{3}));
}

TEST(Neighbours, AreOfTheSameGroup) {
  EXPECT_EQ(
      next_to({design(1, R"({"a": 1})"), design(2, R"({"a": 2})", 1), design(3, R"({"a": 3})")}, 1),
      (Lines{3}));
}

TEST(Neighbours, OfASampleDifferInAllKnobsAtOnce) {
  EXPECT_EQ(next_to({design(1, R"({"a": 1, "b": 7})"), design(2, R"({"a": 2, "b": 8})"),
                     design(3, R"({"a": 3, "b": 9})")},
                    1),
            (Lines{2}));
}

}  // namespace
}  // namespace rda::sweep
