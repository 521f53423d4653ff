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
std::string trace_of(const test::HandMapping& m, std::vector<bool> chosen) {
  const Mapping mapping = m.finished();
  Recorder recorder(mapping, std::move(chosen), {}, 1000, temporary_folder());
  simulate(m.chip, mapping, m.tensors, {}, &recorder);
  std::string text;
  write_perfetto(m.chip, mapping, recorder, [&](std::string_view piece) { text += piece; });
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
