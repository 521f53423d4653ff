// SPDX-License-Identifier: Apache-2.0
#include "trace/perfetto.h"

#include <gtest/gtest.h>

#include <string>

#include "base/paths.h"
#include "json/value.h"
#include "rda/simulate.h"
#include "support/chain.h"

namespace rda::trace {
namespace {

/// The trace of a chain of which some units are chosen.
std::string trace_of(const test::HandMapping& m, std::vector<bool> chosen,
                     const Extras& extras = {}, Window window = {}) {
  const Mapping mapping = m.finished();
  Recorder recorder(mapping, {std::move(chosen), window, 1000, extras.flows > 0},
                    {temporary_folder(), "no remedy"});
  simulate(m.chip, mapping, m.tensors, {}, &recorder);
  std::string text;
  write_perfetto(m.chip, mapping, recorder, extras, [&](std::string_view piece) { text += piece; });
  return text;
}

void expect_part(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), text.npos) << part << " is not in\n" << text;
}

TEST(Perfetto, IsATrackForEachUnitAndASliceForWhatItDid) {
  const std::string text = trace_of(test::chain(1, 5), {false, true, true});
  EXPECT_NO_THROW(json::parse(text, "trace"));
  expect_part(text, "\"cycles\":17,\"trace_from\":0,\"trace_cycles\":17}");
  expect_part(text,
              "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":12,"
              "\"args\":{\"name\":\"X pcu_0_2\"}},\n");
  expect_part(text,
              "{\"ph\":\"X\",\"cat\":\"active\",\"name\":\"pcu\",\"pid\":1,\"tid\":12,"
              "\"ts\":0.004,\"dur\":0.005,\"args\":{\"cycle\":4,\"cycles\":5,\"firings\":5}},\n");
  expect_part(text,
              "{\"ph\":\"X\",\"cat\":\"active\",\"name\":\"sink\",\"pid\":4,\"tid\":13,"
              "\"ts\":0.012,\"dur\":0.005,\"args\":{\"cycle\":12,\"cycles\":5,\"firings\":5}}\n]}");
  EXPECT_EQ(text.find("in source"), text.npos) << "not chosen";
}

TEST(Perfetto, TimesFollowTheClockToAPicosecond) {
  test::HandMapping m = test::chain(1, 5);
  m.chip.clock_mhz = 700;
  // 4 cycles are 5714.29 ps and 9 are 12857.14 ps.
  expect_part(trace_of(m, {false, true, false}), "\"ts\":0.005714,\"dur\":0.007143,");
  m.chip.clock_mhz = 1;
  expect_part(trace_of(m, {false, true, false}), "\"ts\":4.0,\"dur\":5.0,");
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// The source sends in cycles 0 to 4, the PCU fires in 4 to 8, the sink takes in 12 to 16.
TEST(Perfetto, ArrowsLeadFromTheFiringThatMadeATokenToTheFiringThatTookIt) {
  const std::string text = trace_of(test::chain(1, 5), {true, true, true}, {.flows = 2});
  EXPECT_NO_THROW(json::parse(text, "trace"));
  EXPECT_EQ(count(text, "\"ph\":\"s\""), 3u + 3) << "tokens 0, 2 and 4 of two streams";
  // Token 2 of x: made in cycle 2, taken in cycle 6.
  expect_part(
      text,
      "{\"ph\":\"s\",\"cat\":\"tokens\",\"name\":\"x\",\"id\":2,\"pid\":3,\"tid\":11,"
      "\"ts\":0.0025},\n{\"ph\":\"f\",\"bp\":\"e\",\"cat\":\"tokens\",\"name\":\"x\",\"id\":2,"
      "\"pid\":1,\"tid\":12,\"ts\":0.0065}");
  // Token 4 of y: made in cycle 8, taken in cycle 16.
  expect_part(text, "\"name\":\"y\",\"id\":6,\"pid\":1,\"tid\":12,\"ts\":0.0085}");
  expect_part(text, "\"name\":\"y\",\"id\":6,\"pid\":4,\"tid\":13,\"ts\":0.0165}");
}

TEST(Perfetto, ArrowsLieInTheWindowAndBetweenChosenUnits) {
  const Extras all{.flows = 1};
  // Of x, tokens 1 and 2 are made in cycles 1 and 2 and taken in 5 and 6; of y, none is taken by 7.
  const std::string text =
      trace_of(test::chain(1, 5), {true, true, true}, all, {.from = 1, .end = 7});
  EXPECT_EQ(count(text, "\"ph\":\"s\""), 2u) << text;
  expect_part(text, "\"ts\":0.0015}");
  expect_part(text, "\"ts\":0.0065}");
  EXPECT_EQ(count(trace_of(test::chain(1, 5), {true, false, true}, all), "\"ph\":\"s\""), 0u);
}

TEST(Perfetto, CountersAreMeansOverIntervalsWhereTheyChange) {
  const std::string text = trace_of(test::chain(1, 5), {true, true, true}, {.counters = 8});
  // Of cycles 0 to 7 the PCU is active in 4, of cycles 8 to 15 in one; then it is idle.
  const std::string pcu = "{\"ph\":\"C\",\"name\":\"units\",\"pid\":1,\"ts\":";
  expect_part(text, pcu + "0.0,\"args\":{\"active\":0.5,\"conflict\":0,");
  expect_part(text, pcu + "0.008,\"args\":{\"active\":0.125,");
  expect_part(text, pcu + "0.016,\"args\":{\"active\":0,");
  EXPECT_EQ(count(text, pcu), 3u) << "the last one is also the end";
}

TEST(Perfetto, NamesOfAnyKindAreText) {
  test::HandMapping m = test::chain(1, 5);
  m.mapping.units[UnitId(1)].name = "\"}]\n" + std::string(10000, 'n');
  const std::string text = trace_of(m, {true, true, true});
  EXPECT_LT(text.size(), 4000u);
  EXPECT_NO_THROW(json::parse(text, "trace"));
  expect_part(text, "\"args\":{\"name\":\"\\\"}]\\\\x0annn");
}

}  // namespace
}  // namespace rda::trace
