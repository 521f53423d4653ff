// SPDX-License-Identifier: Apache-2.0
#include "rda/ids.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace rda {
namespace {

TEST(Id, IsNoThingUntilItHasANumber) {
  EXPECT_FALSE(UnitId().exists());
  EXPECT_EQ(UnitId().number(), -1);
  EXPECT_TRUE(UnitId(0).exists());
  EXPECT_EQ(UnitId(7).number(), 7);
  EXPECT_EQ(UnitId(7).index(), 7u);
  EXPECT_EQ(UnitId(std::size_t{7}), UnitId(std::int64_t{7}));
}

TEST(Id, IsOrderedByItsNumber) {
  EXPECT_LT(UnitId(2), UnitId(3));
  EXPECT_LT(UnitId(), UnitId(0));
  EXPECT_NE(UnitId(2), UnitId(3));
}

TEST(Id, DoesNotConvertIntoIntegersOrIdsOfOtherThings) {
  EXPECT_FALSE((std::is_convertible_v<int, UnitId>));
  EXPECT_FALSE((std::is_convertible_v<UnitId, int>));
  EXPECT_FALSE((std::is_convertible_v<UnitId, std::size_t>));
  EXPECT_FALSE((std::is_constructible_v<UnitId, StreamId>));
  EXPECT_FALSE((std::is_constructible_v<UnitId, double>));
}

TEST(IdVector, GivesAnElementItsNumber) {
  IdVector<UnitId, std::string> names;
  EXPECT_EQ(names.end_id(), UnitId(0));
  EXPECT_EQ(names.add("a"), UnitId(0));
  EXPECT_EQ(names.end_id(), UnitId(1));
  const UnitId b = names.add("b");
  EXPECT_EQ(names[b], "b");
  names[b] += "!";
  EXPECT_EQ(names[std::size_t{1}], "b!") << "it is a vector";
  const auto& fixed = names;
  EXPECT_EQ(fixed[UnitId(0)], "a");
}

TEST(IdVector, HasTheNumbersOfItsElementsAndNoOthers) {
  const IdVector<StreamId, int> two{5, 6};
  EXPECT_FALSE(two.has(StreamId()));
  EXPECT_TRUE(two.has(StreamId(0)));
  EXPECT_TRUE(two.has(StreamId(1)));
  EXPECT_FALSE(two.has(StreamId(2)));
  EXPECT_FALSE((IdVector<StreamId, int>().has(StreamId(0))));
}

TEST(IdVector, ListsItsNumbersInOrder) {
  const IdVector<StreamId, int> three{7, 8, 9};
  std::vector<StreamId> listed;
  for (const StreamId id : three.ids()) listed.push_back(id);
  EXPECT_EQ(listed, (std::vector{StreamId(0), StreamId(1), StreamId(2)}));
  EXPECT_TRUE((IdVector<StreamId, int>().ids().empty()));
}

template <class Index>
constexpr bool kIsIndex = requires(IdVector<UnitId, int> all, Index index) {
  all[index];
};

TEST(IdVector, TakesNoNumberOfAnotherThing) {
  EXPECT_TRUE(kIsIndex<UnitId>);
  EXPECT_FALSE(kIsIndex<StreamId>);
}

}  // namespace
}  // namespace rda
