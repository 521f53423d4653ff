// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cost/cost_fields.h"
#include "json/reader.h"
#include "json/value.h"
#include "json/writer.h"
#include "rda/cost.h"
#include "unit/cost/support.h"

// Every number of a cost table, each moved alone: which figures of a report move with it.

namespace rda::cost_test {
namespace {

using Figures = std::map<std::string, double>;  // "leakage pmu FIFOs" -> J
using Names = std::set<std::string>;

/// All areas and energies of a small run on the RNN variant, nothing of which is power-gated.
Figures figures_of(const CostTable& table) {
  const Chip chip = shipped_chip("plasticine_rnn");
  Figures figures;
  for (const AreaRow& row : area_of(chip, table).rows)
    figures["area " + row.unit + ' ' + row.part] = row.mm2;
  for (const EnergyRow& row :
       cost_of(chip, small_mapping(), small_run(3), table, {.power_gated = false}).rows) {
    figures["leakage " + row.unit + ' ' + row.part] = row.leakage_j;
    figures["clock " + row.unit + ' ' + row.part] = row.clock_j;
    figures["dynamic " + row.unit + ' ' + row.part] = row.dynamic_j;
  }
  return figures;
}

/// Calls `visit` with the pointer of each number of a JSON value, and with the number.
void for_each_number(json::Value& value, const std::string& pointer,
                     const std::function<void(const std::string&, json::Value&)>& visit) {
  if (auto* members = value.get_if<json::Value::Object>())
    for (auto& [key, member] : *members) for_each_number(member, pointer + '/' + key, visit);
  else if (auto* items = value.get_if<json::Value::Array>())
    for (std::size_t i = 0; i < items->size(); ++i)
      for_each_number((*items)[i], pointer + '/' + std::to_string(i), visit);
  else if (value.get_if<json::Integer>() || value.get_if<double>())
    visit(pointer, value);
}

/// A number that is a tenth larger; of a count, larger by 1.
json::Value larger(const json::Value& number) {
  if (const auto* real = number.get_if<double>()) return *real * 1.1;
  return std::get<std::int64_t>(number.get<json::Integer>()) + 1;
}

/// The figures that move if the number at a pointer is larger, by pointer.
std::map<std::string, Names> moves_of(const CostTable& table) {
  const Figures before = figures_of(table);
  std::map<std::string, Names> moves;
  json::Value root = json::to_value(table);
  for_each_number(root, "", [&](const std::string& pointer, json::Value& number) {
    const json::Value old = std::exchange(number, larger(number));
    CostTable moved;
    json::fill(root, moved);
    number = old;
    Names& names = moves[pointer];
    for (const auto& [name, figure] : figures_of(moved))
      if (figure != before.at(name)) names.insert(name);
  });
  return moves;
}

Names all_of(const std::string& part) {
  return {"area " + part, "leakage " + part, "clock " + part, "dynamic " + part};
}

/// Adds what the entries of a PartCost move. @param dynamic  whether active_pj is not 0
void expect_part(std::map<std::string, Names>& expected, const std::string& pointer,
                 const std::string& part, bool dynamic = true) {
  expected[pointer + "/amount"] = all_of(part);
  if (!dynamic) expected[pointer + "/amount"].erase("dynamic " + part);
  expected[pointer + "/mm2"] = {"area " + part};
  expected[pointer + "/leakage_mw"] = {"leakage " + part};
  expected[pointer + "/clock_mw"] = {"clock " + part};
  expected[pointer + "/active_pj"] = {"dynamic " + part};
}

const Names kSwitchAreas{"area switch vector", "area switch scalar", "area switch control"};

/// Adds what the entries of SwitchCosts move: those of the chip's tracks and no others. Areas of
/// one network are a share of the interconnect's, so its entries move the shares of all three.
void expect_switch(std::map<std::string, Names>& expected, const std::string& kind, int tracks) {
  const std::string pointer = "/parts/" + kind + '/', part = "switch " + kind;
  expected[pointer + "bits"] = all_of(part);
  for (int i = 0; i < 4; ++i) {
    const auto at = [&](const char* list) { return pointer + list + '/' + std::to_string(i); };
    const auto used = [&](Names names) { return i == tracks - 1 ? names : Names{}; };
    expected[at("crossbar_mm2")] = expected[at("skid_mm2")] = used(kSwitchAreas);
    expected[at("leakage_mw")] = used({"leakage " + part});
    expected[at("clock_mw")] = used({"clock " + part});
    expected[at("flit_pj")] = used({"dynamic " + part});
  }
}

Names clocks() {
  Names names;
  for (const auto& [name, figure] : figures_of(every_figure()))
    if (name.starts_with("clock ")) names.insert(name);
  return names;
}

void expect_pmu(std::map<std::string, Names>& expected) {
  expect_part(expected, "/parts/pmu/scratchpad", "pmu scratchpad");
  expect_part(expected, "/parts/pmu/fifos", "pmu FIFOs");
  expect_part(expected, "/parts/pmu/registers", "pmu registers");
  expect_part(expected, "/parts/pmu/address_units", "pmu address units");
  expect_part(expected, "/parts/pmu/control", "pmu control");
  for (const char* entry : {"banks", "bank_share"})
    expected[std::string("/parts/pmu/") + entry] = all_of("pmu scratchpad");
  for (const char* entry : {"read_pj", "write_pj", "word_bank_kb", "word_exponent"})
    expected[std::string("/parts/pmu/") + entry] = {"dynamic pmu scratchpad"};
  expected["/parts/pmu/look_up_pj"] = {"dynamic pmu address units"};
}

std::map<std::string, Names> expected_moves() {
  std::map<std::string, Names> expected;
  expect_part(expected, "/parts/pcu/functional_units", "pcu functional units");
  expect_part(expected, "/parts/pcu/registers", "pcu registers");
  expect_part(expected, "/parts/pcu/fifos", "pcu FIFOs");
  expect_part(expected, "/parts/pcu/control", "pcu control");
  expected["/parts/pcu/operation_pj"] = {"dynamic pcu functional units"};
  expected["/parts/pcu/mac_pj/fp8_e4m3"] = {"dynamic pcu functional units"};
  expect_pmu(expected);
  expect_switch(expected, "vector", 2);
  expect_switch(expected, "scalar", 4);
  expect_switch(expected, "control", 4);
  for (const char* entry : {"mm2", "sites", "tracks/vector", "tracks/scalar", "tracks/control"})
    expected[std::string("/parts/interconnect/") + entry] = kSwitchAreas;
  for (const char* entry : {"active_pj", "bit_pj"})  // a chip without off-chip memory
    expected[std::string("/parts/off_chip/") + entry] = {};
  expected["/process/clock_mhz"] = clocks();
  expected["/process/node_nm"] = expected["/process/volts"] = {};  // say what the figures are of
  for (std::size_t i = 0; i < every_figure().scaling.size(); ++i)
    for (const char* entry : {"node_nm", "area", "v2", "v1", "v0"})  // only at_node() reads them
      expected["/scaling/" + std::to_string(i) + '/' + entry] = {};
  return expected;
}

TEST(CostTable, EveryEntryMovesTheFiguresThatItShouldAndNoOther) {
  const auto expected = expected_moves(), moves = moves_of(every_figure());
  for (const auto& [pointer, names] : moves) {
    ASSERT_TRUE(expected.contains(pointer)) << pointer;
    EXPECT_EQ(names, expected.at(pointer)) << pointer;
  }
  EXPECT_EQ(moves.size(), expected.size());
}

// A tenth more for a figure that is all of a part is a tenth more for the part.
TEST(CostTable, AFigureMovesItsPartInProportion) {
  CostTable table = every_figure();
  const Figures before = figures_of(table);
  table.parts.pcu.registers.mm2 *= 1.1;
  table.parts.pmu.fifos.leakage_mw *= 1.1;
  *table.parts.interconnect.mm2 *= 1.1;
  table.parts.vector.flit_pj[1] *= 1.1;
  const Figures after = figures_of(table);
  for (const char* name :
       {"area pcu registers", "leakage pmu FIFOs", "area switch scalar", "dynamic switch vector"})
    EXPECT_NEAR(after.at(name) / before.at(name), 1.1, 1e-12) << name;
}

}  // namespace
}  // namespace rda::cost_test
