// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_timing.h"

#include <gtest/gtest.h>

#include "unit/mapper/support_netlist.h"

namespace rda::mapper {
namespace {

TEST(PlaceTiming, AddsHopsAndLatenciesFromMemoryToMemory) {
  NetList n;
  PmuUnit state;
  state.read.emplace().latency = 3;
  state.write.emplace();
  PcuUnit slow;
  slow.program.latency = 7;
  const int memory = n.unit("h", state, {0, 0}), dot = n.unit("dot", slow, {2, 1});
  const int sum = n.pcu("sum", {0, 1});
  n.stream(TokenKind::vector, memory, {dot, sum}, 1, true);
  n.stream(TokenKind::scalar, dot, {sum}, 1, true);
  n.stream(TokenKind::scalar, sum, {memory}, 1, true);
  n.stream(TokenKind::scalar, sum, {n.pcu("elsewhere", {9, 10})}, 1, false);
  const PlaceProblem problem = make_problem(large_chip(), n.mapping);
  PlaceTiming timing(problem);
  std::vector<Site> sites;
  for (const Unit& unit : n.mapping.units) sites.push_back(unit.site());
  timing.update(sites);
  EXPECT_EQ(timing.arrival(memory), 3);
  EXPECT_EQ(timing.arrival(dot), 3 + 5 + 7);
  EXPECT_EQ(timing.arrival(sum), 15 + 4 + 1);
  EXPECT_EQ(timing.remaining(sum), 1 + 3);
  EXPECT_EQ(timing.remaining(dot), 7 + 4 + 4);
  EXPECT_EQ(timing.longest(), 23);
}

}  // namespace
}  // namespace rda::mapper
