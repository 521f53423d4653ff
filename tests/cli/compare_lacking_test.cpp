// SPDX-License-Identifier: Apache-2.0
// Figures that only one of two results holds, or none.
#include "cli/support_sweep.h"
#include "json/value.h"

namespace rda::cli {
namespace {

using json::Value;

class CompareLacking : public SweepCli {
 protected:
  static Outcome compare(const std::string& a, const std::string& b,
                         std::vector<std::string> words = {}) {
    words.insert(words.begin(), {"compare", a, b});
    return rdasim(words);
  }
};

TEST_F(CompareLacking, PointsOfAStoreHaveTheEstimateOfTheirReports) {
  const std::vector<sweep::Point> points{point(), point({{"/network/hop_latency", "3"}})};
  const std::string file = write(points);
  ASSERT_EQ(sweep_run(file).code, 0);
  for (const char* number : {"1", "2"})
    ASSERT_EQ(rdasim({"run", "--point", file + ':' + number, "-o", path(number)}).code, 0);
  const std::vector<std::string> form{"--format", "csv",      "--metric",
                                      "cost.mm2", "--metric", "cost.total_j"};
  const std::string reports = compare(path("1"), path("2"), form).out;
  expect_parts(reports, {",cost.mm2,", ",cost.total_j,"});
  std::vector<std::string> of_store = form;
  of_store.insert(of_store.end(), {"--store", path("store")});
  EXPECT_EQ(compare(file + ":1", file + ":2", of_store).out, reports);
  ASSERT_EQ(sweep_run(file, "store", {"--detail"}).code, 0);
  EXPECT_EQ(compare(file + ":1", file + ":2", of_store).out, reports) << "of whole reports";
  expect_parts(compare(path("store"), path("store"), form).out, {",cost.total_j,"});
}

/// A report, and the same as a program wrote it that knew no peak.
TEST_F(CompareLacking, FiguresThatAnOlderReportLacksAreNoDifferences) {
  const std::string now = path("now.json");
  ASSERT_EQ(run({"-o", now}).code, 0);
  Value old = json::parse(read(now), now);
  old.get_if<Value::Object>()->erase("peak");
  const std::string before = file("old.json", json::dump(old));
  const Outcome later = compare(before, now), earlier = compare(now, before);
  EXPECT_EQ(later.code, 0) << later.out;
  EXPECT_EQ(earlier.code, 0) << earlier.out;
  expect_parts(later.out, {"all equal\nnot compared: 8 figures that the second has alone (peak.",
                           "peak.of_functional_units, ...)"});
  expect_parts(earlier.out, {"8 figures that the first has alone"});
  for (const auto& [form, part] : {std::pair("md", "8 figures that the second"),
                                   {"latex", "8 figures that the second"},
                                   {"csv", ",peak.tflops,,only in the second,"},
                                   {"json", "\"figures_only_b\""}})
    expect_parts(compare(before, now, {"--format", form}).out, {part});
  EXPECT_EQ(compare(before, now, {"--metric", "peak.tflops"}).code, 1) << "asked for";
}

}  // namespace
}  // namespace rda::cli
