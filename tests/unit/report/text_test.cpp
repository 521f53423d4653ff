// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include "unit/report/support.h"

namespace rda {
namespace {

using test::small_chip;
using test::small_mapping;
using test::small_report;
using test::small_result;

TEST(Report, TextFitsEightyColumnsEvenWithLongNames) {
  Mapping mapping = small_mapping();
  mapping.units[UnitId(1)].origin = {10, "reverse", "", std::string(90, 'n'), Role::rows, {}};
  mapping.units[UnitId(2)].name = std::string(200, 'u');
  mapping.workload = std::string(200, 'w');
  std::istringstream text(to_text(make_report(small_chip(), mapping, small_result(), {}, "")));
  for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(Report, TextNamesTheBusiestAndTheMostStarvedUnitsWithTheirSites) {
  const std::string text = to_text(small_report());
  const auto busiest = text.find("busiest units");
  const auto starved = text.find("most starved units");
  ASSERT_NE(busiest, std::string::npos);
  ASSERT_NE(starved, std::string::npos);
  EXPECT_EQ(text.find("source", busiest), text.find_first_not_of(" \n", busiest + 13));
  EXPECT_EQ(text.find("sink", starved), text.find_first_not_of(" \n", starved + 18));
  EXPECT_NE(text.find("pcu_0_0"), std::string::npos);
}

TEST(Report, TextSaysWhenNothingWasVerified) {
  const Report report = make_report(small_chip(), small_mapping(), small_result(), {}, "");
  EXPECT_NE(to_text(report).find("nothing (--verify-steps 0)"), std::string::npos);
  EXPECT_EQ(to_text(report).find("bit-exact"), std::string::npos);
}

}  // namespace
}  // namespace rda
