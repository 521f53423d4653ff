// SPDX-License-Identifier: Apache-2.0
// Memories of weights that dot units share, and weights of rows in lanes.
#include <ostream>

#include "support_partition.h"

namespace rda::mapper {
namespace {

/// LSTM of 137 rows of 1024 bytes at each position: 84 fit a PMU, 53 are left.
Mapping of_137_rows(Weights weights) {
  const Plan plan{.hu = 1, .ru = 1, .weights = weights};
  return partition(cell("lstm", 832, 137), shipped_chip("plasticine_rnn"), plan);
}

struct Rows {
  std::string input;
  std::int64_t first, last;
  friend bool operator==(const Rows&, const Rows&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Rows& rows) {
    return out << rows.input << ' ' << rows.first << ' ' << rows.last;
  }
};

/// The rows of each input of weights of a dot unit.
std::vector<Rows> rows_of(const Mapping& m, const std::string& dot) {
  const Program& program = std::ranges::find(m.units, dot, &Unit::name)->programs.at(0);
  std::vector<Rows> rows;
  for (const int i : std::get<DotProduct>(program.work).weights) {
    const Port& in = program.input(i);
    const Bound& bound = in.where.bounds.at(0);
    rows.push_back({in.name, bound.lo, bound.hi});
  }
  std::ranges::sort(rows, {}, &Rows::first);
  return rows;
}

TEST(WeightMemories, OfItsOwnTakeTwoForEachDotUnit) {
  const Mapping m = of_137_rows(Weights::own);
  EXPECT_EQ(count(m, ".weights"), 2 * 4);
}

TEST(WeightMemories, ThatAreSharedHoldFirstRowsOfOneAndLastRowsOfAnother) {
  const Mapping m = of_137_rows(Weights::shared);
  EXPECT_EQ(count(m, ".weights"), 4 + 3);  // as in the picture of WeightMemories, and one more
  EXPECT_EQ(rows_of(m, "layer0.f.dot[0][0]"),
            (std::vector<Rows>{{"weights1", 0, 84}, {"weights0", 84, 137}}));
  EXPECT_EQ(
      rows_of(m, "layer0.g.dot[0][0]"),
      (std::vector<Rows>{{"weights0", 0, 31}, {"weights2", 31, 115}, {"weights1", 115, 137}}));
  EXPECT_EQ(rows_of(m, "layer0.i.dot[0][0]"),
            (std::vector<Rows>{{"weights0", 0, 53}, {"weights1", 53, 137}}));
  EXPECT_EQ(rows_of(m, "layer0.o.dot[0][0]"),
            (std::vector<Rows>{{"weights1", 0, 84}, {"weights0", 84, 137}}));
}

TEST(WeightMemories, ThatAreSharedSendOnePartAfterTheOther) {
  const Mapping m = of_137_rows(Weights::shared);
  const Unit& shared = *units(m, "layer0.g.dot[0][0].weights0").front();
  const Program& read = shared.programs.at(0);
  EXPECT_EQ(read.space.extents.at(1), 31 + 53);
  ASSERT_EQ(read.outputs.size(), 2U);
  EXPECT_EQ(m.streams[read.outputs[0].stream].name, "layer0.g.dot[0][0].w0");
  EXPECT_EQ(m.streams[read.outputs[1].stream].name, "layer0.f.dot[0][0].w0");
  EXPECT_EQ(read.outputs[1].where.bounds.at(0).lo, 31);
}

TEST(WeightMemories, OfRowsInLanesLieAnOddNumberOfWordsApart) {
  const Plan plan{.hu = 1, .ru = 1, .hv = 16};
  const Mapping m = partition(cell("lstm", 32, 32), shipped_chip("plasticine_rnn"), plan);
  const Port& out = units(m, "layer0.i.dot[0][0].weights0").front()->programs.at(0).outputs.at(0);
  EXPECT_EQ(out.access->lane_stride, (8 + 8 + 1) * 4);  // 64 columns of fp8 are 16 words
  EXPECT_TRUE(m.reduction.rows_in_lanes);
  EXPECT_EQ(m.rv, 4);
}

}  // namespace
}  // namespace rda::mapper
