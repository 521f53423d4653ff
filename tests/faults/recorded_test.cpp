// SPDX-License-Identifier: Apache-2.0
// Runs whose recording needs more space than the disk has: traces and waveforms.
#include <sys/resource.h>

#include <csignal>

#include "faults/support.h"

namespace rda::faults {
namespace {

class RecordedRuns : public Faults {
 protected:
  const std::string folder_ = path("work");

  /// A run that records into a file of the folder. 60 steps fill blocks of the temporary file.
  Words recording(const Words& words) const {
    Words command{"run",
                  chip_,
                  cli::repository("workloads/small/rnn_24_3.json"),
                  "--set",
                  "/steps=60",
                  "--set",
                  "/place_effort=1",
                  "--verify-steps",
                  "0"};
    command.insert(command.end(), words.begin(), words.end());
    return command;
  }
};

TEST_F(RecordedRuns, WriteAWholeTraceOrNone) {
  const std::string trace = folder_ + "/t.json.gz";
  expect_all_or_nothing(
      {.folder = folder_,
       .command = recording({"--trace", trace, "--trace-units", "layer0.h.next*"}),
       .named = {"t.json.gz", folder_ + ": the temporary file of the trace"},
       .before = {{"t.json.gz", "old"}}});
}

TEST_F(RecordedRuns, WriteWholeWaveformsOrNone) {
  expect_all_or_nothing({.folder = folder_,
                         .command = recording({"--engine", "reference", "--vcd", folder_ + "/w.vcd",
                                               "--vcd-units", "sink*"}),
                         .named = {"w.vcd"},
                         .only_full_disk = true,
                         .before = {{"w.vcd", "old"}}});
}

/// No file may grow beyond some bytes: as on a full disk, also for libraries, which write by calls
/// of the C library that cannot be made to fail.
TEST_F(RecordedRuns, NameThePlaceThatHasNoSpaceAndWhatHelps) {
  refill(folder_, {{"w.vcd", "old"}, {"t.json", "old"}});
  const Files before = whole_files(folder_);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  const rlimit few{8192, old.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &few), 0);
  const auto waves = cli::rdasim(recording({"--engine", "reference", "--vcd", folder_ + "/w.vcd"}));
  const auto trace = cli::rdasim(recording({"--trace", folder_ + "/t.json"}));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old), 0);
  cli::expect_refusal(waves, 74, {"w.vcd", "is cut off", "--vcd-units"});
  cli::expect_refusal(trace, 74, {folder_ + ": ", "File too large", "--trace-cycles"});
  EXPECT_EQ(whole_files(folder_), before);
  EXPECT_EQ(unfinished_files(folder_), 0u);
}

}  // namespace
}  // namespace rda::faults
