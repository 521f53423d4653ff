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

TEST_F(Draw, RefusesWhatItCannotDraw) {
  make();
  const std::string svg = path("p.svg");
  expect_refusal(rdasim({"draw", path("m.json"), "-o", svg}), 64, {"--chip is missing"});
  expect_refusal(rdasim({"draw", path("m.json"), "--chip", chip_, "--colour", "active", "-o", svg}),
                 64, {"--colour: active needs a run"});
  expect_refusal(rdasim({"draw", path("r.json"), "--chip", chip_, "-o", svg}), 64,
                 {"a report names its chip"});
  expect_refusal(rdasim({"draw", path("r.json"), "-o", path("p.gif")}), 64, {".svg, .png", ".pdf"});
  expect_refusal(rdasim({"draw", chip_, "-o", svg}), 2, {"is a chip, not a report"});
  const Outcome illegal =
      rdasim({"draw", path("m.json"), "--chip", chip_, "--set", "/pmu/capacity_kb=1", "-o", svg});
  EXPECT_EQ(illegal.code, 3);
  expect_parts(illegal.err, {"m.json: is not legal on tiny"});
}

}  // namespace
}  // namespace rda::cli
