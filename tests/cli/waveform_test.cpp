// SPDX-License-Identifier: Apache-2.0
// The waveforms of a run: rdasim run --vcd.
#include "cli/support.h"

namespace rda::cli {
namespace {

class WaveformFile : public Cli {
 protected:
  Outcome run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--set", "/place_effort=1", "--verify-steps", "0"});
    return Cli::run(words);
  }
};

TEST_F(WaveformFile, HoldsTheChosenUnitsAndChangesNothingElse) {
  const Outcome outcome = run({"--engine", "reference", "--vcd", path("w.vcd"), "--vcd-units",
                               "layer0.i.dot*", "-o", path("r.json")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const std::string vcd = read(path("w.vcd"));
  EXPECT_TRUE(vcd.starts_with("$timescale")) << vcd.substr(0, 80);
  expect_parts(vcd, {"$scope module dot(0)(0) $end", " activity [2:0] "});
  EXPECT_EQ(vcd.find("sink"), std::string::npos);
  ASSERT_EQ(run({"-o", path("s.json")}).code, 0);
  EXPECT_EQ(read(path("s.json")), read(path("r.json")));
  for (const auto& entry : std::filesystem::directory_iterator(path("")))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".rdasim")) << entry.path();
}

TEST_F(WaveformFile, NeedsTheReferenceEngine) {
  expect_refusal(run({"--vcd", path("w.vcd")}), 64, {"--vcd", "add --engine reference"});
  expect_refusal(run({"--vcd", path("w.txt"), "--engine", "reference"}), 64, {"--vcd", ".vcd"});
  expect_refusal(run({"--vcd-units", "sink"}), 64, {"--vcd-units", "add --vcd"});
}

}  // namespace
}  // namespace rda::cli
