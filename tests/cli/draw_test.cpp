// SPDX-License-Identifier: Apache-2.0
// The floorplan as a picture: rdasim draw.
#include "cli/support.h"

namespace rda::cli {
namespace {

class Draw : public Cli {
 protected:
  /// A report of a run, and its mapping.
  void make() const {
    const std::vector<std::string> quick{"--set", "/place_effort=1"};
    std::vector<std::string> map{"map", chip_, workload_, "-o", path("m.json")};
    map.insert(map.end(), quick.begin(), quick.end());
    ASSERT_EQ(rdasim(map).code, 0);
    ASSERT_EQ(run({"--set", "/place_effort=1", "-o", path("r.json")}).code, 0);
  }
};

TEST_F(Draw, ShowsARunAsItsPageAndAMappingWithoutIt) {
  make();
  Outcome outcome = rdasim({"draw", path("r.json"), "-o", path("r.svg")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(read(path("r.svg")), {"small/lstm_16_4 on tiny", ">dot products (8)<", "B/cycle"});
  outcome =
      rdasim({"draw", path("r.json"), "--colour", "starved", "--no-title", "-o", path("s.svg")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(read(path("s.svg")), {"starved, share of cycles", ">0 %<"});
  EXPECT_EQ(read(path("s.svg")).find("lstm_16_4"), std::string::npos);
  outcome = rdasim({"draw", path("m.json"), "--chip", chip_, "-o", path("m.svg")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(read(path("m.svg")), {">dot products (8)<", "streams<"});
}

TEST_F(Draw, ShowsTheChainOfAStepItsCyclesAndTheRoofline) {
  make();
  const auto drawn = [&](const std::string& input, std::vector<std::string> words) {
    words.insert(words.begin(), {"draw", path(input), "-o", path("p.svg"), "--picture"});
    const Outcome outcome = rdasim(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return read(path("p.svg"));
  };
  const std::string chain = drawn("r.json", {"chain"});
  expect_parts(chain, {">dot products<", ">step 3 of 4: "});
  EXPECT_EQ(drawn("m.json", {"chain", "--chip", chip_}), chain) << "of the same mapping";
  expect_parts(drawn("r.json", {"step", "--step", "1"}), {">step 1 of 4: ", ">dot products<"});
  expect_parts(drawn("r.json", {"roofline"}), {">map-reduce<", ">source ports<"});
}

TEST_F(Draw, RefusesWhatItCannotDraw) {
  make();
  const std::string svg = path("p.svg");
  expect_refusal(rdasim({"draw", path("m.json"), "-o", svg}), 64, {"--chip is missing"});
  expect_refusal(rdasim({"draw", path("m.json"), "--chip", chip_, "--colour", "active", "-o", svg}),
                 64, {"--colour: active needs a run"});
  expect_refusal(rdasim({"draw", path("r.json"), "--chip", chip_, "-o", svg}), 64,
                 {"a report names its chip"});
  expect_refusal(rdasim({"draw", path("r.json"), "-o", path("p.gif")}), 64, {".svg, .png", ".pdf"});
  expect_refusal(rdasim({"draw", path("r.json"), "--picture", "step", "--colour", "role", "--step",
                         "4", "-o", svg}),
                 64, {"--colour: the picture step has none"});
  expect_refusal(rdasim({"draw", path("r.json"), "--step", "1", "-o", svg}), 64,
                 {"--step: the picture floorplan has none"});
  expect_refusal(rdasim({"draw", path("r.json"), "--picture", "chain", "--step", "4", "-o", svg}),
                 64, {"--step 4", "steps 0 to 3"});
  expect_refusal(
      rdasim({"draw", path("m.json"), "--chip", chip_, "--picture", "roofline", "-o", svg}), 64,
      {"roofline needs a run"});
  expect_refusal(rdasim({"draw", chip_, "-o", svg}), 2, {"is a chip, not a report"});
  const Outcome illegal =
      rdasim({"draw", path("m.json"), "--chip", chip_, "--set", "/pmu/capacity_kb=1", "-o", svg});
  EXPECT_EQ(illegal.code, 3);
  expect_parts(illegal.err, {"m.json: is not legal on tiny"});
}

}  // namespace
}  // namespace rda::cli
