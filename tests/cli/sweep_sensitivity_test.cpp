// SPDX-License-Identifier: Apache-2.0
// Which knobs decide a figure.
#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

/// Two numbers of lanes, three latencies and two depths of FIFOs, which is what it takes.
class SweepSensitivity : public SweepCli {
 protected:
  SweepSensitivity() {
    const std::string spec =
        file("s.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" + workload_ + R"("],
      "axes": [{"knob": "/pcu/lanes", "values": [2, 4]},
               {"knob": "/network/hop_latency", "values": [1, 2, 3]},
               {"knob": "/pcu/fifo_depth/vector", "name": "fifo", "values": [4, 8]}],
      "derived": [{"name": "twice", "expression": "2 * lanes"}]})");
    points_ = path("planned.jsonl");
    EXPECT_EQ(rdasim({"sweep", "plan", spec, "-o", points_}).code, 0);
    EXPECT_EQ(sweep_run(points_).code, 0);
  }
  Outcome best(const std::vector<std::string>& words) const {
    return sweep("best", points_, "store", words);
  }

  std::string points_;
};

// The variances of 4 x 1, 4 x 2, 4 x 3 and of 2, 4 are 32/3 and 1: 32 and 3 of 35 parts.
TEST_F(SweepSensitivity, IsATableOfKnobsInEveryFormat) {
  const std::string figure = "2 ^ (4 * hop_latency + lanes)";
  EXPECT_EQ(best({"--sensitivity", figure}).out,
            "12 points: 12 ok\n\n"
            "what decides 2 ^ (4 * hop_latency + lanes) in 12 designs\n\n"
            "#  knob          share  effect\n"
            "1  hop_latency  91.4 %  x 256 from 1 to 3\n"
            "2  lanes         8.6 %  x 4 from 2 to 4\n"
            "3  fifo          0.0 %  x 1 from 4 to 8 ?\n\n"
            "fit of its logarithm by 5 terms: R2 1.000, adjusted 1.000\n"
            "?: chance gives such a share more than once in 100 times (F test)\n"
            "interactions: 0 of 3 pairs significant (F test, p < 0.01 / 3; share of at least\n"
            "  1 %)\n"
            "left out: twice (computed in the spec; sets nothing)\n");
  const Outcome csv = best({"--sensitivity", figure, "--format", "csv"});
  expect_parts(csv.out, {"group,knob,with,share,clear,from,to,change,change_at_from,change_at_to\n",
                         "\n,hop_latency,,0.9143,true,1,3,256,,\n"});
  expect_parts(best({"--sensitivity", figure, "--format", "json"}).out, {"\"adjusted_r2\": "});
  expect_parts(best({"--sensitivity", figure, "--format", "latex"}).out,
               {"\\caption{what decides"});
  expect_parts(best({"--sensitivity", figure, "--format", "md", "-n", "1"}).out,
               {"| hop\\_latency |", "- not shown: 2 more main effects\n"});
}

TEST_F(SweepSensitivity, RefusesWhatItCannotAnswer) {
  expect_refusal(best({"--sensitivity", "cycles", "--minimize", "cycles"}), 64,
                 {"--sensitivity: says what decides one figure"});
  expect_refusal(best({"--sensitivity", "cycles", "--across", "worst"}), 64,
                 {"--across: worst needs a goal that says what is worse"});
  expect_refusal(best({"--sensitivity", "cycles *"}), 64, {"--sensitivity: \"cycles *\": "});
  expect_refusal(best({"--sensitivity", "cycels"}), 2, {"did you mean \"cycles\"?"});
  expect_parts(best({"--sensitivity", "cycles", "--by", "lanes"}).out,
               {"too few designs for a claim: 6 for 2 knobs (at least 8)"});
}

}  // namespace
}  // namespace rda::cli
