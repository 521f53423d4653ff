// SPDX-License-Identifier: Apache-2.0
#include "onnx/view.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace rda::onnx {
namespace {

View counted(const Shape& shape) {
  std::vector<double> values(static_cast<std::size_t>(count_of(shape)));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  return constant(shape, values, false);
}

TEST(View, TransposedReadsColumnsFirst) {
  const Shape order{1, 0};
  EXPECT_EQ(values_of(transposed(counted({2, 3}), order)), (std::vector<double>{0, 3, 1, 4, 2, 5}));
}

TEST(View, OfARunJoinsAxesThatLieBehindEachOther) {
  View run = counted({4, 2, 3, 5});
  run.source = 0;
  run.data.reset();
  const Shape order{0, 2, 1, 3};  // as exporters turn Y [steps, directions, batch, hidden]
  View stored = run;
  stored.shape = {4, 3, 2, 5};
  stored.strides = contiguous(stored.shape);
  const View y = transposed(stored, order);  // [4, 2, 3, 5]
  EXPECT_FALSE(reshaped(y, {4, 2, 15}));
  const std::optional<View> joined = reshaped(transposed(y, order), {4, 3, 10});
  ASSERT_TRUE(joined);
  EXPECT_EQ(joined->strides, (Shape{30, 10, 1}));
}

TEST(View, OfAConstantIsCopiedWhereItsElementsHaveToMove) {
  const Shape order{1, 0};
  const std::optional<View> moved = reshaped(transposed(counted({2, 3}), order), {6});
  ASSERT_TRUE(moved);
  EXPECT_EQ(values_of(*moved), (std::vector<double>{0, 3, 1, 4, 2, 5}));
}

TEST(View, SlicedFromBehindReadsBackwards) {
  EXPECT_EQ(values_of(sliced(counted({4}), 0, 3, 2, -2)), (std::vector<double>{3, 1}));
}

TEST(View, OfNoNumbersHasIntegersThatAreNoSizes) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const Shape integers = integers_of(constant({3}, {none, 1e300, 2}, false));
  EXPECT_LT(integers[0], 0);
  EXPECT_GT(integers[1], std::int64_t{1} << 62);
  EXPECT_EQ(integers[2], 2);
}

TEST(View, BroadcastRepeatsWithoutMoreElements) {
  const std::optional<View> wide = broadcast(counted({3}), {2, 3});
  ASSERT_TRUE(wide);
  EXPECT_EQ(values_of(*wide), (std::vector<double>{0, 1, 2, 0, 1, 2}));
  EXPECT_EQ(wide->data->size(), 3U);
  EXPECT_FALSE(broadcast(counted({3}), {2, 4}));
}

TEST(View, PartsOfOneSourceSideBySideAreOneView) {
  View h = counted({2, 2, 3});  // [batch, directions, hidden]
  h.source = 1;
  h.data.reset();
  const std::array both{without_axis(sliced(h, 1, 0, 1, 1), 1),
                        without_axis(sliced(h, 1, 1, 1, 1), 1)};
  const View joined_view = joined(both, 1);
  EXPECT_FALSE(joined_view.parts);
  EXPECT_EQ(joined_view.shape, (Shape{2, 6}));
  const std::array turned{both[1], both[0]};
  EXPECT_TRUE(joined(turned, 1).parts);
}

}  // namespace
}  // namespace rda::onnx
