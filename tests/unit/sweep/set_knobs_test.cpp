// SPDX-License-Identifier: Apache-2.0
#include "sweep/set_knobs.h"

#include <gtest/gtest.h>

namespace rda::sweep {
namespace {

using json::Value;

Point point(int lanes, const char* policy, double area) {
  Point made;
  made.chip = Value::Object{{"pcu", Value::Object{{"lanes", lanes}}}, {"rows", 8}};
  made.workload = Value::Object{{"hidden", 16}};
  made.mapping = Value::Object{{"policy", policy}};
  made.knobs = Value::Object{{"area", area},
                             {"how", policy},
                             {"lanes", static_cast<double>(lanes)},
                             {"size", 16},
                             {"rows", lanes}};
  return made;
}

TEST(SetKnobs, AreEqualToAValueOfThePointInAllPoints) {
  SetKnobs knobs;
  knobs.note(point(8, "paper", 8));  // where area and rows happen to be lanes
  knobs.note(point(4, "auto", 7.5));
  EXPECT_TRUE(knobs.has("lanes")) << "a real that is an integer elsewhere";
  EXPECT_TRUE(knobs.has("how"));
  EXPECT_TRUE(knobs.has("size"));
  EXPECT_TRUE(knobs.has("rows")) << "whatever its name";
  EXPECT_FALSE(knobs.has("area"));
  EXPECT_FALSE(knobs.has("other"));
}

}  // namespace
}  // namespace rda::sweep
