// SPDX-License-Identifier: Apache-2.0
#include "mapping/group.h"

#include <gtest/gtest.h>

namespace rda::mapping {
namespace {

Unit unit(const std::string& name, Origin origin) {
  Unit unit;
  unit.name = name;
  unit.origin = std::move(origin);
  return unit;
}

TEST(Group, IsWhatAUnitIsForWhateverItsLayerGateAndIndex) {
  const Unit one = unit("a", {0, "", "i", "", Role::dot, {0, 3}});
  EXPECT_EQ(group_of(one), "dot");
  EXPECT_EQ(group_of(unit("b", {1, "reverse", "f", "", Role::dot, {1, 2}})), "dot");
}

TEST(Group, TellsNodesApart) {
  EXPECT_EQ(group_of(unit("a", {0, "", "", "c.next", Role::element_wise, {}})),
            "c.next.element_wise");
  EXPECT_EQ(group_of(unit("b", {0, "", "", "h", Role::vectors, {}})), "h.vectors");
}

TEST(Group, IsTheKindOfAUnitThatTheMappingSaysNothingOf) {
  Unit memory = unit("layer0.i.dot[0][3].weights0", {});
  memory.kind = UnitKind::pmu;
  EXPECT_EQ(group_of(memory), "pmu");
}

TEST(Group, OfAStreamNamesEachGroupOfReadersOnce) {
  Mapping mapping;
  Stream stream;
  stream.from = mapping.units.add(unit("w", {0, "", "", "h", Role::vectors, {}}));
  for (const Role role : {Role::sum, Role::dot, Role::sum})
    stream.to.push_back(mapping.units.add(unit("r", {0, "", "i", "", role, {}})));
  EXPECT_EQ(group_of(mapping, stream), "h.vectors -> dot, sum");
}

}  // namespace
}  // namespace rda::mapping
