// SPDX-License-Identifier: Apache-2.0
// Sweeps over several chips: the files of a spec, and what tells their points apart.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

class SweepChips : public SweepCli {
 protected:
  /// A spec of the smallest workload with these members.
  std::string spec(const std::string& members) const {
    return file("spec.json", fmt::format(R"({{"workloads": ["{}"], {}}})", workload_, members));
  }
  /// A spec of two seeds on the smallest chip and on one with more lanes and banks.
  std::string both() const {
    file("wide.json", fmt::format(R"({{"extends": "{}", "name": "wide", "pcu": {{"lanes": 8}},
                                       "pmu": {{"banks": 8}}}})",
                                  chip_));
    return spec(fmt::format(
        R"("chips": ["{}", "wide.json"], "axes": [{{"knob": "/seed", "values": [1, 2]}}])", chip_));
  }
  /// The points of both chips, which have run.
  std::string swept() const {
    const std::string points = path("points.jsonl");
    EXPECT_EQ(rdasim({"sweep", "plan", both(), "-o", points}).code, 0);
    EXPECT_EQ(sweep_run(points).out, "4 points: 4 ok\n");
    return points;
  }
  void expect_bad(const std::string& members, const std::string& message) const {
    const std::string bad = spec(members);
    const Outcome plan = rdasim({"sweep", "plan", bad});
    EXPECT_EQ(plan.code, 2);
    EXPECT_EQ(plan.err, "rdasim: " + bad + message + '\n');
    const Outcome validate = rdasim({"validate", "sweep", bad});
    EXPECT_EQ(validate.code, 2);
    EXPECT_EQ(validate.out, bad + message + '\n');
  }
};

TEST_F(SweepChips, PointsHaveTheChipsOfTheListOneAfterTheOther) {
  const Outcome outcome = rdasim({"sweep", "plan", both()});
  EXPECT_EQ(outcome.err, "4 points of 4 combinations\n");
  std::vector<std::string> knobs;
  for (std::size_t at = 0; (at = outcome.out.find("\"knobs\": ", at)) != std::string::npos; ++at)
    knobs.push_back(outcome.out.substr(at, outcome.out.find('}', at) - at));
  EXPECT_EQ(knobs, (std::vector<std::string>{
                       R"("knobs": {"chip": "tiny", "seed": 1, "workload": "small/lstm_16_4")",
                       R"("knobs": {"chip": "tiny", "seed": 2, "workload": "small/lstm_16_4")",
                       R"("knobs": {"chip": "wide", "seed": 1, "workload": "small/lstm_16_4")",
                       R"("knobs": {"chip": "wide", "seed": 2, "workload": "small/lstm_16_4")"}));
}

TEST_F(SweepChips, RefusesNeitherAndBothOfChipAndChips) {
  expect_bad(R"("axes": [])", "#/chip: missing (a chip file; or /chips, a list of chip files)");
  expect_bad(R"("chips": [])", "#/chip: missing (a chip file; or /chips, a list of chip files)");
  expect_bad(fmt::format(R"("chip": "{0}", "chips": ["{0}"])", chip_),
             "#/chips: stands beside /chip (give only one of the two)");
}

TEST_F(SweepChips, RefusesChipsThatPointsCouldNotBeToldApartBy) {
  expect_bad(fmt::format(R"("chips": ["{0}", "{0}"])", chip_),
             "#/chips/1: has the name tiny of another chip (tables could not tell them apart)");
  file("twin.json", fmt::format(R"({{"extends": "{}", "name": "twin"}})", chip_));
  expect_bad(fmt::format(R"("chips": ["{0}", "twin.json"])", chip_),
             "#/chips/1: twin has the values of tiny (their points would be the same)");
}

TEST_F(SweepChips, EveryChipOfTheListIsChecked) {
  const std::string bad = file("bad.json", R"({"name": "bad", "pcu": {"lanes": 0}})");
  const std::string two = spec(fmt::format(R"("chips": ["{}", "bad.json"])", chip_));
  expect_refusal(rdasim({"sweep", "plan", two}), 2, {bad, "/pcu/lanes: 0 is out of range"});
  const Outcome outcome = rdasim({"validate", "sweep", two});
  EXPECT_EQ(outcome.code, 2);
  expect_parts(outcome.out, {bad, "/pcu/lanes: 0 is out of range"});
}

TEST_F(SweepChips, NoChipOfTheListIsOverwritten) {
  const std::string spec = both(), before = read(path("wide.json"));
  expect_refusal(rdasim({"sweep", "plan", spec, "-o", path("wide.json")}), 64, {"is an input"});
  expect_refusal(rdasim({"sweep", "plan", spec, "-o", chip_}), 64, {"is an input"});
  EXPECT_EQ(read(path("wide.json")), before);
}

TEST_F(SweepChips, AChipThatChangesAfterwardsIsNamed) {
  const std::string points = swept();
  EXPECT_EQ(sweep("status", points).err, "");
  file("wide.json", read(path("wide.json")) + ' ');
  EXPECT_EQ(sweep("status", points)
                .err.find("rdasim: note: " + path("wide.json") + " has changed since " + points),
            0u);
}

TEST_F(SweepChips, TablesHaveAColumnOfTheChip) {
  const std::string csv = sweep("collect", swept(), "store", {"--csv", "-"}).out;
  EXPECT_EQ(csv.find("key,status,message,chip,seed,workload,"), 0u) << csv;
  expect_parts(csv, {",ok,,tiny,1,small/lstm_16_4,", ",ok,,wide,2,small/lstm_16_4,"});
}

TEST_F(SweepChips, BestComparesThemAndDividesByThem) {
  const std::string points = swept();
  const std::string together = sweep("best", points, "store", {"--minimize", "cycles"}).out;
  expect_parts(together,
               {"\nbest of 4 designs by least cycles\n\n#  cycles  chip  seed  line       key\n"});
  const std::string divided =
      sweep("best", points, "store", {"--minimize", "cycles", "--by", "chip"}).out;
  expect_parts(divided, {"\ntiny: best of 2 designs by least cycles\n",
                         "\nwide: best of 2 designs by least cycles\n"});
}

TEST_F(SweepChips, PlotLabelsDesignsWithTheirChip) {
  const Outcome outcome =
      sweep("plot", swept(), "store",
            {"--x", "mapping.pcus_used", "--y", "cycles", "--label", "chip", "-o", path("p.svg")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const std::string picture = read(path("p.svg"));
  const auto has = [&](const char* text) { return picture.find(text) != std::string::npos; };
  EXPECT_TRUE(has(">chip tiny<") || has(">chip wide<")) << picture;
}

}  // namespace
}  // namespace rda::cli
