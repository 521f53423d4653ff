// SPDX-License-Identifier: Apache-2.0
#include "regress/profile.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/writer.h"
#include "report/report_fields.h"

namespace rda::regress {
namespace {

UnitReport unit(const std::string& name, std::int64_t layer, const std::string& group) {
  UnitReport unit;
  unit.name = name;
  unit.layer = layer;
  unit.group = group;
  unit.firings = 10;
  return unit;
}

/// Two dot units of one layer, one of another, a sink of none, and a stream from the first.
Report report() {
  Report report;
  report.cycles = 100;
  report.units = {unit("a", 0, "dot"), unit("b", 0, "dot"), unit("c", 1, "dot"),
                  unit("d", -1, "sink")};
  StreamReport stream;
  stream.name = "s";
  stream.layer = 0;
  stream.group = "dot -> sink";
  stream.tokens = 7;
  report.streams = {stream};
  return report;
}

TEST(Profile, SumsUnitsOfOneLayerAndGroup) {
  const Profile profile = profile_of(report());
  ASSERT_EQ(profile.units.size(), 3u);
  const std::vector<std::int64_t>& dot = profile.units.at("layer0 dot");
  EXPECT_EQ(dot[0], 2);
  EXPECT_EQ(dot[1], 20);
  EXPECT_EQ(profile.units.at("layer1 dot")[0], 1);
  EXPECT_EQ(profile.units.at("sink")[0], 1);
}

TEST(Profile, StreamsAreOfTheLayerOfTheirWriter) {
  const Profile profile = profile_of(report());
  ASSERT_EQ(profile.streams.size(), 1u);
  EXPECT_EQ(profile.streams.at("layer0 dot -> sink")[1], 7);
}

TEST(Profile, MeasuredCyclesGoToTheGroupsOfTheirUnitsAndStreams) {
  explain::Measured measured;
  measured.pipelines = {3, 4, 0, 0};
  measured.ways = {6};
  measured.chain = {{explain::Spent::work, UnitId(1), {}, 50},
                    {explain::Spent::work, UnitId(0), {}, 20},
                    {explain::Spent::network, {}, StreamId(0), 30}};
  Profile profile = profile_of(report());
  add_measured(profile, report(), measured, 2);
  EXPECT_EQ(profile.units.at("layer0 dot").back(), 7);
  EXPECT_EQ(profile.streams.at("layer0 dot -> sink").back(), 6);
  EXPECT_EQ(profile.chain, (std::map<std::string, std::int64_t>{
                               {"work layer0 dot", 70}, {"network layer0 dot -> sink", 30}}));
}

TEST(Profile, OfAReportInJsonIsThatOfTheReport) {
  EXPECT_EQ(profile_of(json::to_value(report())), profile_of(report()));
}

TEST(Profile, OfAReportWithoutGroupsThereIsNone) {
  Report older = report();
  older.units[2].group.clear();
  EXPECT_EQ(profile_of(json::to_value(older)), std::nullopt);
}

}  // namespace
}  // namespace rda::regress
