// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "rda/map.h"

namespace rda {
namespace {

using Depths = std::pair<int, int>;  // of vectors and scalars

Chip with_fifos(const Depths& depths) {
  Chip chip;
  for (PerKind* fifo : {&chip.pcu.fifo_depth, &chip.pmu.fifo_depth}) {
    fifo->vector = depths.first;
    fifo->scalar = depths.second;
  }
  return chip;
}

Depths counted_on(const Chip& chip, const MappingOptions& options) {
  const PerKind fifo = part_of(chip, options).pcu.fifo_depth;
  return {fifo.vector, fifo.scalar};
}

Depths first_counted_on(const Depths& depths) {
  const Chip chip = with_fifos(depths);
  return counted_on(chip, parts(chip, {}).front());
}

/// The FIFO depths that the first part and its variants assume.
std::set<Depths> all_counted_on(const Depths& depths) {
  const Chip chip = with_fifos(depths);
  const MappingOptions first = parts(chip, {}).front();
  std::set<Depths> all{counted_on(chip, first)};
  for (const MappingOptions& other : other_fifos(chip, {}, first))
    EXPECT_TRUE(all.insert(counted_on(chip, other)).second) << "twice the same";
  return all;
}

TEST(Parts, CountOnFourVectorsAndSixteenScalarsOfDeeperFifos) {
  EXPECT_EQ(first_counted_on({4, 16}), Depths(4, 16));
  EXPECT_EQ(first_counted_on({64, 17}), Depths(4, 16));
  EXPECT_EQ(first_counted_on({3, 1000}), Depths(2, 16));
  EXPECT_EQ(first_counted_on({4, 15}), Depths(4, 4));
  EXPECT_EQ(first_counted_on({1, 3}), Depths(1, 3));
}

TEST(Parts, HaveNoLimitWhereFifosAreAsDeepAsUsual) {
  const MappingOptions first = parts(with_fifos({4, 16}), {}).front();
  EXPECT_EQ(first.vector_fifo_limit, 0);
  EXPECT_EQ(first.scalar_fifo_limit, 0);
}

TEST(OtherFifos, AreTwoOrFourVectorsWithFourOrSixteenScalars) {
  const std::set<Depths> all{{4, 16}, {4, 4}, {2, 16}, {2, 4}};
  EXPECT_EQ(all_counted_on({4, 16}), all);
  EXPECT_EQ(all_counted_on({4096, 4096}), all);
  EXPECT_EQ(all_counted_on({2, 16}), (std::set<Depths>{{2, 16}, {2, 4}}));
  EXPECT_EQ(all_counted_on({1, 9}), (std::set<Depths>{{1, 4}}));
}

TEST(OtherFifos, OfAChipAreThoseOfAllWithShallowerFifos) {
  for (const Depths& deep : {Depths(2, 4), {5, 16}, {8, 9}, {16, 64}})
    for (const Depths& shallow : {Depths(2, 4), {3, 7}, {4, 8}, {5, 16}}) {
      if (shallow.first > deep.first || shallow.second > deep.second) continue;
      const auto of_deep = all_counted_on(deep);
      for (const Depths& one : all_counted_on(shallow))
        EXPECT_TRUE(of_deep.contains(one)) << one.first << ", " << one.second;
    }
}

TEST(OtherFifos, AreNoneIfALimitIsAskedFor) {
  const Chip chip = with_fifos({8, 32});
  MappingOptions asked;
  asked.scalar_fifo_limit = 8;
  EXPECT_EQ(counted_on(chip, parts(chip, asked).front()), Depths(8, 8));
  EXPECT_TRUE(other_fifos(chip, asked, asked).empty());
}

}  // namespace
}  // namespace rda
