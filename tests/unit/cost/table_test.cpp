// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "cost/rules.h"
#include "rda/cost.h"
#include "rda/error.h"
#include "unit/cost/support.h"

namespace rda::cost_test {
namespace {

/// What is wrong with a shipped table after a change; empty: nothing.
template <class Change>
std::string problem_after(const Change& change) {
  CostTable table = plasticine();
  change(table);
  const auto problems = cost::broken_rules(table);
  return problems.empty() ? "" : problems[0].pointer + ": " + problems[0].text;
}

TEST(CostTable, ShippedTablesHaveASourceForEveryNumber) {
  for (const CostTable& table : {plasticine(), horowitz()})
    EXPECT_TRUE(cost::broken_rules(table).empty()) << table.name;
}

TEST(CostTable, RefusesAValueWithoutASource) {
  EXPECT_EQ(problem_after([](CostTable& t) { t.sources.erase("/parts/pcu/fifos/mm2"); }),
            "/parts/pcu/fifos/mm2: has no source (needed: \"sources\": {\"/parts/pcu/fifos/mm2\": "
            "\"where the value comes from\"})");
}

TEST(CostTable, RefusesASourceWithoutAValue) {
  const std::string problem =
      problem_after([](CostTable& t) { t.sources["/parts/pcu/fifo/mm2"] = "nowhere"; });
  EXPECT_NE(problem.find("no value has this pointer"), std::string::npos) << problem;
}

TEST(CostTable, RefusesListsOfUnequalLengthAndFallingLists) {
  EXPECT_NE(problem_after([](CostTable& t) {
              t.parts.scalar.flit_pj.pop_back();
            }).find("/parts/scalar/flit_pj: has 3 entries"),
            std::string::npos);
  EXPECT_NE(problem_after([](CostTable& t) {
              t.parts.vector.flit_pj[1] = 1;
            }).find("/parts/vector/flit_pj: falls"),
            std::string::npos);
}

TEST(CostTable, RefusesAnUnknownFormatAndNodesThatDoNotFall) {
  EXPECT_NE(problem_after([](CostTable& t) { t.parts.pcu.mac_pj["fp9"] = 1; }).find("fp9"),
            std::string::npos);
  EXPECT_NE(problem_after([](CostTable& t) {
              t.scaling[1].node_nm = 60;
            }).find("/scaling/1/node_nm: is not below"),
            std::string::npos);
}

TEST(CostTable, RefusesAnInterconnectWithoutSwitches) {
  EXPECT_NE(problem_after([](CostTable& t) {
              t.parts.interconnect.tracks = {0, 0, 0};
            }).find("/parts/interconnect/mm2: its tracks have no switches"),
            std::string::npos);
}

TEST(CostTable, AnExtendingTableTakesOverWhatItDoesNotSay) {
  EXPECT_EQ(horowitz().name, "horowitz_45nm");
  EXPECT_EQ(horowitz().parts.vector.bits, plasticine().parts.vector.bits);
  EXPECT_NE(horowitz().parts.pmu.read_pj, plasticine().parts.pmu.read_pj);
}

TEST(CostTable, AnErrorNamesFileAndPointer) {
  const Override bad{"/parts/pmu/bank_share", "2"};
  try {
    load_cost_table(kCosts / "plasticine_28nm.json", std::span(&bad, 1));
    FAIL() << "a share of 2";
  } catch (const ConfigError& error) {
    EXPECT_EQ(error.pointer, "/parts/pmu/bank_share");
    EXPECT_NE(std::string(error.what()).find("plasticine_28nm.json"), std::string::npos);
  }
}

TEST(CostTable, AChipIsNone) { EXPECT_THROW(load_cost_table(kConfigs / "tiny.json"), Error); }

// Stillmaker and Baas at 0.9 V: energy of 45 nm 1.103 * 0.81 - 0.362 * 0.9 + 0.2767 = 0.84433, of
// 20 nm 0.373 * 0.81 - 0.1582 * 0.9 + 0.04104 = 0.20079; area 1 and 0.21.
TEST(AtNode, MultipliesByTheRatiosOfTheFactors) {
  const CostTable at20 = at_node(horowitz(), 20, 0.9);
  EXPECT_NEAR(at20.parts.pmu.read_pj, 5 * 0.20079 / 0.84433, 1e-9);
  EXPECT_NEAR(at20.parts.pcu.functional_units.mm2, horowitz().parts.pcu.functional_units.mm2 * 0.21,
              1e-9);
  EXPECT_EQ(at20.process.node_nm, 20);
  EXPECT_EQ(at20.name, "horowitz_45nm, scaled to 20 nm at 0.9 V");
}

TEST(AtNode, ChangesNothingAtTheNodeAndSupplyOfTheTable) {
  const CostTable same = at_node(plasticine(), 28, 0.9);
  EXPECT_EQ(to_json(same).find("scaled to 28 nm"), to_json(same).rfind("scaled to 28 nm"));
  EXPECT_EQ(same.parts.pcu.fifos.active_pj, plasticine().parts.pcu.fifos.active_pj);
  EXPECT_EQ(same.parts.interconnect.mm2, plasticine().parts.interconnect.mm2);
}

// 28 nm lies ln(32/28) / ln(32/20) = 0.133531 / 0.470004 = 0.284107 of the way from 32 (0.46) to 20
// nm (0.21): 0.46 * (0.21/0.46)^0.284107 = 0.368146.
TEST(AtNode, InterpolatesBetweenNodesOnLogarithmicScales) {
  const CostTable at28 = at_node(horowitz(), 28, 0.9);
  EXPECT_NEAR(*at28.parts.interconnect.mm2 / *horowitz().parts.interconnect.mm2, 0.368146, 1e-5);
}

TEST(AtNode, ComesBackToTheSameFigures) {
  const CostTable back = at_node(at_node(plasticine(), 16, 0.8), 28, 0.9);
  EXPECT_NEAR(back.parts.pcu.registers.mm2, 0.144, 1e-12);
  EXPECT_NEAR(back.parts.vector.flit_pj[1], 7.25, 1e-12);
}

TEST(AtNode, RefusesANodeOutsideTheFactors) {
  try {
    at_node(plasticine(), 65, 1);
    FAIL() << "65 nm";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "--node: 65 nm: the table's scaling factors are for 7 to 45 nm");
  }
  EXPECT_THROW(at_node(plasticine(), 5, 1), Error);
}

TEST(AtNode, RefusesASupplyThatTheFactorsDoNotHoldFor) {
  EXPECT_THROW(at_node(plasticine(), 28, 0.49), Error);
  EXPECT_THROW(at_node(plasticine(), 28, 1.21), Error);
  EXPECT_GT(at_node(plasticine(), 28, 0.5).parts.pcu.fifos.active_pj, 0);
}

// 10 V^2 - 16 V + 6.1 is positive at 0.5 and 1.2 V, and -0.3 at 0.8 V.
TEST(CostTable, AnEnergyThatDipsBelowZeroIsRefused) {
  CostTable table = plasticine();
  EXPECT_TRUE(cost::broken_rules(table).empty());
  table.scaling[0].v2 = 10;
  table.scaling[0].v1 = -16;
  table.scaling[0].v0 = 6.1;
  ASSERT_EQ(cost::broken_rules(table).size(), 1U);
  EXPECT_EQ(cost::broken_rules(table)[0].text, "gives an energy of 0 or less at 0.8 V");
}

}  // namespace
}  // namespace rda::cost_test
